"""Amazon EventBridge: custom events in steps of 64 KB, calls of other people's APIs, archives, copies to other regions.

Source: Amazon EventBridge pricing page. Events that AWS services publish themselves, object events say, are free.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.metering.steps import MESSAGE_KB
from tools.cost.scope import Scope, by_target, gigabytes, total
from tools.cost.usage import Usage
from tools.design.components import Bus
from tools.design.requirements import DAYS_PER_MONTH

PUBLISHED_BY_AWS = ("bucket",)


def meter(bus: Bus, scope: Scope) -> Iterator[Usage]:
    """Usage of one event bus."""
    flows = [flow for flow in scope.incoming(bus.name) if flow.source.kind not in PUBLISHED_BY_AWS]
    events = sum(flow.demand.per_month * steps(flow.demand.payload_kb, MESSAGE_KB) for flow in flows)
    inputs = (("events", total(flows)), ("started 64 KB of one", events / (total(flows) or 1.0)))
    yield Usage(bus.name, "eventbridge", "custom_events", "Events", events, "events x started 64 KB of one", inputs)
    for region in bus.replicate_to:
        title = f"Copies to {region}"
        yield Usage(bus.name, "eventbridge", "custom_events", title, events, "events x started 64 KB of one", inputs)
    yield from _calls(bus, scope)
    if bus.archive_days:
        yield from _archive(bus, gigabytes(flows))


def _calls(bus: Bus, scope: Scope) -> Iterator[Usage]:
    outside = (flow for flow in scope.outgoing(bus.name) if flow.target.kind == "external")
    for target, flows in by_target(outside).items():
        sized = sum(flow.demand.per_month * steps(flow.demand.payload_kb, MESSAGE_KB) for flow in flows)
        yield Usage(
            bus.name,
            "eventbridge",
            "api_destinations",
            f"Calls of {target}",
            sized,
            "events x started 64 KB of one",
            (("events", total(flows)), ("started 64 KB of one", sized / (total(flows) or 1.0))),
        )


def _archive(bus: Bus, size: float) -> Iterator[Usage]:
    inputs = (("payload GB", size),)
    yield Usage(bus.name, "eventbridge", "archive_processing", "Archiving", size, "payload GB", inputs)
    months = bus.archive_days / DAYS_PER_MONTH
    yield Usage(
        bus.name,
        "eventbridge",
        "archive_storage",
        "Archive storage",
        size * months,
        "payload GB x months kept",
        (*inputs, ("months kept", months)),
    )
