"""Names and words of people as they may stand in code."""

from __future__ import annotations

import json
import re
from textwrap import wrap

MAX_REMARK = 160


def snake(name: str) -> str:
    """`create-order`, `OrderPlaced` and `orderId` as `create_order`, `order_placed`, `order_id`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^A-Za-z0-9]+", "_", spaced).strip("_").lower()


def camel(name: str) -> str:
    """`create-order` and `OrderPlaced` as `createOrder`, `orderPlaced`."""
    first, *rest = snake(name).split("_")
    return first + "".join(word.capitalize() for word in rest)


def constant(name: str) -> str:
    """`create-order` as `CREATE_ORDER`."""
    return snake(name).upper()


def remark(text: str) -> str:
    """Words of people on one line of a comment or docstring: nothing in them ends it, or escapes."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    line = line.replace("\\", "/").replace('"""', "'''").replace("*/", "* /").replace("`", "'")
    return line if len(line) <= MAX_REMARK else line[: MAX_REMARK - 1].rstrip() + "…"


def literal(text: str) -> str:
    """A text as a string literal, the same in Python, JavaScript and Java."""
    return json.dumps(text)


def quoted(text: str) -> str:
    """A text as a literal of JavaScript, in single quotes."""
    inner = json.dumps(text)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"'{inner}'"


WIDTH = 120
"""Longest line of printed code."""


def called(head: str, given: list[str], tail: str = ")") -> list[str]:
    """A call on one line, or, where it is too long, with what it is given on lines of its own."""
    line = f"{head}({', '.join(given)}{tail}"
    if len(line) <= WIDTH:
        return [line]
    pad = " " * (len(head) - len(head.lstrip()) + 4)
    inner = f"{pad}{', '.join(given)}"
    end = f"{pad[4:]}{tail}"
    if len(inner) <= WIDTH:
        return [f"{head}(", inner, end]
    return [f"{head}(", *(f"{pad}{item}," for item in given), end]


def documented(text: str, pad: str = "") -> list[str]:
    """A docstring on one line, or, where it is too long, on several."""
    line = f'{pad}"""{text}"""'
    if len(line) <= WIDTH:
        return [line]
    return [*wrap(f'"""{text}', WIDTH, initial_indent=pad, subsequent_indent=pad), f'{pad}"""']


def spaced(lines: list[str], most: int = 2) -> str:
    """Lines as text, with at most so many empty ones together."""
    kept: list[str] = []
    for line in lines:
        if line or any(kept[-most:]):
            kept.append(line)
    return "\n".join(kept).strip("\n") + "\n"
