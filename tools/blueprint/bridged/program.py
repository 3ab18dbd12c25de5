"""A program before it is written: what it declares, in which order, in which file, under which name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from tools.blueprint.bridged.names import camel, token_of
from tools.blueprint.plan.model import Output, Parameter, Plan
from tools.blueprint.resources import CONCERNS, Root, resources_of
from tools.blueprint.resources.labels import snake
from tools.blueprint.resources.tree import (
    EXPRESSIONS,
    Apply,
    Attr,
    Block,
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
)

Key = tuple[str, str, str]
"""Origin, type and label of what is declared."""

ORDER = (
    "Network",
    "Identity and protection",
    "Data",
    "Messaging",
    "Functions",
    "Containers and jobs",
    "Workflows",
    "Front doors",
    "Schedules",
    "Operations",
)
"""Concerns in the order in which they are declared: each stands on those before it."""

FILES = tuple(CONCERNS[concern] for concern in ORDER)
"""Names of the files, in the same order."""

ARCHIVE = "archive_file"
"""Type of what packs a folder: languages pack it where it is used, and declare nothing."""


TOLD_BEFORE = frozenset({"aws_rds_cluster.engine"})
"""Attributes that have a narrower type as an argument than as a result: who asks is given the argument."""


class Declared(NamedTuple):
    """Something a program declares."""

    entry: Entry
    name: str
    """Name of the variable, in words that are joined by `_`."""
    file: str
    several: Literal["one", "many", "perhaps"]
    """Whether it is one, as many as its count says, or none where a condition does not hold."""
    nodes: list[Any]
    """Every expression in it."""


@dataclass(slots=True)
class Program:
    """What a plan becomes."""

    root: Root
    declared: dict[Key, Declared] = field(default_factory=dict[Key, Declared])
    """In the order of declaration: whatever is referred to stands before who refers to it."""
    used: set[Key] = field(default_factory=set[Key])
    """What something refers to."""
    archives: dict[str, Entry] = field(default_factory=dict[str, Entry])
    """Packed folders, by label."""
    facts: set[str] = field(default_factory=set[str])
    """Facts of the place of deployment that are asked for."""
    variables: set[str] = field(default_factory=set[str])
    """Parameters that are asked for."""

    @property
    def secrets(self) -> frozenset[str]:
        """Parameters that are never shown."""
        return frozenset(parameter.name for parameter in self.plan.parameters if parameter.secret)

    @property
    def plan(self) -> Plan:
        """The plan that is printed."""
        return self.root.plan

    @property
    def parameters(self) -> list[Parameter]:
        """What is said at deployment, in the plan's order."""
        asked = {*self.variables, *(["PrimaryRegion"] if "primary" in self.facts else [])}
        return [parameter for parameter in self.plan.parameters if parameter.name in asked - {"Stage"}]

    @property
    def outputs(self) -> list[tuple[Output, Node]]:
        """What a deployment tells."""
        return [(output, self.root.value(output.value)) for output in self.plan.outputs]

    def files(self) -> dict[str, list[Declared]]:
        """What is declared, by file, in order."""
        found: dict[str, list[Declared]] = {}
        for each in self.declared.values():
            found.setdefault(each.file, []).append(each)
        return {name: found[name] for name in FILES if name in found}

    def told_before(self, node: Attr) -> Node:
        """What an attribute was given, where its type is told by that alone; nothing for all others."""
        known = f"{node.kind}.{node.path}" in TOLD_BEFORE
        return self.declared[key_of(node)].entry.body[node.path] if known else None

    def folder_of(self, label: str) -> Node:
        """The folder an archive is made of."""
        return self.archives[label].body["source_dir"]


def program_of(plan: Plan, source: str) -> Program:
    """The program of a plan. `source` is the path from it to the folder of the handlers."""
    program = Program(resources_of(plan, source))
    _Ordering(program).run()
    for _, value in program.outputs:
        for node in expressions(value):
            _note(program, node)
    return program


def key_of(node: Attr) -> Key:
    """What an attribute belongs to."""
    return (node.origin, node.kind, node.label)


def expressions(node: Any) -> list[Any]:
    """Every expression in a value, the value itself included where it is one, in the order in which they stand."""
    found: list[Any] = []
    _gather(node, found)
    return found


