"""Tables: request units a second, of a table and of one partition.

A write takes one unit for each KB begun, a read half a unit for each 4 KB begun (eventually consistent). An on-demand
table carries its initial units or twice the peak it has seen, whichever is more.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.design.components import Table
from tools.scaling.day import Feed, Rise
from tools.scaling.ground import Ground, design_limit, quota_limit
from tools.scaling.model import Figure, Limit
from tools.workload import Demand

PROVIDERS = ("aws",)

_THROTTLED = "requests are throttled; the SDK tries again for a while"
_FAST_RAMP_S = 120.0
"""Provisioned capacity that scales by itself follows after about two minutes of consumption above its target."""


def measure(ground: Ground) -> Iterator[Limit]:
    """Writes and reads of each table with traffic."""
    for table in ground.scene.all(Table):
        writes = [demand for link, demand in ground.scene.inbound(table.name) if link.kind != "read"]
        reads = [demand for _, demand in ground.scene.inbound(table.name, "read")]
        if writes:
            yield from _limits(ground, table, "write", writes, float(ceil(table.item_kb)))
        if reads:
            yield from _limits(ground, table, "read", reads, 0.5 * ceil(table.item_kb / 4))


def _limits(ground: Ground, table: Table, what: str, demands: list[Demand], units: float) -> Iterator[Limit]:
    use = ground.peak(demands, units, f"{what} units/s")
    if table.capacity == "provisioned":
        yield _provisioned(ground, table, what, demands, use)
    else:
        yield from _first_day(ground, table, what, demands, use)
    yield from _quota(ground, table, what, use)


def _provisioned(ground: Ground, table: Table, what: str, demands: list[Demand], use: Figure) -> Limit:
    floor = float(table.write_units if what == "write" else table.read_units)
    sudden = any(rise.burst.reached <= _FAST_RAMP_S for rise in _rises(ground, demands))
    return design_limit(
        table.name,
        f"{what}_units",
        f"{what} units provisioned",
        use,
        floor,
        _THROTTLED,
        is_certain=sudden,
        note="" if sudden else "where the capacity does not scale by itself; it follows a rise slower than two minutes",
    )


def _rises(ground: Ground, demands: list[Demand]) -> list[Rise]:
    names = {name for demand in demands for name, _ in demand.weights}
    return [rise for rise in ground.scene.day.rises if rise.load in names]


def _first_day(ground: Ground, table: Table, what: str, demands: list[Demand], use: Figure) -> Iterator[Limit]:
    """An on-demand table before it has grown: on its first day, and whenever a peak is over twice the days before."""
    quota = ground.quota("dynamodb", "on_demand_initial")
    if quota is None:
        return
    day, feeds = ground.scene.day, [Feed(demand) for demand in demands]
    normal = max(day.over_normal_day(feeds), default=0.0)
    scale = use.value / max(max(day.over_day(feeds), default=0.0), 1e-12)
    sudden = use.value > 2 * normal * scale
    yield quota_limit(
        table.name,
        quota,
        f"{what} units a second of a new on-demand table",
        use,
        quota.number("wru_s" if what == "write" else "rru_s"),
        _THROTTLED,
        part=what,
        is_certain=sudden,
        note="the peak is more than twice a normal day's" if sudden else "on the first day; warm throughput avoids it",
    )


def _quota(ground: Ground, table: Table, what: str, use: Figure) -> Iterator[Limit]:
    whole, partition = ground.quota("dynamodb", "table_default_per_s"), ground.quota("dynamodb", "partition_per_s")
    if whole is not None:
        limit = whole.number("wru" if what == "write" else "rru")
        yield quota_limit(table.name, whole, f"{what} units a second of a table", use, limit, _THROTTLED, part=what)
    if partition is not None:
        yield quota_limit(
            table.name,
            partition,
            f"{what} units a second of one partition",
            use,
            partition.number("wcu" if what == "write" else "rcu"),
            _THROTTLED,
            part=what,
            is_certain=False,
            note=f"if all requests go to one value of {table.partition_key}",
        )
