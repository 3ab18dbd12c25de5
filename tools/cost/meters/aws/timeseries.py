"""Amazon Timestream for LiveAnalytics: writes of up to 1 KB, memory and magnetic store, query compute.

Source: Amazon Timestream pricing page. New customers are offered Timestream for InfluxDB instead since 2025-06.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.scope import Scope, gigabytes
from tools.cost.usage import Usage
from tools.design.components import TimeSeries

QUERY_UNITS = 4.0
"""Fewest compute units one query is billed for."""

QUERY_HOURS = 30 / 3600
"""Shortest time it is billed for."""


def meter(series: TimeSeries, scope: Scope) -> Iterator[Usage]:
    """Usage of one time series database."""
    flows = scope.incoming(series.name, "write", "send", "call", "trigger")
    records = sum(flow.demand.per_month for flow in flows)
    writes = sum(flow.demand.per_month * steps(flow.demand.payload_kb, 1.0) for flow in flows)
    size = gigabytes(flows)
    yield Usage(
        series.name,
        "timestream",
        "writes",
        "Writes",
        writes,
        "records x started KB",
        (("records", records),),
    )
    yield Usage(
        series.name,
        "timestream",
        "memory_gb_hour",
        "Memory store",
        size * series.memory_hours,
        "GB written x hours in memory",
        (("GB written", size), ("hours in memory", series.memory_hours)),
    )
    yield Usage(
        series.name,
        "timestream",
        "magnetic_gb_month",
        "Magnetic store",
        series.stored_gb,
        "GB",
        (("GB", series.stored_gb),),
        is_standing=True,
    )
    queries = sum(flow.demand.per_month for flow in scope.incoming(series.name, "read"))
    yield Usage(
        series.name,
        "timestream",
        "tcu_hour",
        "Query compute",
        queries * QUERY_UNITS * QUERY_HOURS,
        "queries x 4 units x 30 s / 3600, the least one query is billed",
        (("queries", queries),),
    )
