"""Resources as plain data: bodies, nested blocks, and expressions that every printer writes in its own language.

Nothing of a language's syntax is here. An expression says what is meant: an attribute of a resource, a fact of the
place of deployment, what somebody says at deployment, or one of a dozen functions of those.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias


class Attr(NamedTuple):
    """An attribute of a resource or of a function's component; the resource itself where the path is empty."""

    kind: str
    """Type of the resource; empty for a function's component."""
    label: str
    path: str = ""
    """`arn`, `endpoint[0].address`, `uris["GRAPHQL"]`."""
    which: int | Literal["every", "same"] | None = None
    """Of several: the one of this number, every one, or the one of the same number as who asks."""
    origin: Literal["resource", "data", "ephemeral", "module"] = "resource"


class Fact(NamedTuple):
    """Something known about the place of deployment, or about the printed files."""

    what: Literal["partition", "region", "account", "stack", "suffix", "primary", "zones", "number", "edge", "folder"]
    """`primary`: whether it is the primary region; `number`: of a resource of which there are several; `edge`: the
    provider of the region from which the edge is served; `folder`: where the printed files are."""


class Variable(NamedTuple):
    """A parameter of the plan, by its name there."""

    name: str


class Local(NamedTuple):
    """A value that has been given a name."""

    name: str


class Word(NamedTuple):
    """A bare word: the name of an argument, or of a type."""

    code: str


Function = Literal[
    "split", "join", "sha1", "jsondecode", "replace", "substr", "trimsuffix", "slice", "min", "length", "file"
]


class Apply(NamedTuple):
    """A function of values."""

    function: Literal[
        "split", "join", "sha1", "jsondecode", "replace", "substr", "trimsuffix", "slice", "min", "length", "file"
    ]
    arguments: tuple[Node, ...]


class Item(NamedTuple):
    """One item of a list or an object."""

    value: Expr
    key: int | str | Fact


class Equal(NamedTuple):
    """Whether a value is this text."""

    left: Expr
    right: str


class Choice(NamedTuple):
    """One of two values."""

    condition: Expr
    yes: Node
    no: Node


class Text(NamedTuple):
    """Text with expressions in it. Plain parts are literal, whatever characters they hold."""

    parts: tuple[str | Expr, ...]


class Call(NamedTuple):
    """A function of one argument that may take many lines: `jsonencode` of data."""

    name: str
    argument: Node


class Noted(NamedTuple):
    """An item of a list with a remark on the line above it."""

    remark: str
    value: Node


class Block(NamedTuple):
    """A nested block, in the place of a value."""

    body: Body


Expr: TypeAlias = "Attr | Fact | Variable | Local | Word | Apply | Item | Equal | Choice"
Node: TypeAlias = "str | int | float | bool | Expr | Text | Call | Noted | Block | list[Node] | dict[str, Node] | None"
Body: TypeAlias = dict[str, Node]

EXPRESSIONS = (Attr, Fact, Variable, Local, Word, Apply, Item, Equal, Choice)
"""The types of expressions."""

EDGE = Fact("edge")
PRIMARY = Fact("primary")
NUMBER = Fact("number")

ONLY_PRIMARY = Choice(PRIMARY, 1, 0)
"""How many there are of what only the primary region has."""


Kind = Literal["resource", "data", "ephemeral", "module", "locals"]


class Entry(NamedTuple):
    """Something that is printed on its own."""

    word: Kind
    kind: str
    label: str
    body: Body
    remarks: tuple[str, ...] = ()


def function_output(label: str, output: str) -> Attr:
    """An output of a function's component."""
    return Attr("", label, output, origin="module")


def is_number(node: Attr) -> bool:
    """Whether an attribute is a number."""
    return node.path.endswith("port")


def as_text(value: Node) -> Node:
    """A value of an environment, which is always a text."""
    if isinstance(value, int):
        return str(value)
    return Text((value,)) if isinstance(value, Attr) and is_number(value) else value
