"""Writes template data as YAML: short forms of intrinsic functions, readable, the same bytes every time.

A general dumper takes ten times as long, which is most of the time a template has (about 10 ms for 80 resources);
template data needs only mappings, lists, scalars and tags. Every string is quoted unless it is plainly a word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias


class Tagged(NamedTuple):
    """An intrinsic function in its short form: `!GetAtt Orders.Arn`."""

    tag: str
    value: Node


class Printed(NamedTuple):
    """A mapping that has been written before: what many resources hold is written once."""

    lines: tuple[str, ...]
    data: dict[str, Node]


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
    return Printed(tuple(emit_under(data, "")), data)


def emit_into(data: dict[str, Node], pad: str, out: list[str]) -> None:
    """Adds the lines of a mapping, indented."""
    _mapping(data, pad, out)


def _mapping(data: dict[str, Node], pad: str, out: list[str]) -> None:
    for key, value in data.items():
        if type(value) is str and "\n" not in value:  # as most are
            out.append(f"{pad}{_QUOTED[key]}: {_QUOTED[value]}")
        else:
            _WRITERS[type(value)](f"{pad}{_QUOTED[key]}:", value, pad, out)


def _sequence(items: list[Node], pad: str, out: list[str]) -> None:
    head, inner = pad + "-", pad + "  "
    for item in items:
        if type(item) is Noted:
            out.append(f"{pad}# {item.remark}")
            item = item.value
        if type(item) is list and (flow := _flow(item)):
            out.append(f"{head} {flow}")
        elif item and type(item) in _BEGUN:
            start = len(out)
            _BEGUN[type(item)](item, inner, out)
            out[start] = f"{head} {out[start][len(inner) :]}"
        else:
            _WRITERS[type(item)](head, item, pad, out)


def _printed(known: Printed, pad: str, out: list[str]) -> None:
    out += [pad + line for line in known.lines]


_BEGUN: dict[type, Callable[[Any, str, list[str]], None]] = {dict: _mapping, list: _sequence, Printed: _printed}
"""Who writes what has lines of its own, by type: the first of them stands beside the dash of an item."""


def _write_below(head: str, value: Node, pad: str, out: list[str]) -> None:
    if value:
        out.append(head)
        _BEGUN[type(value)](value, pad + "  ", out)
    else:
        out.append(f"{head} {value}")


def _write_text(head: str, text: str, pad: str, out: list[str]) -> None:
    block = _block(text, pad) if "\n" in text else ""
    out.append(f"{head} {block or _QUOTED[text]}")


def _write_tagged(head: str, node: Tagged, pad: str, out: list[str]) -> None:
    tag, value = node
    if type(value) is list and (flow := _flow(value)) and len(flow) <= _LONGEST_FLOW:
        out.append(f"{head} {tag} {flow}")
    else:
        _WRITERS[type(value)](f"{head} {tag}", value, pad, out)


def _write_number(head: str, value: int, pad: str, out: list[str]) -> None:
    out.append(f"{head} {value}")


def _write_scalar(head: str, value: Node, pad: str, out: list[str]) -> None:
    out.append(f"{head} {_scalar(value)}")


_WRITERS: dict[type, Callable[[str, Any, str, list[str]], None]] = {
    str: _write_text,
    Tagged: _write_tagged,
    **dict.fromkeys((dict, list, Printed), _write_below),
    int: _write_number,
    **dict.fromkeys((float, bool, type(None)), _write_scalar),
}
"""Who writes a value after its head, the key or the dash it belongs to, by type."""


def _flow(items: list[Node]) -> str:
    """A list on one line; nothing where it holds more than scalars and simple tags."""
    found: list[str] = []
    for item in items:
        if type(item) is Tagged:
            if type(item.value) is not str:
                return ""
            found.append(f"{item.tag} {_QUOTED_IN_FLOW[item.value]}")
        elif type(item) is str:
            found.append(_QUOTED_IN_FLOW[item])
        elif type(item) in _BEGUN:
            return ""
        else:
            found.append(_scalar(item))
    return f"[{', '.join(found)}]"


def _scalar(value: Node) -> str:
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    text = repr(value)
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


class _Known(dict[str, str]):
    """Strings as they are written: asked for three thousand times a template, which takes no call this way."""

    def __init__(self, plain: re.Pattern[str]) -> None:
        self._plain = plain

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        plain = self._plain.fullmatch(text) and text.lower() not in _WORDS
        self[text] = found = text if plain else _in_quotes(text)
        return found


_MOST_KNOWN = 8192
_QUOTED, _QUOTED_IN_FLOW = _Known(_PLAIN), _Known(_PLAIN_IN_FLOW)
"""Strings as scalars of block context, and inside brackets."""


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
