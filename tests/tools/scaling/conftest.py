"""Designs to break, in few words, and what others measured and published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tools.design.components import COMPONENT_TYPES
from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.links import Link
from tools.design.requirements import Assumed, LatencyObjective, Load, Peak, Requirements, Stated
from tools.design.workflows import Workflow

ORIGIN = Assumed(reason="a test")
Parts = list[tuple[Any, ...]]


def load(name: str = "orders", count: float = 10.0, **fields: Any) -> Load:
    fields.setdefault("profile", {"kind": "steady"})
    return Load(id=name, what=name, count=count, origin=ORIGIN, **fields)


def peak(multiplier: float, duration_s: float = 600.0, ramp_s: float = 0.0, days_per_year: float = 12.0) -> Peak:
    fields = {"duration_s": duration_s, "ramp_s": ramp_s, "days_per_year": days_per_year}
    return Peak(name="rush", multiplier=multiplier, origin=ORIGIN, **fields)


def objective(milliseconds: float, what: str = "all", percentile: float = 99.0) -> LatencyObjective:
    return LatencyObjective(what=what, percentile=percentile, milliseconds=milliseconds, origin=ORIGIN)


def design_of(
    components: Parts,
    links: Parts,
    loads: list[Load],
    *,
    provider: str = "aws",
    regions: tuple[str, ...] = ("eu-west-1",),
    latencies: tuple[LatencyObjective, ...] = (),
    **more: Any,
) -> Design:
    requirements = Requirements(
        title=Stated(value="A system", origin=ORIGIN),
        provider=Stated.model_validate({"value": provider, "origin": ORIGIN}),
        regions=Stated(value=regions, origin=ORIGIN),
        languages=Stated(value=("python",), origin=ORIGIN),
        targets=Stated(value=("sam",), origin=ORIGIN),
        loads=tuple(loads),
        latencies=latencies,
    )
    parts = [COMPONENT_TYPES[kind](name=name, **(rest[0] if rest else {})) for kind, name, *rest in components]
    joins = [
        Link(kind=kind, source=source, target=target, **(rest[0] if rest else {}))
        for kind, source, target, *rest in links
    ]
    names = sorted({event for link in joins for event in link.events})
    return Design(
        name="a-system",
        title="A system",
        requirements=requirements,
        components=tuple(parts),
        links=tuple(joins),
        events=tuple(Event(name=name, owner=parts[0].name, fields=(EventField(name="id"),)) for name in names),
        **more,
    )


def the_shop() -> Design:
    """A shop: front doors, orders over a bus, payments through a queue, clicks on a stream, a nightly report."""
    steps = [{"kind": "task", "name": "pick", "component": "pick", "next": "ship"}]
    steps += [{"kind": "task", "name": "ship", "component": "ship"}]
    components: Parts = [
        ("external", "users"),
        ("cdn", "edge"),
        ("bucket", "site"),
        ("api", "front", {"throttle_rps": 2000, "throttle_burst": 4000}),
        ("function", "place-order", {"work_ms": 90}),
        ("function", "get-order", {"work_ms": 35}),
        ("table", "orders"),
        ("bus", "hub"),
        ("queue", "payments"),
        ("function", "charge", {"work_ms": 900, "reserved_concurrency": 60}),
        ("external", "bank", {"latency_ms": 300, "max_rps": 400}),
        ("workflow", "fulfil", {"definition": "fulfilment", "work_s": 20}),
        ("function", "pick"),
        ("function", "ship"),
        ("database", "erp"),
        ("topic", "news"),
        ("function", "tell", {"work_ms": 250}),
        ("mail", "mailer"),
        ("stream", "clicks", {"capacity": "provisioned", "shards": 4}),
        ("function", "enrich", {"work_ms": 200}),
        ("delivery-stream", "lake-in"),
        ("bucket", "lake"),
        ("schedule", "nightly", {"cron": "0 2 * * *"}),
        ("function", "report", {"work_ms": 60_000, "timeout_s": 900}),
        ("queue", "pages"),
        ("function", "render", {"work_ms": 5000, "timeout_s": 60}),
    ]
    links: Parts = [
        ("call", "users", "edge", {"load": "pages"}),
        ("read", "edge", "site"),
        ("call", "users", "front", {"load": "orders"}),
        ("trigger", "front", "place-order", {"ratio": 0.3}),
        ("trigger", "front", "get-order", {"ratio": 0.7}),
        ("write", "place-order", "orders"),
        ("read", "get-order", "orders"),
        ("send", "place-order", "hub", {"events": ("Placed",)}),
        ("trigger", "hub", "payments", {"events": ("Placed",)}),
        ("trigger", "payments", "charge", {"delivery": {"batch_size": 1}}),
        ("call", "charge", "bank"),
        ("send", "charge", "hub", {"events": ("Paid",)}),
        ("trigger", "hub", "fulfil", {"events": ("Paid",)}),
        ("call", "fulfil", "pick"),
        ("call", "fulfil", "ship"),
        ("write", "ship", "erp"),
        ("send", "ship", "news"),
        ("trigger", "news", "tell"),
        ("send", "tell", "mailer"),
        ("send", "users", "clicks", {"load": "clicks"}),
        ("trigger", "clicks", "enrich", {"delivery": {"batch_size": 500, "batch_window_s": 2}}),
        ("send", "enrich", "lake-in"),
        ("trigger", "nightly", "report"),
        ("send", "report", "pages", {"ratio": 3000}),
        ("trigger", "pages", "render"),
        ("write", "render", "lake"),
    ]
    loads = [
        load("pages", 300, profile={"kind": "daily", "peak_ratio": 3, "peak_hour": 20}),
        load("orders", 60, profile={"kind": "daily", "peak_ratio": 2.5, "peak_hour": 19}, peaks=(peak(8, 1800, 30),)),
        load("clicks", 700, profile={"kind": "daily", "peak_ratio": 2, "peak_hour": 14}),
    ]
    workflow = Workflow.model_validate({"name": "fulfilment", "steps": steps})
    return design_of(components, links, loads, workflows=(workflow,), latencies=(objective(400, "orders"),))


@pytest.fixture(scope="session")
def build() -> Callable[..., Design]:
    """Builds a design from (kind, name, fields), (kind, source, target, fields) and loads."""
    return design_of


@pytest.fixture(scope="session")
def traffic() -> Callable[..., Load]:
    """Builds a load: name, count a second, further fields."""
    return load


@pytest.fixture(scope="session")
def rush() -> Callable[..., Peak]:
    """Builds a peak: multiplier, duration, ramp, days a year."""
    return peak


@pytest.fixture(scope="session")
def wish() -> Callable[..., LatencyObjective]:
    """Builds a latency objective: milliseconds, of what, percentile."""
    return objective


@pytest.fixture(scope="session")
def shop() -> Design:
    """A system with every kind of limit."""
    return the_shop()


@pytest.fixture(scope="session")
def oracles() -> dict[str, Any]:
    """What others measured, published or simulated."""
    return json.loads((Path(__file__).parent / "oracles.json").read_text(encoding="utf-8"))
