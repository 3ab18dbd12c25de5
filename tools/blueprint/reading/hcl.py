"""HCL as data: blocks, attributes and expressions, each expression as a small tree.

Written from the native syntax specification, not from the printer: what it does not know, it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")


class Literal(NamedTuple):
    """A number, a truth value, null, or text without variables."""

    value: str | int | float | bool | None


class Template(NamedTuple):
    """Text with expressions in it."""

    parts: tuple[Expression, ...]


class Name(NamedTuple):
    """The first word of a reference."""

    word: str


class Attribute(NamedTuple):
    """An attribute of something."""

    of: Expression
    word: str


class Index(NamedTuple):
    """An item of something."""

    of: Expression
    at: Expression


class Splat(NamedTuple):
    """All items of something."""

    of: Expression


class Call(NamedTuple):
    """A function's answer."""

    function: str
    arguments: tuple[Expression, ...]


class Choice(NamedTuple):
    """One of two values."""

    condition: Expression
    yes: Expression
    no: Expression


class Operation(NamedTuple):
    """An operator before one value or between two."""

    sign: str
    values: tuple[Expression, ...]


class Items(NamedTuple):
    """A list."""

    values: tuple[Expression, ...]


class Entries(NamedTuple):
    """A map."""

    pairs: tuple[tuple[Expression, Expression], ...]


Expression: TypeAlias = (
    "Literal | Template | Name | Attribute | Index | Splat | Call | Choice | Operation | Items | Entries"
)


@dataclass(slots=True)
class Block:
    """A block: its words, and what is in it."""

    words: tuple[str, ...]
    values: dict[str, Expression] = field(default_factory=dict[str, Expression])
    blocks: list[Block] = field(default_factory=list["Block"])


class UnreadableError(ValueError):
    """What is not HCL, or not in the part of it that is printed."""


_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*|//[^\n]*)*")
_LEVEL = re.compile(r"[ \t]*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[^\"\\$%\n]+")
_SIGN = re.compile(r"\|\||&&|==|!=|<=|>=|[<>+*/%-]")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_WORDS = {"true": Literal(True), "false": Literal(False), "null": Literal(None)}
_RANKS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))


def read_hcl(text: str) -> Block:
    """The body of a file. Raises UnreadableError."""
    reader, found = _Reader(text), Block(())
    try:
        reader.body(found, "")
    except (IndexError, KeyError, RecursionError) as error:
        raise UnreadableError(f"the file ends too early, or says what is unknown: {error}") from None
    return found


