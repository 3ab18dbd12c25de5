"""Reads the HCL that is printed: blocks, attributes, data and texts; other expressions are kept as they are written.

Written from the native syntax specification, not from the printer: what it does not know, it refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Code(NamedTuple):
    """An expression as it is written."""

    code: str


class Template(NamedTuple):
    """A text with expressions in it."""

    parts: tuple[str | Code, ...]


class Encoded(NamedTuple):
    """Data as JSON."""

    data: Any


@dataclass
class Block:
    """A block: its words, and what is in it."""

    words: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    blocks: list[Block] = field(default_factory=list["Block"])


class UnreadableError(ValueError):
    """What is not HCL as it is printed."""


_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_LEVEL = re.compile(r"[ \t]*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_CLOSING = {"{": "}", "[": "]", "(": ")"}


def read(text: str) -> Block:
    """The body of a file."""
    reader = _Reader(text)
    found = Block(())
    reader.body(found, "")
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def skip(self) -> str:
        self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
        return self.text[self.at : self.at + 1]

    def take(self, wanted: str) -> None:
        if not self.text.startswith(wanted, self.at):
            raise UnreadableError(f"{wanted!r} expected: {self.text[self.at : self.at + 60]!r}")
        self.at += len(wanted)

    def word(self) -> str:
        if self.text[self.at] == '"':
            found = self.string()
            if not isinstance(found, str):
                raise UnreadableError(f"a word is no template: {found}")
            return found
        match = _NAME.match(self.text, self.at)
        if match is None:
            raise UnreadableError(f"a name expected: {self.text[self.at : self.at + 60]!r}")
        self.at = match.end()
        return match.group()

    def body(self, into: Block, end: str) -> None:
        while (sign := self.skip()) != end:
            if not sign:
                raise UnreadableError("the file ends inside a block")
            words = [self.word()]
            self.level()
            while self.text[self.at] not in "={":
                words.append(self.word())
                self.level()
            if self.text[self.at] == "=":
                self.at += 1
                if words[0] in into.values or len(words) > 1:
                    raise UnreadableError(f"{words} is said twice or badly")
                into.values[words[0]] = self.value()
            else:
                self.at += 1
                inner = Block(tuple(words))
                self.body(inner, "}")
                self.take("}")
                into.blocks.append(inner)

    def level(self) -> None:
        self.at = _LEVEL.match(self.text, self.at).end()  # type: ignore[union-attr]

    def value(self) -> Any:
        sign = self.skip()
        if sign == '"':
            return self.string()
        if sign == "[":
            return self.items()
        if sign == "{" and not self.text.startswith("{ ", self.at):
            return self.entries()
        if self.text.startswith("jsonencode(", self.at):
            self.take("jsonencode(")
            data = self.value()
            self.take(")")
            return Encoded(data)
        code = self.code()
        known = {"true": True, "false": False, "null": None}
        if code in known:
            return known[code]
        return float(code) if _NUMBER.fullmatch(code) else Code(code)

    def code(self) -> str:
        start, open_signs = self.at, list[str]()
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == '"':
                self.string()
                continue
            if not open_signs and sign in ",\n]})":
                break
            if sign in _CLOSING:
                open_signs.append(_CLOSING[sign])
            elif sign in "]})" and open_signs.pop() != sign:
                raise UnreadableError(self.text[start : self.at + 1])
            self.at += 1
        if start == self.at:
            raise UnreadableError(f"a value expected: {self.text[start : start + 60]!r}")
        return self.text[start : self.at].strip()

    def items(self) -> list[Any]:
        self.take("[")
        found: list[Any] = []
        while self.skip() != "]":
            found.append(self.value())
            if self.skip() == ",":
                self.at += 1
        self.take("]")
        return found

    def entries(self) -> dict[str, Any]:
        self.take("{")
        found: dict[str, Any] = {}
        while self.skip() != "}":
            key = self.word()
            self.skip()
            self.take("=")
            if key in found:
                raise UnreadableError(f"{key} is said twice")
            found[key] = self.value()
        self.take("}")
        return found

    def string(self) -> str | Template:
        self.take('"')
        parts: list[str | Code] = []
        text = ""
        while (sign := self.text[self.at]) != '"':
            two = self.text[self.at : self.at + 3]
            if sign == "\n":
                raise UnreadableError("a text ends with its line")
            if two in ("$${", "%%{"):
                text, self.at = text + two[1:], self.at + 3
            elif two[:2] == "%{":
                raise UnreadableError("a directive")
            elif two[:2] == "${":
                parts += [text, self.interpolation()]
                text = ""
            elif sign == "\\":
                text += self.escape()
            else:
                text, self.at = text + sign, self.at + 1
        self.take('"')
        return Template(tuple(part for part in (*parts, text) if part != "")) if parts else text

    def interpolation(self) -> Code:
        self.take("${")
        found = self.code()
        self.take("}")
        return Code(found)

    def escape(self) -> str:
        sign = self.text[self.at + 1]
        digits = {"u": 4, "U": 8}.get(sign, 0)
        found = chr(int(self.text[self.at + 2 : self.at + 2 + digits], 16)) if digits else _ESCAPED[sign]
        self.at += 2 + digits
        return found
