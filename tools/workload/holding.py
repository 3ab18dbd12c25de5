"""What a store holds where the design does not say: what its writes add, for as long as it keeps them.

GB = additions a month x KB of one / 1024 / 1024 x days kept / 30.4375, once the store is as old as its retention; a
year's worth where nothing expires. What adds and what changes follows from who writes: an object, a measurement or a
row of a warehouse is added by every write, a row of a table or database only where a function creates it (half of what
one that manages its entity writes). A store that nothing is seen to add to is taken at the size its kind starts with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tools.design.components import Bucket, Component, Database, DeliveryStream, Function, Table, TimeSeries, Warehouse
from tools.design.components.data import SearchIndex
from tools.design.links import Link
from tools.design.requirements import DAYS_PER_MONTH
from tools.workload.model import NOTHING, Demand, Workload

KB_PER_GB = 1024.0 * 1024.0
SPAN_DAYS = 365.0
"""Age of the oldest data where nothing expires."""

PACKED = 0.25
"""Size of delivered records: compressed JSON and columns take a fifth to a third of what came in."""

PACKED_SERIES = 0.1
"""Size of measurements: columns of numbers and times pack to about three bytes a figure (InfluxData, hardware sizing),
a tenth of the readings that carry them."""

_WRITES = ("write", "send", "call", "trigger")
_CREATED = {"create": 1.0, "manage": 0.5}
"""Share of a function's writes to a table or database that add a row, by its operation."""

_STARTS_WITH = {
    "table": 1.0,
    "database": 10.0,
    "timeseries": 10.0,
    "warehouse": 100.0,
    "bucket": 10.0,
    "search-index": 1.0,
}

STORES = (Table, Database, TimeSeries, Warehouse, Bucket, SearchIndex)
Store = Table | Database | TimeSeries | Warehouse | Bucket | SearchIndex


class Holding(NamedTuple):
    """How much a store holds, and how that was worked out."""

    gigabytes: float
    formula: str
    inputs: tuple[tuple[str, float], ...]


def holding_of(store: Store, workload: Workload, *, span_days: float = SPAN_DAYS) -> Holding:
    """What a store holds: as the design says, or what its traffic leaves there."""
    if store.stored_gb is not None:
        return Holding(store.stored_gb, "GB as the design says", (("GB as the design says", store.stored_gb),))
    monthly, days = added_gb(store, workload), _kept_days(store, workload, span_days)
    if monthly <= 0:
        return Holding(
            _STARTS_WITH[store.kind], "GB taken for its kind", (("GB taken for its kind", _STARTS_WITH[store.kind]),)
        )
    inputs = (("GB added a month", monthly), ("days kept", days))
    return Holding(monthly * days / DAYS_PER_MONTH, "GB added a month x days kept / 30.4375", inputs)


def added_gb(store: Store, workload: Workload) -> float:
    """What a month's writes add to a store, in gigabytes."""
    if isinstance(store, Table) and store.role == "idempotency":
        return _keys(store, workload) * store.item_kb / KB_PER_GB
    parts = {component.name: component for component in workload.design.components}
    return sum(_adds(store, parts[link.source], demand, workload) for link, demand in _writes(store, workload))


def delivered_gb(stream: DeliveryStream, workload: Workload) -> float:
    """What a delivery stream writes in a month, packed, in gigabytes."""
    taken = workload.components.get(stream.name, NOTHING)
    return taken.per_month * taken.payload_kb / KB_PER_GB * PACKED


def _writes(store: Store, workload: Workload) -> Iterator[tuple[Link, Demand]]:
    for link, demand in zip(workload.design.links, workload.links, strict=True):
        if link.target == store.name and link.kind in _WRITES:
            yield link, demand


def _adds(store: Store, writer: Component, demand: Demand, workload: Workload) -> float:
    if isinstance(store, SearchIndex):
        return 0.0
    if isinstance(store, Bucket) and isinstance(writer, DeliveryStream):
        return delivered_gb(writer, workload)
    share = PACKED_SERIES if isinstance(store, TimeSeries) else 1.0
    if isinstance(store, Table | Database):
        share = _CREATED.get(writer.operation, 0.0) if isinstance(writer, Function) else 0.0
    return demand.per_month * demand.payload_kb / KB_PER_GB * share


def _keys(table: Table, workload: Workload) -> float:
    """Deliveries remembered in a month: each writes its key when it begins and again when it is done."""
    writes = list(_writes(table, workload))
    writers = {link.source for link, _ in writes}
    unlinked = sum(
        workload.components.get(function.name, NOTHING).per_month
        for function in _remembering(table, workload)
        if function.name not in writers
    )
    return sum(demand.per_month for _, demand in writes) / 2 + unlinked


def _remembering(table: Table, workload: Workload) -> Iterator[Function]:
    for component in workload.design.components:
        if isinstance(component, Function) and component.idempotency and component.idempotency.store == table.name:
            yield component


def _kept_days(store: Store, workload: Workload, span_days: float) -> float:
    if isinstance(store, Bucket):
        return float(store.expire_after_days or span_days)
    if isinstance(store, TimeSeries):
        return float(store.magnetic_days)
    if isinstance(store, Table) and store.role == "idempotency":
        hours = [f.idempotency.ttl_hours for f in _remembering(store, workload) if f.idempotency is not None]
        return max(hours, default=24.0) / 24
    return span_days
