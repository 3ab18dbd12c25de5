"""What changed between two designs, in words: parts, links, decisions, what was asked, who may do what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from tools.bundle.asked import statements
from tools.bundle.wording import listed, milliseconds, number, size_kb, span
from tools.design.base import Model
from tools.design.components import Component
from tools.design.decisions import Decision
from tools.design.design import Design
from tools.design.events import Event
from tools.design.links import Link
from tools.design.workflows import Workflow

How = Literal["added", "removed", "changed"]

QUIET = frozenset({"serves", "patterns", "description", "title", "group"})
"""Fields that say what a part is for; a change of these alone changes nothing that runs."""

VERBS = {"trigger": "starts", "call": "calls", "send": "sends to", "read": "reads", "write": "writes"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field, and what it was and is, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part that was added, removed or changed."""

    how: How
    what: str
    """Kind of the component, or `link`, `event`, `definition` of a workflow."""
    name: str
    """Name of the part; of a link its ends in words, `orders starts billing`."""
    fields: tuple[FieldChange, ...] = ()
    """What is different about it; empty for what was added or removed."""

    @property
    def is_quiet(self) -> bool:
        """Whether nothing that runs is different."""
        return self.how == "changed" and all(changed.field.replace(" ", "_") in QUIET for changed in self.fields)


@dataclass(frozen=True, slots=True)
class Turned:
    """A decision that goes another way now, is new, or no longer arises."""

    id: str
    question: str
    before: str
    """What was chosen; empty where the question did not arise."""
    after: str
    """What is chosen; empty where it no longer arises."""
    because: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that is asked otherwise now."""

    about: str
    before: str
    after: str
    """Empty for what is no longer asked."""


@dataclass(frozen=True, slots=True)
class RoleChange:
    """What somebody may do now and could not before, and the other way round: an action on a resource each."""

    owner: str
    purpose: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Permissions:
    """Grants that came and went: so many actions on so many resources of so many roles."""

    added: int
    removed: int
    roles: tuple[RoleChange, ...]


NO_PERMISSIONS = Permissions(0, 0, ())


def part_changes(before: Design, after: Design) -> Iterator[Change]:
    """Components, links, events and workflows that are different, in the order of the language."""
    yield from _changes(before.components, after.components, _component)
    yield from _changes(before.links, after.links, _link)
    yield from _changes(before.events, after.events, _event)
    yield from _changes(before.workflows, after.workflows, _workflow)


def _component(component: Component) -> tuple[str, str]:
    return component.kind, component.name


def _event(event: Event) -> tuple[str, str]:
    return "event", event.name


def _workflow(workflow: Workflow) -> tuple[str, str]:
    return "definition", workflow.name


def _link(link: Link) -> tuple[str, str]:
    load = f" ({link.load})" if link.load else ""
    return "link", f"{link.source} {VERBS[link.kind]} {link.target}{load}"


def _changes(old: tuple[Any, ...], new: tuple[Any, ...], name: Any) -> Iterator[Change]:
    stood, stands = {name(part): part for part in old}, {name(part): part for part in new}
    yield from (Change("added", *key) for key in stands if key not in stood)
    yield from (Change("removed", *key) for key in stood if key not in stands)
    for key, part in stands.items():
        if key in stood and stood[key] != part:
            yield Change("changed", *key, fields=tuple(_fields(stood[key], part)))


def _fields(old: Model, new: Model) -> Iterator[FieldChange]:
    for field in type(new).model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before == after:
            continue
        if isinstance(before, Model) and type(before) is type(after):
            yield from _fields(before, cast("Model", after))
        else:
            word, unit = _spoken(field)
            yield FieldChange(word, *_pair(before, after, unit))


_UNITS = {
    "mb": "MB",
    "kb": "KB",
    "gb": "GB",
    "s": "s",
    "ms": "ms",
    "days": "days",
    "hours": "hours",
    "rps": "requests/s",
}


def _spoken(field: str) -> tuple[str, str]:
    """A field in words, and the unit that its name ends in."""
    words, _, last = field.rpartition("_")
    return (words.replace("_", " "), _UNITS[last]) if words and last in _UNITS else (field.replace("_", " "), "")


def _pair(before: Any, after: Any, unit: str) -> tuple[str, str]:
    """The two values in words; of lists of named parts only what came and went."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        old, new = cast("tuple[Any, ...]", before), cast("tuple[Any, ...]", after)
        return _shown([i for i in old if i not in new], ""), _shown([i for i in new if i not in old], "")
    return _shown(before, unit), _shown(after, unit)


