"""Writes template data as YAML: short forms of intrinsic functions, readable, the same bytes every time.

A general dumper takes ten times as long, which is most of the time a template has (about 10 ms for 80 resources);
template data needs only mappings, lists, scalars and tags. Every string is quoted unless it is plainly a word.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias


class Tagged(NamedTuple):
    """An intrinsic function in its short form: `!GetAtt Orders.Arn`."""

    tag: str
    value: Node


class Printed(NamedTuple):
    """A mapping that has been written before: what many resources hold is written once."""

    lines: tuple[str, ...]


Node: TypeAlias = "str | int | float | bool | Tagged | Noted | Printed | list[Node] | dict[str, Node] | None"


class Noted(NamedTuple):
    """An item of a list with a remark on the line above it."""

    remark: str
    value: dict[str, Node] | Printed


_CHARACTERS = r"[\w./$*@+=()?!;<>~%&{}'-]+"
_TOKEN = rf"{_CHARACTERS}(?::+{_CHARACTERS})*"
_PLAIN = re.compile(rf"(?=[A-Za-z_/$]){_TOKEN}(?: {_TOKEN})*", re.ASCII)
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z_/$][\w./$*@+=()-]*", re.ASCII)
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"})
_LONGEST_FLOW = 100


def emit(data: dict[str, Node]) -> str:
    """The data as one YAML document in block style."""
    out: list[str] = []
    _mapping(data, "", out)
    out.append("")
    return "\n".join(out)


def emit_under(data: dict[str, Node], pad: str) -> list[str]:
    """The lines of a mapping, indented."""
    out: list[str] = []
    _mapping(data, pad, out)
    return out


def printed(data: dict[str, Node]) -> Printed:
    """A mapping without texts of several lines, written for whoever holds it."""
    return Printed(tuple(emit_under(data, "")))


def emit_into(data: dict[str, Node], pad: str, out: list[str]) -> None:
    """Adds the lines of a mapping, indented."""
    _mapping(data, pad, out)


def _mapping(data: dict[str, Node], pad: str, out: list[str]) -> None:
    for key, value in data.items():
        # The two that most entries are, without a further call.
        if type(value) is str and "\n" not in value:
            out.append(f"{pad}{quoted(key)}: {quoted(value)}")
        elif type(value) is dict and value:
            out.append(f"{pad}{quoted(key)}:")
            _mapping(value, pad + "  ", out)
        elif text := _inline(value):
            out.append(f"{pad}{quoted(key)}: {text}")
        else:
            _below(f"{pad}{quoted(key)}:", value, pad, out)


def _sequence(items: list[Node], pad: str, out: list[str]) -> None:
    for item in items:
        if type(item) is Noted:
            out.append(f"{pad}# {item.remark}")
            item = item.value
        if type(item) is dict and item:
            start = len(out)
            _mapping(item, pad + "  ", out)
            out[start] = f"{pad}- {out[start][len(pad) + 2 :]}"
        elif text := _inline(item) or (_flow(item) if type(item) is list else ""):
            out.append(f"{pad}- {text}")
        elif type(item) is list or type(item) is Printed:
            start = len(out)
            _nested(item, pad + "  ", out)
            out[start] = f"{pad}- {out[start][len(pad) + 2 :]}"
        else:
            _below(f"{pad}-", item, pad, out)


def _inline(value: Node) -> str:
    """A value that ends on the line it begins on; nothing for one that goes on below."""
    if type(value) is str:
        return "" if "\n" in value else quoted(value)
    if type(value) is Tagged:
        inner = value.value
        text = _flow(inner, _LONGEST_FLOW) if type(inner) is list else _inline(inner)
        return text and f"{value.tag} {text}"
    if isinstance(value, (dict, list, Printed)):
        return "" if value else repr(value)
    return _scalar(value)


def _below(head: str, value: Node, pad: str, out: list[str]) -> None:
    """A value that goes on below the line of its head."""
    if type(value) is Tagged:
        _below(f"{head} {value.tag}", value.value, pad, out)
    elif type(value) is str:
        out.append(f"{head} {_block(value, pad) or quoted(value)}")
    else:
        out.append(head)
        _nested(value, pad + "  ", out)


def _nested(value: Node, pad: str, out: list[str]) -> None:
    if type(value) is dict:
        _mapping(value, pad, out)
    elif type(value) is list:
        _sequence(value, pad, out)
    elif type(value) is Printed:
        out.extend([pad + line for line in value.lines])


def _flow(items: list[Node], longest: int = 0) -> str:
    """A list on one line; nothing where it holds more than scalars and simple tags, or is longer than it may be."""
    found: list[str] = []
    for item in items:
        if type(item) is Tagged:
            if type(item.value) is not str:
                return ""
            found.append(f"{item.tag} {quoted_in_flow(item.value)}")
        elif type(item) is str:
            found.append(quoted_in_flow(item))
        elif isinstance(item, (dict, list, Printed)):
            return ""
        else:
            found.append(_scalar(item))
    flow = f"[{', '.join(found)}]"
    return flow if not longest or len(flow) <= longest else ""


def _scalar(value: Node) -> str:
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    text = repr(value)
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


@lru_cache(maxsize=8192)
def quoted(text: str) -> str:
    """A string as a scalar of block context."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return _in_quotes(text)


@lru_cache(maxsize=2048)
def quoted_in_flow(text: str) -> str:
    """A string as a scalar inside brackets."""
    if _PLAIN_IN_FLOW.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return _in_quotes(text)


def _in_quotes(text: str) -> str:
    if text.isprintable():
        return json.dumps(text, ensure_ascii=False)
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _block(text: str, pad: str) -> str:
    """A literal block, or nothing where the text would not come back from it unchanged."""
    lines = text.split("\n")
    if text[0] in " \n\t" or not all(line.isprintable() and not line.endswith(" ") for line in lines):
        return ""
    if lines[-1]:
        style = "|-"
    elif len(lines) > 1 and lines[-2]:
        style = "|"
        lines = lines[:-1]
    else:
        return ""
    inner = pad + "  "
    return f"{style}\n" + "\n".join(inner + line if line else "" for line in lines)
