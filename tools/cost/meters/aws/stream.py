"""Amazon Kinesis Data Streams, on demand or by the shard, and Amazon MSK Serverless.

Source: their pricing pages. On-demand records count in steps of 1 KB, provisioned ones in PUT units of 25 KB; retention
beyond a day and beyond a week is billed apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.metering.steps import PUT_UNIT_KB
from tools.cost.scope import KB_PER_GB, Scope, gigabytes
from tools.cost.usage import Usage
from tools.design.components import Stream

DAY_H = 24.0
WEEK_H = 168.0


def meter(stream: Stream, scope: Scope) -> Iterator[Usage]:
    """Usage of one stream."""
    if stream.engine == "kafka":
        yield from _kafka(stream, scope)
    elif stream.capacity == "provisioned":
        yield from _shards(stream, scope)
    else:
        yield from _on_demand(stream, scope)


def _on_demand(stream: Stream, scope: Scope) -> Iterator[Usage]:
    yield _hours(stream, scope, "kinesis", "ondemand_stream_hour", "Stream hours", 1)
    records, size = 0.0, 0.0
    for flow in scope.incoming(stream.name):
        records += flow.demand.per_month
        size += flow.demand.per_month * steps(flow.demand.payload_kb, 1.0) / KB_PER_GB
    inputs = (("records", records), ("started KB of one", size * KB_PER_GB / (records or 1.0)))
    formula = "records x started KB of one / 1024 / 1024"
    yield _data(stream, "kinesis", "ondemand_in", "Data in", size, formula, inputs)
    readers = len(scope.outgoing(stream.name))
    yield _data(
        stream,
        "kinesis",
        "ondemand_out",
        "Data out",
        size * readers,
        "GB in x readers",
        (("GB in", size), ("readers", readers)),
    )
    kept = (
        ("ondemand_extended_retention", "Retention up to 7 days", min(stream.retention_hours, WEEK_H) - DAY_H),
        ("ondemand_long_term", "Retention beyond 7 days", stream.retention_hours - WEEK_H),
    )
    for sku, title, hours in kept:
        if hours > 0:
            inputs = (("GB in", size), ("hours kept", hours), ("hours", scope.hours))
            stored = size * hours / scope.hours
            yield _data(stream, "kinesis", sku, title, stored, "GB in x hours kept / hours", inputs)


def _shards(stream: Stream, scope: Scope) -> Iterator[Usage]:
    yield _hours(stream, scope, "kinesis", "shard_hour", "Shard hours", stream.shards)
    records, units = 0.0, 0.0
    for flow in scope.incoming(stream.name):
        records += flow.demand.per_month
        units += flow.demand.per_month * steps(flow.demand.payload_kb, PUT_UNIT_KB)
    yield Usage(
        stream.name,
        "kinesis",
        "put_payload_units",
        "PUT payload units",
        units,
        "records x started 25 KB of one",
        (("records", records), ("started 25 KB of one", units / (records or 1.0))),
    )
    if stream.retention_hours > DAY_H:
        title = "Retention up to 7 days"
        yield _hours(stream, scope, "kinesis", "extended_retention_24h_7d", title, stream.shards)
    beyond = stream.retention_hours - WEEK_H
    if beyond > 0:
        size = gigabytes(scope.incoming(stream.name))
        inputs = (("GB in", size), ("hours kept", beyond), ("hours", scope.hours))
        stored = size * beyond / scope.hours
        formula = "GB in x hours kept / hours"
        yield _data(stream, "kinesis", "long_term_retention", "Retention beyond 7 days", stored, formula, inputs)


def _kafka(stream: Stream, scope: Scope) -> Iterator[Usage]:
    service = "msk_serverless"
    yield _hours(stream, scope, service, "cluster_hour", "Cluster hours", 1)
    yield _hours(stream, scope, service, "partition_hour", "Partition hours", stream.shards)
    size = gigabytes(scope.incoming(stream.name))
    readers = len(scope.outgoing(stream.name))
    stored = size * stream.retention_hours / scope.hours
    yield _data(stream, service, "data_in", "Data in", size, "payload GB", (("payload GB", size),))
    inputs = (("GB in", size), ("readers", readers))
    yield _data(stream, service, "data_out", "Data out", size * readers, "GB in x readers", inputs)
    kept = (("GB in", size), ("hours kept", stream.retention_hours), ("hours", scope.hours))
    yield _data(stream, service, "storage", "Storage", stored, "GB in x hours kept / hours", kept)


def _hours(stream: Stream, scope: Scope, service: str, sku: str, title: str, count: float) -> Usage:
    inputs = (("count", count), ("hours", scope.hours))
    return Usage(stream.name, service, sku, title, count * scope.hours, "count x hours", inputs, is_standing=True)


def _data(
    stream: Stream, service: str, sku: str, title: str, size: float, formula: str, inputs: tuple[tuple[str, float], ...]
) -> Usage:
    return Usage(stream.name, service, sku, title, size, formula, inputs)
