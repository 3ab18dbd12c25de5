"""Commands about named parts, as edits: settings, warm capacity, other names, parts that go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from agent.planners.embedded.composing.naming import forms, pascal
from agent.planners.embedded.revising.carrying import carried
from agent.planners.embedded.revising.wishes import Delivering, Removed, Renamed, Setting, Warmed, Wish
from tools.design.components import Component, Function
from tools.design.design import Design
from tools.design.edits import Edit, EditError, PutLink, RemoveComponent, RemoveEvent, RenameComponent, SetField, apply
from tools.design.links import Delivery, Link
from tools.design.queries import Graph
from tools.design.workflows import walk


def commanded(wish: Wish, design: Design, warm: dict[str, int]) -> tuple[Edit, ...]:
    """The edits a command comes to; none where it is so already.

    `warm` is what each function would be kept warm with if all were. Raises EditError where it cannot be made.
    """
    _ensure_there(wish, design)
    match wish:
        case Setting():
            return tuple(_set(wish, design))
        case Delivering():
            return tuple(_delivered(wish, design))
        case Warmed():
            return tuple(_warmed(wish, design, warm))
        case Renamed(is_thing=False) as renamed:
            return (RenameComponent(name=renamed.old, to=renamed.new),)
        case Renamed() as renamed:
            return _thing_renamed(renamed, design)
        case Removed(parts=parts):
            return tuple(edit for name in parts for edit in _removed(name, design))
        case _:
            return ()


def _ensure_there(wish: Wish, design: Design) -> None:
    """Raises EditError where a part that is meant has gone with another change of the same message."""
    there = {component.name for component in design.components}
    for name in getattr(wish, "parts", ()):
        if name not in there:
            raise EditError(f"{name} goes with what else was asked")


def _part(design: Design, name: str) -> Component:
    return next(component for component in design.components if component.name == name)


def _set(wish: Setting, design: Design) -> Iterator[Edit]:
    for name in wish.parts:
        if getattr(_part(design, name), wish.field) != wish.value:
            yield SetField(name=name, field=wish.field, value=wish.value)
    for name in wish.parts if wish.field == "every_minutes" else ():
        yield SetField(name=name, field="cron", value="")
    for name in wish.parts if wish.field == "cron" else ():
        yield SetField(name=name, field="every_minutes", value=None)


def _delivered(wish: Delivering, design: Design) -> Iterator[Edit]:
    for link in design.links:
        if link.kind == "trigger" and (link.target in wish.parts or link.source in wish.parts):
            delivery = (link.delivery or Delivery()).model_copy(update={wish.field: wish.value})
            if delivery != link.delivery and _part(design, link.source).kind in ("queue", "stream", "table"):
                yield PutLink(link=link.model_copy(update={"delivery": delivery}))


def _warmed(wish: Warmed, design: Design, warm: dict[str, int]) -> Iterator[Edit]:
    for name in wish.parts:
        function = _part(design, name)
        assert isinstance(function, Function)
        usual = max(function.provisioned_concurrency, warm.get(name, 1))
        count = usual if wish.count is None else wish.count
        start = "provisioned" if count else "tolerated"
        if function.provisioned_concurrency != count:
            yield SetField(name=name, field="provisioned_concurrency", value=count)
        if function.cold_start != start:
            yield SetField(name=name, field="cold_start", value=start)


def _removed(name: str, design: Design) -> Iterator[Edit]:
    """A part goes; what only carried work from one to another is bridged, so that the work still gets there."""
    graph = Graph(design)
    part = graph[name]
    for flow in design.workflows:
        step = next((s.name for s in walk(flow.steps) if getattr(s, "component", None) == name), None)
        if step is not None:
            raise EditError(f"the workflow {flow.name} has {name} do its step {step}; that step would have to go too")
    yield from _bridges(graph, part)
    yield from (RemoveEvent(name=event.name) for event in design.events if event.owner == name)
    yield RemoveComponent(name=name)
    letter = getattr(part, "dead_letter", None)
    if letter and not _is_used(design, letter, name):
        yield RemoveComponent(name=letter)


CARRIERS = ("queue", "topic", "bus", "stream")


def _bridges(graph: Graph, part: Component) -> Iterator[Edit]:
    if part.kind not in CARRIERS:
        return
    for incoming in graph.incoming(part.name):
        for outgoing in graph.outgoing(part.name, "trigger"):
            source, target = graph[incoming.source], graph[outgoing.target]
            kind = "trigger" if incoming.kind == "trigger" or source.kind == "external" else "call"
            if target.kind in ("function", "container", "workflow") and source.kind not in CARRIERS[1:]:
                yield PutLink(link=_bridge(kind, incoming, outgoing))


def _bridge(kind: Any, incoming: Link, outgoing: Link) -> Link:
    return Link(
        kind=kind,
        source=incoming.source,
        target=outgoing.target,
        matches=incoming.matches,
        ratio=incoming.ratio * outgoing.ratio,
        load=incoming.load,
        payload_kb=incoming.payload_kb,
        purpose=incoming.purpose or outgoing.purpose,
    )


def _is_used(design: Design, letter: str, owner: str) -> bool:
    """Whether something other than its owner gives up into a queue of failures."""
    others = [c for c in design.components if c.name not in (letter, owner)]
    named = {getattr(c, field, None) for c in others for field in ("on_failure", "dead_letter")}
    kept = {
        link.delivery.dead_letter for link in design.links if link.delivery and owner not in (link.source, link.target)
    }
    return letter in named | kept


def _thing_renamed(wish: Renamed, design: Design) -> tuple[Edit, ...]:
    """What the system is about gets another name, and with it all that is named after it."""
    words = _forms_of(wish.old, wish.new)
    renames: list[Edit] = [
        RenameComponent(name=c.name, to=to) for c in design.components if (to := _spelled(c.name, words)) != c.name
    ]
    plain = _respelled(_plain(design), words, ())
    after = Design.model_validate(plain)
    between = apply(design, *renames) if renames else design
    return (*renames, *carried(between, after, between))


def _plain(design: Design) -> dict[str, Any]:
    return design.model_dump()


Words = tuple[tuple[re.Pattern[str], str], ...]


def _forms_of(old: str, new: str) -> Words:
    """The forms of a name, with those they become: `order`, `orders`, `Order`, `orderId`."""
    before, after = forms(old), forms(new)
    camel = after["Entity"][:1].lower() + after["Entity"][1:]
    pairs = (
        (rf"(?<![A-Za-z]){re.escape(before['entities'])}(?![A-Za-z])", after["entities"]),
        (rf"(?<![A-Za-z]){re.escape(before['entity'])}(?![A-Za-z])", after["entity"]),
        (rf"(?<![A-Z]){pascal(before['entities'])}(?![a-z])", pascal(after["entities"])),
        (rf"(?<![A-Z]){before['Entity']}(?![a-z])", after["Entity"]),
        (rf"(?<![A-Za-z]){re.escape(before['entity'])}(?=[A-Z])", camel),
    )
    return tuple((re.compile(pattern), text) for pattern, text in pairs)


def _spelled(text: str, words: Words) -> str:
    for pattern, new in words:
        text = pattern.sub(lambda _, to=new: to, text)
    return text


KEPT = frozenset(
    {
        "origin",
        "because",
        "rejected",
        "flips",
        "question",
        "summary",
        "reason",
        "measures",
        "patterns",
        "technologies",
        "need",
    }
)
"""Fields that tell what was said or decided: their words stay."""


def _respelled(value: Any, words: Words, path: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {key: inner if key in KEPT else _respelled(inner, words, (*path, key)) for key, inner in fields.items()}
    if isinstance(value, tuple | list):
        return [_respelled(item, words, path) for item in cast("tuple[Any, ...]", value)]
    is_name = isinstance(value, str) and path not in (("name",), ("title",), ("requirements", "title", "value"))
    return _spelled(value, words) if is_name else value
