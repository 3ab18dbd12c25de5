"""Designs to print: small ones made by hand, and for every kind of component a star of links to every other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tools.design.components import COMPONENT_TYPES, Component, ComponentBase
from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.links import Link
from tools.design.requirements import Assumed, Entity, EntityField, Load, Requirements, Stated
from tools.design.workflows import Succeed, Task, Workflow

ORIGIN = Assumed(reason="made for a test")

ORDER = Entity(
    name="Order",
    plural="orders",
    fields=(
        EntityField(name="id", type="uuid"),
        EntityField(name="customer", type="string", sensitive=True),
        EntityField(name="placedAt", type="timestamp"),
        EntityField(name="total", type="money"),
        EntityField(name="lines", type="list"),
    ),
    origin=ORIGIN,
)

LOAD = Load(id="orders", what="orders", count=20, per="second", origin=ORIGIN)


def requirements(*regions: str, **more: Any) -> Requirements:
    """Requirements of a system that handles orders."""
    return Requirements(
        title=Stated(value="Orders", origin=ORIGIN),
        provider=Stated(value="aws", origin=ORIGIN),
        regions=Stated(value=regions or ("eu-west-1",), origin=ORIGIN),
        languages=Stated(value=("python",), origin=ORIGIN),
        targets=Stated(value=("sam",), origin=ORIGIN),
        entities=(ORDER,),
        loads=(LOAD,),
        **more,
    )


def placed(owner: str) -> Event:
    """An event that says an order was placed."""
    fields = (EventField(name="orderId", type="uuid"), EventField(name="total", type="money"))
    return Event(name="OrderPlaced", owner=owner, fields=fields, key=("orderId",))


def design(
    name: str,
    components: Iterable[ComponentBase],
    links: Iterable[Link],
    *,
    events: Iterable[Event] = (),
    workflows: Iterable[Workflow] = (),
    needs: Requirements | None = None,
) -> Design:
    """A design of these parts."""
    return Design(
        name=name,
        title=name.replace("-", " ").capitalize(),
        requirements=needs or requirements(),
        components=tuple(components),  # type: ignore[arg-type]
        links=tuple(links),
        events=tuple(events),
        workflows=tuple(workflows),
    )


def made(kind: str, name: str, **fields: Any) -> Component:
    """A component with what it needs at least."""
    needed: dict[str, dict[str, Any]] = {
        "layer": {"libraries": ("requests",)},
        "workflow": {"definition": "process"},
        "dns-failover": {"regions": ("eu-west-1", "eu-central-1")},
        "schedule": {"every_minutes": 5},
    }
    model = COMPONENT_TYPES[kind]
    return model(name=name, **{**needed.get(kind, {}), **fields})  # type: ignore[return-value]


VARIANTS: dict[str, tuple[dict[str, Any], ...]] = {
    "api": ({"style": "http"}, {"style": "rest"}, {"style": "websocket", "auth": "iam"}, {"style": "graphql"}),
    "container": ({"mode": "job"}, {"mode": "service"}),
    "workflow": ({}, {"durability": "express", "synchronous": True}),
    "queue": ({}, {"fifo": True}),
    "topic": ({}, {"fifo": True}, {"audience": "people"}),
    "bus": ({}, {"scope": "default"}),
    "stream": ({}, {"engine": "kafka"}),
    "table": ({"change_stream": True},),
    "bucket": ({}, {"events_to_bus": True}),
    "database": ({}, {"engine": "mysql"}, {"engine": "document"}),
    "schedule": ({}, {"mode": "one-off"}),
    "search-index": ({}, {"vector": True}),
    "delivery-stream": ({}, {"format": "parquet"}),
}
"""Ways of being a kind that are printed differently."""

AI = (
    "language-model",
    "embedding",
    "ocr",
    "vision",
    "speech-to-text",
    "text-to-speech",
    "translation",
    "text-analysis",
    "forecasting",
    "recommendation",
    "fraud-detection",
    "custom-model",
    "enterprise-search",
)


def every_part() -> list[Component]:
    """One component of every kind and variant."""
    found: list[Component] = []
    for kind in COMPONENT_TYPES:
        for number, fields in enumerate(VARIANTS.get(kind, ({},)), start=1):
            found.append(made(kind, f"{kind}-{number}", **fields))
    found += [made("ai-service", f"ai-{capability}", capability=capability) for capability in AI]
    return found


PROCESS = Workflow(name="process", steps=(Task(name="Work", component="worker", next="Done"), Succeed(name="Done")))

LINK_KINDS = ("trigger", "call", "send", "read", "write")


def star(center: Component, kinds: Iterable[str] = LINK_KINDS) -> Design:
    """A design in which one component is linked to one of every kind and variant, by every kind of link."""
    others = [part for part in every_part() if part.name != center.name]
    worker = made("function", "worker")
    links = [
        Link(kind=kind, source=center.name, target=other.name, events=("OrderPlaced",) if kind == "send" else ())
        for kind in kinds
        for other in (*others, worker)
    ]
    return design(
        f"from-{center.name}",
        [center, worker, *others],
        links,
        events=[placed(center.name)],
        workflows=[PROCESS],
    )


def stars() -> list[Design]:
    """A star around every kind and variant."""
    return [star(part) for part in every_part() if part.kind not in ("layer", "ai-service")]
