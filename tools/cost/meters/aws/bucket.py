"""Amazon S3: requests, storage by class over the life of the objects, copies to other regions.

Source: Amazon S3 pricing page. Deletions and event notifications are free. Objects arrive evenly, so the share of them
that is older than the day of archiving follows from the age at which they expire.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Flow, Scope
from tools.cost.usage import Usage
from tools.design.components import Bucket, DeliveryStream
from tools.workload import Holding, added_gb

LEAST_ARCHIVED_KB = 128.0
"""Smaller objects stay where they are, unless a rule says otherwise."""


def meter(bucket: Bucket, scope: Scope) -> Iterator[Usage]:
    """Usage of one bucket."""
    puts = sum(_objects(flow, scope) for flow in scope.incoming(bucket.name) if flow.link.kind != "read")
    reads = sum(flow.demand.per_month for flow in scope.incoming(bucket.name, "read"))
    reads += sum(flow.demand.per_month for flow in scope.outgoing(bucket.name, "read"))
    yield _count(bucket, "put_copy_post_list", "Writes", puts, "objects written")
    yield _count(bucket, "get_select_other", "Reads", reads, "objects read")
    yield from _storage(bucket, scope, puts)
    for region in bucket.replicate_to:
        yield from _copies(bucket, scope, region, puts)


def _objects(flow: Flow, scope: Scope) -> float:
    """Objects that one flow writes; a delivery stream writes one for each full or aged buffer."""
    if not isinstance(flow.source, DeliveryStream):
        return flow.demand.per_month
    taken = scope.demand(flow.source.name)
    by_size = taken.per_month * taken.payload_kb / 1024 / flow.source.buffer_mb
    by_time = min(taken.per_month, scope.seconds / flow.source.buffer_s)
    return max(by_size, by_time)


def _count(bucket: Bucket, sku: str, title: str, count: float, formula: str) -> Usage:
    return Usage(bucket.name, "s3", sku, title, count, formula, ((formula, count),))


def _storage(bucket: Bucket, scope: Scope, puts: float) -> Iterator[Usage]:
    old, held = _old_share(bucket, scope), scope.held(bucket)
    yield _stored(bucket, "standard_storage", "Storage", held, 1 - old)
    if bucket.archive_after_days is None:
        return
    yield _stored(bucket, "glacier_instant_storage", "Archived storage", held, old)
    moved = puts if old else 0.0
    yield _count(bucket, "glacier_instant_transition", "Moves to the archive", moved, "objects that live long enough")


def _old_share(bucket: Bucket, scope: Scope) -> float:
    if bucket.archive_after_days is None or bucket.object_kb < LEAST_ARCHIVED_KB:
        return 0.0
    span = bucket.expire_after_days or scope.assume("month_span_days")
    return max(0.0, 1 - bucket.archive_after_days / span)


def _stored(bucket: Bucket, sku: str, title: str, held: Holding, share: float) -> Usage:
    return Usage(
        bucket.name,
        "s3",
        sku,
        title,
        held.gigabytes * share,
        f"{held.formula} x share of this class",
        (*held.inputs, ("share of this class", share)),
        is_standing=not bucket.replicate_to,
    )


def _copies(bucket: Bucket, scope: Scope, region: str, puts: float) -> Iterator[Usage]:
    where, size, held = f" ({region})", added_gb(bucket, scope.workload), scope.held(bucket)
    yield Usage(
        bucket.name,
        "s3",
        "put_copy_post_list",
        f"Copies{where}",
        puts,
        "objects written",
        (("objects written", puts),),
        region=region,
    )
    yield Usage(
        bucket.name,
        "data_transfer",
        "inter_region",
        f"Transfer to{where}",
        size,
        "GB written",
        (("GB written", size),),
    )
    yield Usage(
        bucket.name,
        "s3",
        "standard_storage",
        f"Storage{where}",
        held.gigabytes,
        held.formula,
        held.inputs,
        region=region,
    )