def _shown(value: Any, unit: str) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case None | "":
            return "none"
        case int() | float():
            return _figure(float(value), unit)
        case list() | tuple():
            items = [_name(item) for item in cast("list[Any]", value)]
            return listed(items, 4) if items else "none"
        case _:
            return _name(value)


def _figure(value: float, unit: str) -> str:
    """A figure with its unit, as a person would say it."""
    if unit in ("MB", "KB"):
        return size_kb(value * (1024 if unit == "MB" else 1))
    if unit == "ms":
        return milliseconds(value)
    return span(value) if unit == "s" else f"{number(value)} {unit}".strip()


def _name(value: Any) -> str:
    """What a part of a part is called, its value where it has no name."""
    if not isinstance(value, Model):
        return str(value)
    return str(next((v for f in ("name", "id", "to", "kind") if (v := getattr(value, f, None))), "set"))


def turned_decisions(before: Design, after: Design) -> Iterator[Turned]:
    """Decisions with another outcome, new ones, and those whose question no longer arises."""
    stood = {decision.id: decision for decision in before.decisions}
    for decision in after.decisions:
        old = stood.pop(decision.id, None)
        if old is None or old.chosen != decision.chosen:
            yield _turned(decision, old.chosen if old else "", decision.chosen)
    yield from (_turned(decision, decision.chosen, "") for decision in stood.values())


def _turned(decision: Decision, before: str, after: str) -> Turned:
    return Turned(decision.id, decision.question, before, after, decision.because if after else "")


def asked_otherwise(before: Design, after: Design) -> Iterator[Asked]:
    """What is asked otherwise, new first, then what is no longer asked."""
    stood, stands = ({s.id: s for s in statements(design)} for design in (before, after))
    for name, now in stands.items():
        old = stood.get(name)
        is_said = now.kind != "assumed" or (old is not None and old.kind != "assumed")
        if is_said and (old is None or old.value != now.value):
            yield Asked(now.about, old.value if old else "", now.value)
    gone = (old for name, old in stood.items() if name not in stands and old.kind != "assumed")
    yield from (Asked(old.about, old.value, "") for old in gone)


def permission_changes(before: Design, after: Design) -> Permissions:
    """Who may do what now and could not before; nothing for clouds whose permissions are not planned."""
    if {before.requirements.provider.value, after.requirements.provider.value} != {"aws"}:
        return NO_PERMISSIONS
    old, new = _grants(before), _grants(after)
    roles: list[RoleChange] = []
    for key in dict.fromkeys((*old, *new)):
        had, has = old.get(key, ()), new.get(key, ())
        added, removed = tuple(g for g in has if g not in had), tuple(g for g in had if g not in has)
        if added or removed:
            roles.append(RoleChange(*key, added, removed))
    return Permissions(sum(len(role.added) for role in roles), sum(len(role.removed) for role in roles), tuple(roles))


def _grants(design: Design) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Whose role, and for what, to its grants: `dynamodb:PutItem on orders`."""
    from tools.blueprint.plan import plan  # only answers about permissions need it

    made = plan(design)
    fixed = {_resource(value, {}): name for name, value in made.fixed.items()}
    return {
        (role.owner, role.purpose): tuple(
            dict.fromkeys(
                f"{action} on {_resource(resource, fixed)}"
                for statement in (*role.statements, *role.deferred)
                for resource in statement.resources or ("any resource",)
                for action in statement.actions
            )
        )
        for role in made.roles.values()
    }


def _resource(value: object, fixed: Mapping[str, str]) -> str:
    """A resource as people name it: the part it is an attribute of, else the text it is made of.

    `fixed` are physical names, which stand for their parts wherever they are spelled out.
    """
    part = getattr(value, "component", None) or getattr(value, "owner", None) or getattr(value, "id", None)
    if part is not None:
        attribute = getattr(value, "attribute", "arn")
        return str(part) if attribute == "arn" else f"{part} ({attribute})"
    pieces: tuple[object, ...] | None = getattr(value, "parts", None)
    if pieces is None:
        what = getattr(value, "what", None) or getattr(value, "name", None)
        return f"<{what}>" if what else str(value)
    text = "".join(_resource(piece, {}) for piece in pieces)
    spelled = next((name for name in sorted(fixed, key=len, reverse=True) if name in text), "")
    return f"{fixed[spelled]}{text.partition(spelled)[2]}" if spelled else text
