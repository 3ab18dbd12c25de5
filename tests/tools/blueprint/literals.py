"""Reads the texts in a TypeScript file, so that a test can say what a compiler would make of them."""

from __future__ import annotations

import re
from typing import NamedTuple

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}
_TOKEN = re.compile(r"//[^\n]*|/\*.*?\*/|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'', re.DOTALL)
_REGULAR = re.compile(r"/-\$/")


class Said(NamedTuple):
    """A text, and the name of the property it is given to."""

    name: str
    text: str


def texts(source: str) -> list[Said]:
    """Every text of a file; a template as its literal parts with `{}` between them. Fails where one does not end."""
    found: list[Said] = []
    _read(source, 0, "", found)
    return found


def _read(source: str, at: int, end: str, found: list[Said]) -> int:
    """Reads up to a bracket that was not opened here; gives the place after it."""
    name, depth = "", 0
    while at < len(source):
        character = source[at]
        if character in "\"'":
            match = _STRING.match(source, at)
            assert match, f"a text does not end: {source[at : at + 60]}"
            found.append(Said(name, decoded(match[1] if match[1] is not None else match[2])))
            at = match.end()
            continue
        if character == "`":
            at, text = _template(source, at + 1, found)
            found.append(Said(name, text))
            continue
        match = _REGULAR.match(source, at) or _TOKEN.match(source, at)
        assert match
        token, at = match[0], match.end()
        if token == end and not depth:
            return at
        depth += {"{": 1, "}": -1}.get(token, 0)
        assert depth >= 0, "a bracket was never opened"
        name = token if token[0].isalpha() or token[0] in "_$" else name
    assert not end, "a bracket is left open"
    assert not depth, "a bracket is left open"
    return at


def _template(source: str, at: int, found: list[Said]) -> tuple[int, str]:
    text = ""
    while source[at] != "`":
        if source.startswith("${", at):
            at = _read(source, at + 2, "}", found)
            text += "{}"
        elif source[at] == "\\":
            match = _ESCAPE.match(source, at)
            assert match
            text += decoded(match[0])
            at = match.end()
        else:
            text += source[at]
            at += 1
    return at + 1, text


def decoded(literal: str) -> str:
    """What a literal stands for."""

    def meant(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        return chr(int(code, 16)) if code else _PLAIN.get(found[4], found[4])

    return _ESCAPE.sub(meant, literal)
