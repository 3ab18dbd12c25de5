"""Amazon DynamoDB: request units on demand or capacity by the hour, storage, recovery, replicas.

Source: Amazon DynamoDB pricing page. A write unit is one item of up to 1 KB, a read unit one of up to 4 KB; eventually
consistent reads take half; each index that changes is written too; writes are billed again in every replica's region.
Streams read by functions and deletions by time to live are free.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from tools.cost.measures import steps
from tools.cost.metering.steps import EVENTUAL, READ_UNIT_KB, WRITE_UNIT_KB
from tools.cost.scope import Flow, Scope
from tools.cost.usage import Input, Usage
from tools.design.components import ComponentBase, Function, Table

TARGET_UTILISATION = 0.7
"""Share of the provisioned capacity that automatic scaling aims to have in use."""

_LISTS = {"list": 1.0, "search": 1.0, "manage": 0.5}
"""Share of a function's reads that read many items, by its operation."""


class Access(NamedTuple):
    """Reads or writes of a table in a month: how many, and how many units they take."""

    number: float
    units: float


def meter(table: Table, scope: Scope) -> Iterator[Usage]:
    """Usage of one table."""
    writes, reads = _writes(table, scope), _reads(table, scope)
    if table.capacity == "on-demand":
        yield from _requests(table, writes, reads)
    else:
        yield from _capacity(table, scope, writes, reads)
    yield from _kept(table, scope, None)
    for region in table.replicas:
        yield _replicated(table, writes, region)
        yield from _kept(table, scope, region)


def _writes(table: Table, scope: Scope) -> Access:
    count, units = 0.0, 0.0
    for flow in scope.incoming(table.name, "write", "send", "call", "trigger"):
        count += flow.demand.per_month
        units += flow.demand.per_month * _write_units(table, flow.demand.payload_kb or table.item_kb)
    marks = _idempotency_writes(table, scope)
    return Access(count + marks, units + marks * _write_units(table, table.item_kb))


def _write_units(table: Table, size_kb: float) -> float:
    own = steps(size_kb, WRITE_UNIT_KB)
    return own + sum(own if index.projection == "all" else 1 for index in table.indexes)


def _idempotency_writes(table: Table, scope: Scope) -> float:
    """A consumer notes each message twice, when it begins and when it is done, unless links say what it writes."""
    found = 0.0
    for function in scope.all(Function):
        if function.idempotency is not None and function.idempotency.store == table.name:
            linked = any(flow.link.source == function.name for flow in scope.incoming(table.name, "write"))
            found += 0.0 if linked else 2 * scope.demand(function.name).per_month
    return found


def _reads(table: Table, scope: Scope) -> Access:
    count, units = 0.0, 0.0
    for flow in scope.incoming(table.name, "read"):
        count += flow.demand.per_month
        units += flow.demand.per_month * _read_units(table, flow, scope)
    return Access(count, units)


def _read_units(table: Table, flow: Flow, scope: Scope) -> float:
    size_kb = flow.demand.payload_kb or table.item_kb
    one = steps(size_kb, READ_UNIT_KB) * EVENTUAL
    many = _list_share(flow.source)
    if not many:
        return one
    page = steps(scope.assume("items_per_list") * size_kb, READ_UNIT_KB) * EVENTUAL
    return one * (1 - many) + page * many


def _list_share(source: ComponentBase) -> float:
    return _LISTS.get(source.operation, 0.0) if isinstance(source, Function) else 0.0


def _requests(table: Table, writes: Access, reads: Access) -> Iterator[Usage]:
    yield Usage(
        table.name,
        "dynamodb",
        "wru",
        "Write request units",
        writes.units,
        "writes x units of one",
        (
            ("writes", writes.number),
            ("units of one", writes.units / (writes.number or 1.0)),
            ("item KB", table.item_kb),
            ("indexes", len(table.indexes)),
        ),
    )
    yield Usage(
        table.name,
        "dynamodb",
        "rru",
        "Read request units",
        reads.units,
        "reads x units of one",
        (
            ("reads", reads.number),
            ("units of one", reads.units / (reads.number or 1.0)),
            ("item KB", table.item_kb),
        ),
    )


def _capacity(table: Table, scope: Scope, writes: Access, reads: Access) -> Iterator[Usage]:
    parts = (
        ("wcu_hour", "Write capacity", table.write_units, writes.units),
        ("rcu_hour", "Read capacity", table.read_units, reads.units),
    )
    copies = 1 + len(table.indexes)
    for sku, title, floor, units in parts:
        used = units / scope.seconds / TARGET_UTILISATION
        floors = floor * (copies if sku == "wcu_hour" else 1)
        capacity = max(float(floors), math.ceil(used - 1e-9))
        inputs: tuple[Input, ...] = (("floor", float(floors)), ("used at 70 %", used), ("hours", scope.hours))
        formula = "max(floor, ceil(used at 70 %)) x hours"
        yield Usage(
            table.name, "dynamodb", sku, title, capacity * scope.hours, formula, inputs, is_standing=not table.replicas
        )


def _kept(table: Table, scope: Scope, region: str | None) -> Iterator[Usage]:
    share = sum(1.0 if index.projection == "all" else scope.assume("index_key_share") for index in table.indexes)
    held = scope.held(table)
    size = held.gigabytes * (1 + share)
    where = f" ({region})" if region else ""
    formula, inputs = f"{held.formula} x (1 + share of indexes)", (*held.inputs, ("share of indexes", share))
    yield Usage(
        table.name,
        "dynamodb",
        "storage",
        f"Storage{where}",
        size,
        formula,
        inputs,
        region=region,
        is_standing=not table.replicas,
    )
    if table.point_in_time_recovery:
        yield Usage(
            table.name,
            "dynamodb",
            "pitr",
            f"Point-in-time recovery{where}",
            size,
            formula,
            inputs,
            region=region,
            is_standing=not table.replicas,
        )


def _replicated(table: Table, writes: Access, region: str) -> Usage:
    return Usage(
        table.name,
        "dynamodb",
        "rwru",
        f"Replicated writes ({region})",
        writes.units,
        "write request units",
        (("write request units", writes.units),),
        region=region,
    )