def _gather(node: Any, found: list[Any]) -> None:
    kind = node.__class__
    if kind in _KINDS:
        found.append(node)
    inside = _INSIDE.get(kind)
    if inside is not None:
        for each in inside(node):
            _gather(each, found)


_KINDS = frozenset(EXPRESSIONS)

_INSIDE: dict[type, Callable[[Any], Iterable[Any]]] = {
    dict: lambda node: node.values(),
    list: lambda node: node,
    Text: lambda node: node.parts,
    Block: lambda node: node.body.values(),
    Call: lambda node: (node.argument,),
    Noted: lambda node: (node.value,),
    Apply: lambda node: node.arguments,
    Item: lambda node: (node.value, node.key),
    Equal: lambda node: (node.left,),
    Choice: lambda node: node,
}
"""What is in a value, by its type."""


def is_output(node: Any, secrets: Collection[str]) -> bool:
    """Whether a value is known only while it is deployed. `secrets` are the parameters that are."""
    kind = node.__class__
    if kind is Attr:
        return True
    if kind is Fact:
        return node.what in _OUTPUTS
    if kind is Variable:
        return node.name in secrets
    inside = _INSIDE.get(kind)
    return inside is not None and any(is_output(each, secrets) for each in inside(node))


_OUTPUTS = frozenset({"partition", "account", "suffix", "zones"})


def _note(program: Program, node: Any) -> None:
    match node:
        case Attr():
            program.used.add(key_of(node))
        case Fact():
            program.facts.add(node.what)
        case Variable():
            program.variables.add(node.name)
        case Apply("substr"):
            program.facts.add("short")
        case Local():
            program.used.add(("locals", "", node.name))
        case _:
            pass


class _Ordering:
    """Puts what is declared in order, depth first, by concern; each stands in the file of its concern, or in that of
    the last concern it refers to."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.waiting: dict[Key, tuple[Entry, int]] = {}
        self.ranks: dict[Key, int] = {}
        self.names: set[str] = set()

    def run(self) -> None:
        """Declares everything."""
        for rank, concern in enumerate(ORDER):
            for entry in self.program.root.entries[concern]:
                if entry.kind == ARCHIVE:
                    self.program.archives[entry.label] = entry
                    continue
                for key in _keys(entry):
                    self.waiting[key] = (entry, rank)
        for key in list(self.waiting):
            self._declare(key)

    def _declare(self, key: Key) -> int:
        """Declares something after what it refers to; gives the number of its file."""
        if key in self.ranks:
            return self.ranks[key]
        entry, rank = self.waiting[key]
        self.ranks[key] = rank
        found = expressions(entry.body)
        for node in found:
            _note(self.program, node)
        for needed in _needed(found):
            if needed in self.waiting and needed != key:
                rank = max(rank, self._declare(needed))
        self.ranks[key] = rank
        name = self._name(entry, key)
        self.program.declared[key] = Declared(entry, name, FILES[rank], _several(entry), found)
        return rank

    def _name(self, entry: Entry, key: Key) -> str:
        label = snake(key[2])
        match entry.word:
            case "locals":
                wanted = label
            case "module":
                wanted = f"{label}_function"
            case "ephemeral" | "data":
                wanted = f"{label}_{'password' if 'random' in entry.kind else 'stored'}"
            case _:
                last = snake(token_of(entry.kind).name)
                wanted = label if label == last or label.endswith(f"_{last}") else f"{label}_{last}"
                wanted += "s" if _several(entry) == "many" else ""
        found, number = wanted, 2
        while camel(found) in self.names:
            found, number = f"{wanted}_{number}", number + 1
        self.names.add(camel(found))
        return found


def _needed(found: list[Any]) -> Iterator[Key]:
    for node in found:
        if type(node) is Attr:
            yield key_of(node)
        elif type(node) is Local:
            yield ("locals", "", node.name)


def _keys(entry: Entry) -> list[Key]:
    if entry.word == "locals":
        return [("locals", "", name) for name in entry.body]
    return [(entry.word, entry.kind, entry.label)]


def _several(entry: Entry) -> Literal["one", "many", "perhaps"]:
    count = entry.body.get("count") if entry.word != "locals" else None
    if count is None:
        return "one"
    return "many" if isinstance(count, int) else "perhaps"
