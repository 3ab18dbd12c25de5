"""Event buses: what they take in, what they start, what they call outside."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Bus
from tools.scaling.ground import Ground, quota_limit
from tools.scaling.model import Limit
from tools.workload import Demand

PROVIDERS = ("aws",)


def measure(ground: Ground) -> Iterator[Limit]:
    """The account's limits on all buses together."""
    parts = ground.scene.parts
    buses = {bus.name for bus in ground.scene.all(Bus)}
    taken = [demand for _, link, demand in ground.flowing() if link.target in buses]
    started = [demand for _, link, demand in ground.flowing() if link.source in buses]
    outside = [
        demand for _, link, demand in ground.flowing() if link.source in buses and parts[link.target].kind == "external"
    ]
    yield from _shared(ground, "put_events_tps", "events put on buses a second", taken, _PUT, _PUT_NOTE)
    yield from _shared(ground, "invocations_tps", "targets started by buses a second", started, _STARTED, "")
    yield from _shared(ground, "api_destination_tps", "calls of outside endpoints a second", outside, _STARTED, "")


_PUT = "putting events is throttled; the sender must try again"
_PUT_NOTE = "one event for each request; ten in one request count once"
_STARTED = "deliveries are delayed, for up to a day"


def _shared(ground: Ground, name: str, title: str, demands: list[Demand], effect: str, note: str) -> Iterator[Limit]:
    quota = ground.quota("eventbridge", name)
    if demands and quota is not None:
        yield quota_limit("account", quota, title, ground.peak(demands), quota.number(), effect, note=note)
