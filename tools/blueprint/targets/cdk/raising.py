"""From a resource of CloudFormation to a construct: of the second level where one says the same, else of the first.

A raiser takes what its construct has words for out of the properties. What is left over is put onto the resource the
construct is made of, as long as it is little; where much is left, or a raiser gives up, the resource is written as a
construct of the first level, which has a word for every property; as plain data where even that has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from tools.blueprint.targets.cdk.library import table
from tools.blueprint.targets.cdk.tree import Assign, Call, Child, Expression, Member, Name, Part, Step, Struct
from tools.blueprint.targets.cdk.values import ANYTHING, Reader, UnsaidError
from tools.blueprint.targets.cloudformation.emitter import Node, Printed, Tagged

RETAIN, DESTROY = Name("", "RemovalPolicy.RETAIN"), Name("", "RemovalPolicy.DESTROY")
MOST_LEFT = 3


class GaveUpError(Exception):
    """A construct that does not say what is meant."""


class Raising:
    """One resource on its way to a construct of the second level."""

    def __init__(self, reader: Reader, identity: str, properties: Mapping[str, Node], *, keep: bool) -> None:
        self.reader = reader
        self.id = identity
        self.left = dict(properties)
        """Properties that nothing has been said about yet."""
        self.fields: dict[str, Expression] = {}
        self.after: list[Call | Assign] = []
        self.keep = keep

    def take(self, key: str) -> Any:
        """A property that is said by the construct; None where it is absent."""
        return plain(self.left.pop(key, None))

    def say(self, name: str, key: str, kind: str = ANYTHING) -> None:
        """A property said as it is, under the construct's name."""
        if key in self.left:
            self.fields[name] = self.reader.value(self.left.pop(key), kind)

    def last(self, name: str, key: str, unit: str = "seconds") -> None:
        """A property said as a span of time."""
        if key in self.left:
            self.fields[name] = span(self.take(key), unit)

    def choose(self, name: str, key: str, choices: Mapping[Any, str], module: str) -> None:
        """A property said as one of several of the library's."""
        if key in self.left:
            found = choices.get(self.left.pop(key))  # type: ignore[arg-type]
            if found is None:
                raise GaveUpError
            self.fields[name] = Name(module, found)

    def built(self, node: Node, kind: str, attribute: str = "Arn") -> Part:
        """The construct that a reference leads to. Raises GaveUpError where it leads to none of this type."""
        node = plain(node)
        if isinstance(node, Tagged) and isinstance(node.value, str):
            identity, _, asked = node.value.partition(".")
            tagged = "!GetAtt" if asked else "!Ref"
            meant = node.tag == tagged and asked == attribute and self.reader.kinds.get(identity) == kind
            if meant and identity in self.reader.built:
                return self.reader.part(identity)
        raise GaveUpError

    def removal(self) -> None:
        """Whether it outlives the stack, where the construct asks."""
        self.fields["removalPolicy"] = RETAIN if self.keep else DESTROY


def plain(node: Any) -> Any:
    """A mapping that was written before, as a mapping."""
    return node.data if type(node) is Printed else node


def span(amount: int, unit: str = "seconds") -> Call:
    """A span of time."""
    return Call(Name("", f"Duration.{unit}"), (amount,))


Level = tuple[Name, Callable[[Raising], None], Mapping[str, str]]
"""A construct of the second level: its class, what raises to it, and attribute to property, the reference under an
empty name."""


@cache
def levels() -> Mapping[str, Level]:
    """Constructs of the second level by the resource type they are for."""
    found: dict[str, Level] = {}
    for module in ("code", "data", "identity", "messaging", "watching"):
        found |= import_module(f"tools.blueprint.targets.cdk.levels.{module}").LEVELS
    return found


def step_of(reader: Reader, identity: str, resource: Mapping[str, Any]) -> Step:
    """A resource as a step of the program."""
    properties: Mapping[str, Node] = resource.get("Properties", {})
    keep = resource.get("DeletionPolicy") == "Retain"
    raised = _raised(reader, identity, resource["Type"], properties, keep=keep)
    if raised is None:
        reader.uses.clear()
        raised = _first(reader, identity, resource["Type"], properties, keep=keep)
    cls, fields, after = raised
    after += _circumstances(reader, identity, resource)
    uses, settings = frozenset(reader.uses - {identity}), frozenset(reader.used)
    reader.uses.clear()
    reader.used.clear()
    return Step(identity, cls, fields, tuple(after), uses, settings)


Found = tuple[Name, dict[str, Expression], list[Call | Assign]]


def _raised(reader: Reader, identity: str, kind: str, properties: Mapping[str, Node], *, keep: bool) -> Found | None:
    known = levels().get(kind)
    if known is None:
        return None
    cls, raiser, attributes = known
    raising = Raising(reader, identity, properties, keep=keep)
    try:
        raiser(raising)
    except GaveUpError:
        return None
    if len(raising.left) > MOST_LEFT:
        return None
    for key, item in raising.left.items():
        put = Member(Child(Part(identity)), "addPropertyOverride")
        raising.after.append(Call(put, (key, reader.value(item))))
    if keep and "removalPolicy" not in raising.fields:
        raising.after.append(Call(Member(Part(identity), "applyRemovalPolicy"), (RETAIN,)))
    reader.built[identity] = attributes
    return cls, raising.fields, raising.after


def _first(reader: Reader, identity: str, kind: str, properties: Mapping[str, Node], *, keep: bool) -> Found:
    known = table().resources.get(kind)
    after: list[Call | Assign] = []
    if keep:
        after.append(Call(Member(Part(identity), "applyRemovalPolicy"), (RETAIN,)))
    if known is not None:
        try:
            return known.cls, reader.fields(properties, known.properties), after
        except UnsaidError:
            pass
    fields: dict[str, Expression] = {"type": kind, "properties": reader.value(dict(properties))}
    return Name("", "CfnResource"), fields, after


def _circumstances(reader: Reader, identity: str, resource: Mapping[str, Any]) -> list[Call | Assign]:
    """Under which condition it is made, and after what."""
    found: list[Call | Assign] = []
    part = Part(identity)
    child: Expression = Child(part) if identity in reader.built else part
    if "Condition" in resource:
        found.append(Assign(Member(Member(child, "cfnOptions"), "condition"), reader.setting(resource["Condition"])))
    waiting = resource.get("DependsOn", ())
    if resource["Type"] in _ACKNOWLEDGED:
        rule, reason = _ACKNOWLEDGED[resource["Type"]]
        found.append(
            Call(
                Member(Call(Name("", "Validations.of"), (part,)), "acknowledge"),
                (struct("Acknowledgment", id=rule, reason=reason),),
            )
        )
    others = [waiting] if isinstance(waiting, str) else waiting
    found += [Call(Member(Member(part, "node"), "addDependency"), (reader.part(other),)) for other in others]
    return found


_ACKNOWLEDGED = {
    "AWS::DocDB::DBInstance": (
        "CloudFormation-Validate::E3620",
        "DocumentDB has the class db.serverless, which this validator does not know",
    )
}
"""What the library's own validator is wrong about, by resource type: rule and reason."""


def struct(cls: str, **fields: Expression) -> Struct:
    """A structure of the library."""
    return Struct(cls, fields)
