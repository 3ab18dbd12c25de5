"""Amazon S3: requests, storage by class over the life of the objects, copies to other regions.

Source: Amazon S3 pricing page. Deletions and event notifications are free. Objects arrive evenly, so the share of them
that is older than the day of archiving follows from the age at which they expire.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import KB_PER_GB, Flow, Scope
from tools.cost.usage import Usage
from tools.design.components import Bucket, DeliveryStream

LEAST_ARCHIVED_KB = 128.0
"""Smaller objects stay where they are, unless a rule says otherwise."""


def meter(bucket: Bucket, scope: Scope) -> Iterator[Usage]:
    """Usage of one bucket."""
    written = [(flow, _objects(flow, scope)) for flow in scope.incoming(bucket.name) if flow.link.kind != "read"]
    puts = sum(count for _, count in written)
    reads = sum(flow.demand.per_month for flow in scope.incoming(bucket.name, "read"))
    reads += sum(flow.demand.per_month for flow in scope.outgoing(bucket.name, "read"))
    yield _count(bucket, "put_copy_post_list", "Writes", puts, "objects written")
    yield _count(bucket, "get_select_other", "Reads", reads, "objects read")
    yield from _storage(bucket, scope, puts)
    for region in bucket.replicate_to:
        yield from _copies(bucket, region, puts, sum(_gigabytes(flow, count) for flow, count in written))


def _objects(flow: Flow, scope: Scope) -> float:
    """Objects that one flow writes; a delivery stream writes one for each full or aged buffer."""
    if not isinstance(flow.source, DeliveryStream) or not flow.demand.per_month:
        return flow.demand.per_month
    by_size = flow.gigabytes * 1024 / flow.source.buffer_mb
    by_time = min(flow.demand.per_month, scope.seconds / flow.source.buffer_s)
    return max(by_size, by_time)


def _gigabytes(flow: Flow, count: float) -> float:
    return flow.gigabytes if flow.demand.payload_kb else count / KB_PER_GB


def _count(bucket: Bucket, sku: str, title: str, count: float, formula: str) -> Usage:
    return Usage(bucket.name, "s3", sku, title, count, formula, ((formula, count),))


def _storage(bucket: Bucket, scope: Scope, puts: float) -> Iterator[Usage]:
    old = _old_share(bucket, scope)
    yield _stored(bucket, "standard_storage", "Storage", bucket.stored_gb * (1 - old), 1 - old)
    if bucket.archive_after_days is None:
        return
    yield _stored(bucket, "glacier_instant_storage", "Archived storage", bucket.stored_gb * old, old)
    moved = puts if old else 0.0
    yield _count(bucket, "glacier_instant_transition", "Moves to the archive", moved, "objects that live long enough")


def _old_share(bucket: Bucket, scope: Scope) -> float:
    if bucket.archive_after_days is None or bucket.object_kb < LEAST_ARCHIVED_KB:
        return 0.0
    span = bucket.expire_after_days or scope.assume("month_span_days")
    return max(0.0, 1 - bucket.archive_after_days / span)


def _stored(bucket: Bucket, sku: str, title: str, size: float, share: float) -> Usage:
    return Usage(
        bucket.name,
        "s3",
        sku,
        title,
        size,
        "GB x share of this class",
        (("GB", bucket.stored_gb), ("share", share)),
        is_standing=not bucket.replicate_to,
    )


def _copies(bucket: Bucket, region: str, puts: float, size: float) -> Iterator[Usage]:
    where = f" ({region})"
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
        bucket.stored_gb,
        "GB",
        (("GB", bucket.stored_gb),),
        region=region,
    )
