"""Puts another kind of carrier in the place of one, with all that is joined to it: a stream for a queue, say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from agent.planners.embedded.composing.named import HANDS_ON
from agent.planners.embedded.revising.hearing.parts import parts_named
from agent.planners.embedded.revising.wishes import Product, Unclear
from tools.catalog.services import UnknownServiceError, by_id, services
from tools.design.components import COMPONENT_TYPES, Component, DataHolder, Function
from tools.design.design import Design
from tools.design.edits import Edit, PutComponent, PutLink, RemoveLink, RenameComponent, SetField
from tools.design.links import Delivery, Link
from tools.design.queries import Graph
from tools.design.workflows import walk

CARRIERS = ("queue", "topic", "bus", "stream")
"""Kinds that can stand for each other."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Parts that get another kind, or only other fields."""

    parts: tuple[str, ...]
    kind: str
    where: tuple[tuple[str, str | bool], ...]


def swap_of(wish: Product, design: Design) -> Swap | Unclear | None:
    """What a wish for a product does to the parts that are there; None where it does nothing to them."""
    kind = wish.kinds[0] if wish.kinds else ""
    if wish.service and kind in CARRIERS and not _is_offered(wish.service, design):
        return Unclear(f"{design.requirements.provider.value.upper()} has no such {kind}; name one of its own")
    if wish.is_added or kind not in CARRIERS:
        return None
    if any(k not in CARRIERS for k in wish.instead_of):
        return None
    meant = _meant(wish, design)
    if isinstance(meant, Unclear):
        return meant
    return Swap(meant, kind, wish.where) if meant else None


def _is_offered(service: str, design: Design) -> bool:
    """Whether a product belongs to the cloud of a design, or is a sort of part that one of its own can be."""
    cloud = design.requirements.provider.value
    try:
        found = by_id(service)
    except UnknownServiceError:
        return False
    sorts = {(realised.kind, realised.where) for realised in found.realises if realised.where}
    offered = {(realised.kind, realised.where) for own in services(cloud) for realised in own.realises}
    return found.provider == cloud or bool(sorts & offered)


def _meant(wish: Product, design: Design) -> tuple[str, ...] | Unclear | None:
    """The carriers that shall become another kind: those named, else the only ones there are."""
    kinds = wish.instead_of or CARRIERS
    there = [c for c in design.components if c.kind in kinds and is_open(c) and not _is_so(c, wish)]
    if wish.scope:
        named = set(parts_named(wish.scope, design)) & {c.name for c in there}
        around = {c.name for c in there if _is_about(Graph(design), c.name, wish.scope, design)}
        there = [c for c in there if c.name in (named or around)] or there
    if not there:
        return _absent(wish)
    if not wish.instead_of and (len(there) > 1 or not wish.is_instead):
        if any(_is_so(c, wish) and is_open(c) for c in design.components):
            return None
        return Unclear(f"shall it stand for {' or '.join(c.name for c in there)}, or beside them?", _names(there))
    return tuple(c.name for c in there)


def _names(parts: list[Component]) -> tuple[str, ...]:
    return tuple(part.name for part in parts)


def _absent(wish: Product) -> Unclear | None:
    if not wish.instead_of:
        return None
    return Unclear(f"there is no {wish.instead_of[0]} in this design that it could stand for")


def is_open(component: Component) -> bool:
    """Whether a carrier is the system's own: no queue of failures, no bus of the account, no topic for people."""
    return (
        getattr(component, "role", "work") != "dead-letter"
        and getattr(component, "scope", "custom") != "default"
        and getattr(component, "audience", "system") != "people"
    )


def _is_so(component: Component, wish: Product) -> bool:
    return component.kind == wish.kinds[0] and all(getattr(component, f, v) == v for f, v in wish.where)


def _is_about(graph: Graph, name: str, scope: str, design: Design) -> bool:
    near = {link.source for link in graph.incoming(name)} | {link.target for link in graph.outgoing(name)}
    return bool(near & set(parts_named(scope, design)))


def problem_of(swap: Swap, design: Design) -> str:
    """Why parts cannot get another kind; empty where they can."""
    graph = Graph(design)
    return next((text for name in swap.parts if (text := _problem(graph, name, swap.kind))), "")


