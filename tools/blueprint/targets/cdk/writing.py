"""Writes a program's tree as lines of text. What the two languages do not share stands in their own modules."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from tools.blueprint.targets.cdk.tree import (
    Assign,
    Call,
    Child,
    Contents,
    Expression,
    Local,
    Make,
    Member,
    Name,
    Part,
    Remark,
    Setting,
    Struct,
    Text,
)

WIDTH = 92
INDENT = "    "

Lines = list[str]


class Scope(Protocol):
    """What things are called where a program is being written."""

    def part(self, identity: str) -> str:
        """A resource."""
        ...

    def setting(self, name: str) -> str:
        """A parameter or a condition."""
        ...

    def name(self, name: Name) -> str:
        """Something of the library."""
        ...


class Writer(ABC):
    """Writes expressions. A value is a list of lines without indentation; most have one."""

    wide: ClassVar[str]
    """How a character with a code above FFFF is written."""
    remark: ClassVar[str]
    indent: ClassVar[str]
    nothing: ClassVar[str]
    truth: ClassVar[tuple[str, str]]

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def write(self, node: Expression) -> Lines:
        """Any expression."""
        if type(node) is str:  # as most are
            return [quoted(node, self.wide)]
        return _WRITERS[type(node)](self, node)

    @abstractmethod
    def member(self, name: str) -> str:
        """A property or method, as the language spells it."""

    def string(self, words: str) -> str:
        """A literal text."""
        return quoted(words, self.wide)

    @abstractmethod
    def text(self, node: Text) -> str:
        """Text with values in it."""

    @abstractmethod
    def contents(self, node: Contents) -> str:
        """The text of a file."""

    @abstractmethod
    def call(self, callee: str, arguments: list[Lines], named: Mapping[str, Expression] | None) -> Lines:
        """A call."""

    @abstractmethod
    def new(self, cls: str) -> str:
        """What is called to make an object of a class."""

    @abstractmethod
    def struct(self, node: Struct) -> Lines:
        """Named values of the library."""

    @abstractmethod
    def mapping(self, node: Mapping[str, Expression]) -> Lines:
        """Plain data."""

    @abstractmethod
    def child(self, owner: str) -> str:
        """The resource a construct is made of."""

    def one_line(self, node: Expression) -> str:
        """An expression that has one line."""
        (line,) = self.write(node)
        return line

    def items(self, nodes: list[Expression]) -> list[Lines]:
        """Items of a list, a remark on a line of its own above."""
        found: list[Lines] = []
        for node in nodes:
            if type(node) is Remark:
                found.append([f"{self.remark} {node.words}", *self.write(node.value)])
            else:
                found.append(self.write(node))
        return found

    def wrap(self, start: str, items: list[Lines], end: str, *, spaced: bool = False) -> Lines:
        """Items between brackets: on one line where there is room, else one below the other."""
        if not items:
            return [start + end]
        room = WIDTH - len(start) - len(end)
        for item in items:
            room -= len(item[0]) + 2
            if room < 0 or len(item) > 1:
                break
        else:
            inner = ", ".join([item[0] for item in items])
            return [f"{start} {inner} {end}" if spaced else f"{start}{inner}{end}"]
        return [start, *self.below(items), end]

    def below(self, items: list[Lines]) -> Lines:
        """Items one below the other, each with a comma."""
        pad, found = self.indent, list[str]()
        for item in items:
            if len(item) == 1:
                found.append(f"{pad}{item[0]},")
                continue
            found += [pad + line for line in item]
            found[-1] += ","
        return found

    def prefixed(self, head: str, lines: Lines) -> Lines:
        """Lines with something before the first."""
        return [head + lines[0], *lines[1:]]

    def assigned(self, node: Assign) -> Lines:
        """A statement that sets a property."""
        return self.prefixed(f"{self.one_line(node.target)} = ", self.write(node.value))


def _name(writer: Writer, node: Name) -> Lines:
    return [writer.scope.name(node)]


def _member(writer: Writer, node: Member) -> Lines:
    lines = writer.write(node.owner)
    lines[-1] += f".{writer.member(node.name)}" + ("!" if node.sure and writer.remark == "//" else "")
    return lines


def _called(writer: Writer, node: Call) -> Lines:
    callee = node.callee
    if type(callee) is Name:
        start, _, method = callee.path.rpartition(".")
        words = writer.scope.name(Name(callee.module, start)) + f".{writer.member(method)}"
    else:
        words = writer.one_line(callee)
    return writer.call(words, writer.items(list(node.arguments)), node.named)


def _made(writer: Writer, node: Make) -> Lines:
    return writer.call(writer.new(writer.scope.name(node.cls)), writer.items(list(node.arguments)), node.named)


def _truth(writer: Writer, node: bool) -> Lines:
    return [writer.truth[0] if node else writer.truth[1]]


_WRITERS: dict[type, Callable[[Any, Any], Lines]] = {
    int: lambda writer, node: [str(node)],
    float: lambda writer, node: [repr(node)],
    bool: _truth,
    type(None): lambda writer, node: [writer.nothing],
    list: lambda writer, node: writer.wrap("[", writer.items(node), "]"),
    dict: lambda writer, node: writer.mapping(node),
    Name: _name,
    Part: lambda writer, node: [writer.scope.part(node.id)],
    Setting: lambda writer, node: [writer.scope.setting(node.name)],
    Member: _member,
    Struct: lambda writer, node: writer.struct(node),
    Call: _called,
    Make: _made,
    Text: lambda writer, node: [writer.text(node)],
    Contents: lambda writer, node: [writer.contents(node)],
    Child: lambda writer, node: [writer.child(writer.one_line(node.owner))],
    Local: lambda writer, node: [node.name],
    Remark: lambda writer, node: writer.write(node.value),
    Assign: lambda writer, node: writer.assigned(node),
}


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@lru_cache(maxsize=8192)
def quoted(words: str, wide: str) -> str:
    """Text in quotes, double ones if they need not be escaped; `wide` writes what has a code above FFFF."""
    if words.isprintable():
        if '"' in words and "'" not in words and "\\" not in words:
            return f"'{words}'"
        return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return '"' + "".join([escaped(character, wide) for character in words]) + '"'


def escaped(character: str, wide: str) -> str:
    """One character inside quotes."""
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else wide.format(code)


_WORDS = re.compile(r"([a-z0-9])([A-Z])")
_ACRONYMS = re.compile(r"([A-Z])([A-Z][a-z])")


@lru_cache(maxsize=4096)
def snake(name: str) -> str:
    """`visibilityTimeout` as `visibility_timeout`."""
    return _WORDS.sub(r"\1_\2", _ACRONYMS.sub(r"\1_\2", name)).lower()


def alias_of(module: str) -> str:
    """`aws_sqs` as `sqs`."""
    return module.removeprefix("aws_")
