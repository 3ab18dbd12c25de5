"""A program as a tree that is no language's: what is called with what. Names are the library's own, in camel case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias


class Name(NamedTuple):
    """Something of the library: `aws_sqs` and `QueueEncryption.KMS`; of its core where the module is empty."""

    module: str
    path: str


class Part(NamedTuple):
    """A resource, by its id in the plan."""

    id: str


class Setting(NamedTuple):
    """A parameter or a condition, by its name."""

    name: str


class Member(NamedTuple):
    """A property of something; `sure` where the library's types say it may be missing and it is not."""

    owner: Expression
    name: str
    sure: bool = False


class Struct(NamedTuple):
    """Named values: a structure of the library by its class, or none where the place says which."""

    cls: str
    fields: Mapping[str, Expression]


class Call(NamedTuple):
    """A call, with values by place and values by name."""

    callee: Expression
    arguments: tuple[Expression, ...] = ()
    named: Mapping[str, Expression] | None = None


class Make(NamedTuple):
    """A new object of a class that is no resource."""

    cls: Name
    arguments: tuple[Expression, ...] = ()
    named: Mapping[str, Expression] | None = None


class Text(NamedTuple):
    """Text with values in it."""

    parts: tuple[Expression, ...]


class Contents(NamedTuple):
    """The text of a file beside the program."""

    path: str


class Local(NamedTuple):
    """A variable of the place."""

    name: str


class Child(NamedTuple):
    """The resource of CloudFormation that a construct is made of."""

    owner: Expression


class Remark(NamedTuple):
    """An item of a list with a remark above it."""

    words: str
    value: Expression


Scalar: TypeAlias = str | int | float | bool | None
Made: TypeAlias = "Struct | Call | Make | Text | Contents"
Known: TypeAlias = "Name | Part | Setting | Member | Child | Local"
Expression: TypeAlias = "Scalar | Made | Known | Remark | list[Expression] | dict[str, Expression]"
"""A mapping is plain data, whose keys are written as they are."""


class Assign(NamedTuple):
    """Sets a property of something."""

    target: Expression
    value: Expression


class Step(NamedTuple):
    """One resource: what makes it, and what is said about it afterwards."""

    id: str
    cls: Name
    fields: Mapping[str, Expression]
    after: tuple[Call | Assign, ...]
    uses: frozenset[str]
    """Resources it refers to."""
    settings: frozenset[str]
    """Parameters and conditions it refers to."""
