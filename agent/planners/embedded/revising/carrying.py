"""Carries the difference between two compositions over to a design that stands, as typed edits.

A merge of three, part by part and field by field: what differs between the compositions changes, what differs between
the first of them and the design that stands was changed by hand and stays. Parts come before what refers to them, and
what goes is taken away last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from agent.planners.merging import keyed, merged, merged_items
from tools.design.base import Model, anatomy
from tools.design.components import Component
from tools.design.design import Design
from tools.design.edits import (
    Edit,
    EditError,
    PutComponent,
    PutDecision,
    PutEvent,
    PutLink,
    PutRequirements,
    PutWorkflow,
    RemoveComponent,
    RemoveDecision,
    RemoveEvent,
    RemoveLink,
    RemoveWorkflow,
    SetField,
    apply,
)
from tools.design.links import Link

Names = frozenset[str]


def carried(base: Design, new: Design, standing: Design) -> tuple[Edit, ...]:
    """What differs between two compositions, as edits of the design that stands; those that cannot be made left out."""
    return possible(standing, _edits(base, new, standing))


def possible(standing: Design, wanted: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that leave a whole design: all of them, else those that can be made one after the other."""
    edits = tuple(wanted)
    try:
        apply(standing, *edits)
    except EditError:
        return _one_by_one(standing, edits)
    return edits


def _one_by_one(standing: Design, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    kept: list[Edit] = []
    design = standing
    for edit in edits:
        try:
            design = apply(design, edit)
        except EditError:
            continue
        kept.append(edit)
    return tuple(kept)


def _edits(base: Design, new: Design, standing: Design) -> Iterator[Edit]:
    asked = merged(base.requirements, new.requirements, standing.requirements)
    if asked != standing.requirements:
        yield PutRequirements(requirements=asked)
    components = merged_items(base.components, new.components, standing.components)
    there = _with_needed(components, base, new, standing)
    names = frozenset(there)
    yield from _component_edits(standing, there)
    events = _present(merged_items(base.events, new.events, standing.events), names, "owner")
    workflows = merged_items(base.workflows, new.workflows, standing.workflows)
    yield from (PutEvent(event=event) for event in _changed(standing.events, events))
    yield from (PutWorkflow(workflow=workflow) for workflow in _changed(standing.workflows, workflows))
    links = _joined(merged_items(base.links, new.links, standing.links), names)
    yield from _link_edits(_joined(standing.links, names), links)
    decisions = _resting(merged_items(base.decisions, new.decisions, standing.decisions), names)
    yield from (PutDecision(decision=decision) for decision in _changed(standing.decisions, decisions))
    yield from (RemoveDecision(id=name) for name in _gone(standing.decisions, decisions))
    yield from (RemoveWorkflow(name=name) for name in _gone(standing.workflows, workflows))
    yield from (RemoveEvent(name=name) for name in _gone(standing.events, events))
    yield from (RemoveComponent(name=c.name) for c in standing.components if c.name not in names)


def _with_needed(
    components: tuple[Component, ...], base: Design, new: Design, standing: Design
) -> dict[str, Component]:
    """The components by name, with those that changed ones cannot be without, though they were removed by hand."""
    there = {component.name: component for component in components}
    stood = {component.name: component for component in standing.components}
    composed = {component.name: component for component in new.components}
    waiting = [component for name, component in there.items() if stood.get(name) != component]
    while waiting:
        for name in _referred(waiting.pop()):
            if name not in there and name in composed:
                there[name] = composed[name]
                waiting.append(composed[name])
    return there


def _referred(part: Any) -> Iterator[str]:
    """Names of components that a part refers to."""
    if isinstance(part, tuple):
        for item in cast("tuple[Any, ...]", part):
            yield from _referred(item)
    elif isinstance(part, Model):
        parts = anatomy(type(part))
        for field in parts.references:
            named: str | tuple[str, ...] | None = getattr(part, field)
            yield from named if isinstance(named, tuple) else [named] if named else []
        for field in parts.children:
            yield from _referred(getattr(part, field))


def _component_edits(standing: Design, there: Mapping[str, Component]) -> Iterator[Edit]:
    stood = {component.name: component for component in standing.components}
    for name, component in there.items():
        old = stood.get(name)
        if old is None or type(old) is not type(component):
            yield PutComponent(component=component)
        elif old != component:
            yield from _field_edits(old, component)


MOST_FIELDS = 3
"""Fields of a component that are set one by one; where more change, the component is put as a whole."""


def _field_edits(old: Component, new: Component) -> Iterator[Edit]:
    changes = {f: value for f in type(new).model_fields if (value := getattr(new, f)) != getattr(old, f)}
    if len(changes) > MOST_FIELDS or not all(map(_is_plain, changes.values())):
        yield PutComponent(component=new)
        return
    yield from (SetField(name=new.name, field=field, value=value) for field, value in changes.items())


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(isinstance(item, str) for item in cast("tuple[Any, ...]", value))
    return value is None or isinstance(value, bool | int | float | str)


def _changed(old: tuple[Any, ...], new: tuple[Any, ...]) -> list[Any]:
    stood = keyed(old)
    return [part for key, part in keyed(new).items() if stood.get(key) != part]


def _gone(old: tuple[Any, ...], new: tuple[Any, ...]) -> list[str]:
    kept = keyed(new)
    return [key[0] for key in keyed(old) if key not in kept]


def _present(parts: tuple[Any, ...], names: Names, field: str) -> tuple[Any, ...]:
    return tuple(part for part in parts if getattr(part, field) in names)


def _joined(links: tuple[Link, ...], names: Names) -> tuple[Link, ...]:
    return tuple(link for link in links if link.source in names and link.target in names)


def _resting(decisions: tuple[Any, ...], names: Names) -> tuple[Any, ...]:
    """The decisions with those of their components that are there."""
    return tuple(
        decision
        if names.issuperset(decision.components)
        else decision.model_copy(update={"components": tuple(name for name in decision.components if name in names)})
        for decision in decisions
    )


Ends = tuple[str, str, str]


def _link_edits(standing: tuple[Link, ...], wanted: tuple[Link, ...]) -> Iterator[Edit]:
    """Links between the same ends are put anew together where one of them goes, since they are told apart by loads."""
    old, new = _by_ends(standing), _by_ends(wanted)
    for ends, links in old.items():
        kept = {link.load for link in new.get(ends, ())}
        if any(link.load not in kept for link in links):
            yield RemoveLink.model_validate(dict(zip(("kind", "source", "target"), ends, strict=True)))
            yield from (PutLink(link=link) for link in new.get(ends, ()))
        else:
            yield from (PutLink(link=link) for link in new[ends] if link not in links)
    for ends, links in new.items():
        if ends not in old:
            yield from (PutLink(link=link) for link in links)


def _by_ends(links: tuple[Link, ...]) -> dict[Ends, list[Link]]:
    found: defaultdict[Ends, list[Link]] = defaultdict(list)
    for link in links:
        found[link.kind, link.source, link.target].append(link)
    return dict(found)
