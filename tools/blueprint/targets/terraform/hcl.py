"""Writes HCL: bodies, nested blocks and expressions, laid out as `terraform fmt` lays them out.

Every string is quoted here and nowhere else, so that nothing in it ends the string or begins an interpolation (`${`)
or a directive (`%{`). Sources: HCL native syntax specification, "Template Expressions"; hclwrite's formatter for the
alignment of equals signs: neighbouring lines whose expression ends on the line stand in one column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from tools.blueprint.resources.labels import snake
from tools.blueprint.resources.tree import (
    Apply,
    Attr,
    Block,
    Body,
    Call,
    Choice,
    Entry,
    Equal,
    Fact,
    Item,
    Local,
    Node,
    Noted,
    Text,
    Variable,
    Word,
)

_LONGEST_LINE = 100
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
_BARE = re.compile(r"[^\"\\$%\n\r\t]*")
_OPENING = re.compile(r"([$%])\1*(?=\{)")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@lru_cache(maxsize=8192)
def quoted(text: str) -> str:
    """A string literal that stands for exactly this text."""
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    if text.isprintable() and _BARE.fullmatch(text):
        return text
    found = "".join(map(_character, text))
    return _OPENING.sub(_unopened, found) if "{" in found else found


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _unopened(found: re.Match[str]) -> str:
    """`${` as `$${`; of several signs the others by their number, since `$$${` reads in two ways."""
    signs = found.group()
    return f"\\u{ord(signs[0]):04x}" * (len(signs) - 1) + signs[0] * 2


def _templated(text: Text) -> str:
    found = ""
    literal = ""
    for part in (*text.parts, ""):
        if isinstance(part, str):
            literal += part
            continue
        found += f"{_before_opening(literal)}${{{expression(part)}}}"
        literal = ""
    return f'"{found}{_escaped(literal)}"'


def _before_opening(literal: str) -> str:
    """A literal with an interpolation after it: a sign at its end must not join the sign that opens."""
    if literal[-1:] not in ("$", "%"):
        return _escaped(literal)
    kept = literal.rstrip("$%")
    return _escaped(kept) + "".join(f"\\u{ord(sign):04x}" for sign in literal[len(kept) :])


def expression(node: Node, pad: str = "") -> str:
    """A value; lines after the first are indented."""
    return _WRITERS[type(node)](node, pad)


def _number(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _object(node: dict[str, Node], pad: str) -> str:
    if not node:
        return "{}"
    lines: list[str] = []
    _entries([(_key(key), value) for key, value in node.items()], pad + "  ", lines)
    return "\n".join(["{", *lines, f"{pad}}}"])


@lru_cache(maxsize=4096)
def _key(key: str) -> str:
    return key if _WORD.fullmatch(key) else quoted(key)


def _list(items: list[Node], pad: str) -> str:
    if not items:
        return "[]"
    inner = pad + "  "
    found = [expression(item, inner) for item in items]
    flow = ", ".join(found)
    plain = not any(type(item) in (dict, Noted, Call) for item in items)
    if plain and "\n" not in flow and len(flow) + len(pad) <= _LONGEST_LINE:
        return f"[{flow}]"
    if len(items) == 1 and type(items[0]) is dict:
        return f"[{expression(items[0], pad)}]"
    lines: list[str] = []
    for item, text in zip(items, found, strict=True):
        if type(item) is Noted:
            lines.append(f"{inner}# {item.remark}")
        lines.append(f"{inner}{text},")
    return "\n".join(["[", *lines, f"{pad}]"])


def body(items: Body, pad: str, out: list[str]) -> None:
    """Adds the lines of a body: attributes in columns, blocks after a free line."""
    run: list[tuple[str, Node]] = []
    start = len(out)
    for name, value in items.items():
        blocks = _blocks_in(value)
        if not blocks:
            run.append((name, value))
            continue
        _entries(run, pad, out)
        run = []
        for block in blocks:
            if len(out) > start and out[-1]:
                out.append("")
            _block(name, block, pad, out)
    if run and len(out) > start:
        out.append("")
    _entries(run, pad, out)


def _blocks_in(value: Node) -> list[Block]:
    """The blocks that a value stands for; none for a value of an attribute."""
    kind = type(value)
    if kind is Block:
        return [value]  # type: ignore[list-item]
    if kind is list and value and type(value[0]) is Block:  # type: ignore[index]
        return value  # type: ignore[return-value]
    return []


def _block(name: str, block: Block, pad: str, out: list[str]) -> None:
    if not block.body:
        out.append(f"{pad}{name} {{}}")
        return
    out.append(f"{pad}{name} {{")
    body(block.body, pad + "  ", out)
    out.append(f"{pad}}}")


def _entries(items: Iterable[tuple[str, Node]], pad: str, out: list[str]) -> None:
    """Attributes, those on one line beside each other in columns."""
    run: list[tuple[str, str]] = []
    width = 0
    for name, value in items:
        text = _WRITERS[type(value)](value, pad)
        if "\n" not in text:
            run.append((name, text))
            if len(name) > width:
                width = len(name)
            continue
        out += [f"{pad}{known.ljust(width)} = {short}" for known, short in run]
        out.append(f"{pad}{name} = {text}")
        run, width = [], 0
    out += [f"{pad}{known.ljust(width)} = {short}" for known, short in run]


_FACTS = {
    "partition": "local.partition",
    "region": "var.region",
    "account": "local.account",
    "stack": "local.stack",
    "suffix": "local.dns_suffix",
    "primary": "local.is_primary",
    "zones": "data.aws_availability_zones.available.names",
    "number": "count.index",
    "edge": "aws.edge",
    "folder": "path.module",
}

_ORIGINS = {"resource": "", "data": "data.", "ephemeral": "ephemeral.", "module": "module."}
_OF_SEVERAL: dict[int | str | None, str] = {None: "", "every": "[*]", "same": "[count.index]"}


def _attribute(node: Attr) -> str:
    kind = f"{node.kind}." if node.kind else ""
    which = _OF_SEVERAL.get(node.which, f"[{node.which}]")
    path = f".{node.path}" if node.path else ""
    return f"{_ORIGINS[node.origin]}{kind}{node.label}{which}{path}"


def _item(node: Item, pad: str) -> str:
    return f"{expression(node.value, pad)}[{expression(node.key)}]"


def _choice(node: Choice, pad: str) -> str:
    return f"{expression(node.condition)} ? {expression(node.yes, pad)} : {expression(node.no, pad)}"


def _applied(node: Apply, pad: str) -> str:
    return f"{node.function}({', '.join(expression(argument, pad) for argument in node.arguments)})"


_WRITERS: dict[type, Callable[[Any, str], str]] = {
    str: lambda node, pad: quoted(node),
    dict: _object,
    list: _list,
    Text: lambda node, pad: _templated(node),
    Attr: lambda node, pad: _attribute(node),
    Fact: lambda node, pad: _FACTS[node.what],
    Variable: lambda node, pad: f"var.{snake(node.name)}",
    Local: lambda node, pad: f"local.{node.name}",
    Word: lambda node, pad: node.code,
    Apply: _applied,
    Item: _item,
    Equal: lambda node, pad: f"{expression(node.left)} == {quoted(node.right)}",
    Choice: _choice,
    Call: lambda node, pad: f"{node.name}({expression(node.argument, pad)})",
    Noted: lambda node, pad: expression(node.value, pad),
    bool: lambda node, pad: "true" if node else "false",
    int: lambda node, pad: str(node),
    float: lambda node, pad: _number(node),
    type(None): lambda node, pad: "null",
}
"""Who writes a value, by type."""


def top(head: str, items: Body, remarks: tuple[str, ...] = ()) -> list[str]:
    """The lines of a block of a file."""
    if not items and not remarks:
        return [f"{head} {{}}"]
    out = [f"{head} {{", *(f"  # {remark}" for remark in remarks)]
    body(items, "  ", out)
    out.append("}")
    return out


def entry(found: Entry) -> list[str]:
    """The lines of something that is printed on its own."""
    labels = " ".join(f'"{label}"' for label in (found.kind, found.label) if label)
    return top(f"{found.word} {labels}".rstrip(), found.body, found.remarks)