class _Reader:
    """A place in a text."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.inside = 0
        """How many brackets are open: between them, expressions go on over the end of a line."""

    def skip(self) -> str:
        """The next sign after space and remarks."""
        self.at = _end(_SPACE, self.text, self.at)
        return self.text[self.at : self.at + 1]

    def level(self) -> str:
        """The next sign of this line; of the next lines too where a bracket is open."""
        if self.inside:
            return self.skip()
        self.at = _end(_LEVEL, self.text, self.at)
        return self.text[self.at : self.at + 1]

    def take(self, wanted: str) -> None:
        if not self.text.startswith(wanted, self.at):
            raise UnreadableError(f"{wanted!r} expected: {self.text[self.at : self.at + 60]!r}")
        self.at += len(wanted)

    def match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise UnreadableError(f"not understood: {self.text[self.at : self.at + 60]!r}")
        self.at = found.end()
        return found.group()

    def word(self) -> str:
        if self.text[self.at] != '"':
            return self.match(_NAME)
        found = self.string()
        if not isinstance(found, Literal):
            raise UnreadableError(f"a word is no template: {found}")
        return str(found.value)

    def body(self, into: Block, end: str) -> None:
        while (sign := self.skip()) != end:
            if not sign:
                raise UnreadableError("the file ends inside a block")
            words = [self.word()]
            while self.level() not in ("=", "{"):
                words.append(self.word())
            if self.text[self.at] == "=":
                self.attribute(into, words)
            else:
                inner = Block(tuple(words))
                self.at += 1
                open_before, self.inside = self.inside, 0
                self.body(inner, "}")
                self.inside = open_before
                self.take("}")
                into.blocks.append(inner)

    def attribute(self, into: Block, words: list[str]) -> None:
        self.at += 1
        if len(words) > 1 or words[0] in into.values:
            raise UnreadableError(f"{words} is said twice or badly")
        into.values[words[0]] = self.expression()
        if self.level() not in ("\n", "}", "#", ""):
            raise UnreadableError(f"more than an expression: {self.text[self.at : self.at + 60]!r}")

    def expression(self) -> Expression:
        found = self.operation(0)
        if self.level() != "?":
            return found
        self.at += 1
        yes = self.expression()
        self.level()
        self.take(":")
        return Choice(found, yes, self.expression())

    def operation(self, rank: int) -> Expression:
        if rank == len(_RANKS):
            return self.unary()
        found = self.operation(rank + 1)
        while True:
            self.level()
            sign = _SIGN.match(self.text, self.at)
            if sign is None or sign.group() not in _RANKS[rank]:
                return found
            self.at = sign.end()
            found = Operation(sign.group(), (found, self.operation(rank + 1)))

    def unary(self) -> Expression:
        sign = self.level()
        if sign not in ("!", "-"):
            return self.traversed(self.primary())
        self.at += 1
        return Operation(sign, (self.unary(),))

    def primary(self) -> Expression:
        sign = self.level()
        if sign == '"':
            return self.string()
        if sign == "[":
            return self.items()
        if sign == "{":
            return self.entries()
        if sign == "(":
            return self.bracketed("(", ")", self.expression)
        if sign.isdigit():
            number = self.match(_NUMBER)
            return Literal(float(number) if "." in number else int(number))
        word = self.match(_NAME)
        if self.text[self.at : self.at + 1] == "(":
            return Call(word, self.bracketed("(", ")", lambda: self.listed(")")))
        return _WORDS.get(word) or Name(word)

    def bracketed(self, start: str, end: str, read: Callable[[], T]) -> T:
        self.take(start)
        self.inside += 1
        found = read()
        self.skip()
        self.inside -= 1
        self.take(end)
        return found

    def listed(self, end: str) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self.skip() != end:
            found.append(self.expression())
            if self.skip() == ",":
                self.at += 1
        return tuple(found)

    def traversed(self, found: Expression) -> Expression:
        while True:
            sign = self.text[self.at : self.at + 1]
            if self.text.startswith("[*]", self.at):
                self.at += 3
                found = Splat(found)
            elif sign == "[":
                found = Index(found, self.bracketed("[", "]", self.expression))
            elif sign == ".":
                self.at += 1
                found = Attribute(found, self.match(_NAME))
            else:
                return found

    def items(self) -> Expression:
        return Items(self.bracketed("[", "]", lambda: self.listed("]")))

    def entries(self) -> Expression:
        return Entries(self.bracketed("{", "}", self.paired))

    def paired(self) -> tuple[tuple[Expression, Expression], ...]:
        found: list[tuple[Expression, Expression]] = []
        while self.skip() != "}":
            key = self.string() if self.text[self.at] == '"' else Literal(self.match(_NAME))
            self.skip()
            self.take("=")
            if any(known == key for known, _ in found):
                raise UnreadableError(f"{key} is said twice")
            # An entry ends with its line: its value is read as outside of brackets.
            open_before, self.inside = self.inside, 0
            self.skip()
            value = self.expression()
            self.inside = open_before
            found.append((key, value))
            if self.skip() == ",":
                self.at += 1
        return tuple(found)

    def string(self) -> Literal | Template:
        self.take('"')
        parts: list[Expression] = []
        text = ""
        while (sign := self.text[self.at]) != '"':
            plain = _PLAIN.match(self.text, self.at)
            if plain is not None:
                text, self.at = text + plain.group(), plain.end()
            elif sign == "\n":
                raise UnreadableError("a text ends with its line")
            elif sign == "\\":
                text += self.escape()
            elif self.text.startswith(("$${", "%%{"), self.at):
                text, self.at = f"{text}{sign}{{", self.at + 3
            elif self.text.startswith("${", self.at):
                parts += [Literal(text)] if text else []
                parts.append(self.bracketed("${", "}", self.expression))
                text = ""
            elif self.text.startswith("%{", self.at):
                raise UnreadableError("a directive")
            else:
                text, self.at = text + sign, self.at + 1
        self.at += 1
        return Template((*parts, Literal(text)) if text else tuple(parts)) if parts else Literal(text)

    def escape(self) -> str:
        sign = self.text[self.at + 1]
        digits = {"u": 4, "U": 8}.get(sign, 0)
        found = chr(int(self.text[self.at + 2 : self.at + 2 + digits], 16)) if digits else _ESCAPED[sign]
        self.at += 2 + digits
        return found


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