def _problem(graph: Graph, name: str, kind: str) -> str:
    consumers = graph.outgoing(name, "trigger")
    if kind == "queue" and len(consumers) > 1:
        return f"{name} has {len(consumers)} consumers, and a queue hands each message to one of them only"
    for link in graph.incoming(name, "trigger"):
        if kind not in HANDS_ON.get(graph[link.source].kind, ()):
            return f"{link.source} ({graph[link.source].kind}) cannot hand over to a {kind} by itself"
    for link in consumers:
        if graph[link.target].kind not in HANDS_ON.get(kind, ()) and graph[link.target].kind != "external":
            return f"a {kind} cannot hand over to {link.target} ({graph[link.target].kind}) by itself"
    if kind == "stream" and any(getattr(c, "on_failure", None) == name for c in graph.design.components):
        return f"failures are handed to {name}, and a stream takes none"
    steps = [step for flow in graph.design.workflows for step in walk(flow.steps)]
    if any(getattr(step, "component", None) == name for step in steps):
        return f"a workflow hands work to {name} step by step"
    return ""


def swapped(swap: Swap, design: Design) -> tuple[Edit, ...]:
    """The edits that give parts another kind."""
    return tuple(edit for name in swap.parts for edit in _swapped(Graph(design), name, swap))


def _swapped(graph: Graph, name: str, swap: Swap) -> Iterator[Edit]:
    old = graph[name]
    if old.kind == swap.kind:
        yield from (SetField(name=name, field=field, value=value) for field, value in swap.where)
        return
    to = _renamed(name, swap.kind, graph)
    if to != name:
        yield RenameComponent(name=name, to=to)
    letter = _letter(graph, old)
    yield PutComponent(component=_as_kind(old, to, swap, letter))
    yield from _rejoined(graph, name, to, swap.kind, letter)


def _renamed(name: str, kind: str, graph: Graph) -> str:
    to = re.sub(rf"\b(?:{'|'.join(CARRIERS)})\b", kind, name)
    return to if to == name or graph.get(to) is None else f"{to[:46]}-2"


def _letter(graph: Graph, old: Component) -> str | None:
    """The queue that kept what could not be delivered."""
    own = getattr(old, "dead_letter", None)
    stated = (link.delivery.dead_letter for link in graph.outgoing(old.name, "trigger") if link.delivery)
    return own or next(filter(None, stated), None)


def _as_kind(old: Component, name: str, swap: Swap, letter: str | None) -> Component:
    shared = (
        "title",
        "description",
        "serves",
        "group",
        *(("sensitivity", "key") if isinstance(old, DataHolder) else ()),
    )
    fields: dict[str, Any] = {field: getattr(old, field) for field in shared}
    fields["title"] = re.sub(rf"(?i)\b(?:event\s+)?(?:{'|'.join(CARRIERS)})\b", swap.kind, fields["title"])
    if swap.kind == "queue" and letter is not None:
        fields["dead_letter"] = letter
    fields |= dict(swap.where)
    return cast("Component", COMPONENT_TYPES[swap.kind].model_validate({"name": name, **fields}))


def _rejoined(graph: Graph, name: str, to: str, kind: str, letter: str | None) -> Iterator[Edit]:
    for link in graph.outgoing(name, "trigger"):
        target = graph[link.target]
        delivery = _delivery(kind, target, letter)
        yield RemoveLink(kind="trigger", source=to, target=link.target, load=link.load)
        yield PutLink(link=link.model_copy(update={"source": to, "delivery": delivery}))
        if isinstance(target, Function):
            yield from _remembered(graph, target, link, kind)


def _delivery(kind: str, target: Component, letter: str | None) -> Delivery | None:
    if target.kind not in ("function", "container", "workflow"):
        return None
    if kind == "stream":
        return Delivery(dead_letter=letter, retries=10, max_age_s=3600, bisect=True, partial_failures=True)
    if kind == "queue":
        return Delivery(partial_failures=True) if target.kind == "function" else None
    return Delivery(dead_letter=letter) if letter else None


_IDENTITY = {"queue": "messageId", "stream": "sequenceNumber"}


def _remembered(graph: Graph, function: Function, link: Link, kind: str) -> Iterator[Edit]:
    """What a consumer knows a delivery by: a carrier's own id is another one on another carrier."""
    known = function.idempotency
    if known is None or not set(known.key) & {"messageId", "sequenceNumber", "id"}:
        return
    event = next((e for e in graph.design.events if e.name in link.events and e.key), None)
    key = (_IDENTITY[kind],) if kind in _IDENTITY else event.key if event else ("id",)
    if key != known.key:
        after = known.model_copy(update={"key": key})
        yield PutComponent(component=function.model_copy(update={"idempotency": after}))
