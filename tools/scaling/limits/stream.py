"""Streams: records and bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Stream
from tools.scaling.ground import Ground, quota_limit
from tools.scaling.model import Figure, Limit

PROVIDERS = ("aws",)

_REFUSED = "records are refused; the producer must try again"
_KB_PER_MB = 1024.0


def measure(ground: Ground) -> Iterator[Limit]:
    """The limits of each stream of the cloud's own kind."""
    for stream in ground.scene.all(Stream):
        if stream.engine == "native" and ground.scene.arriving(stream.name).weights:
            records = ground.peak([ground.scene.arriving(stream.name)], unit="records/s")
            if stream.capacity == "provisioned":
                yield from _provisioned(ground, stream, records)
            else:
                yield from _on_demand(ground, stream, records)


def _megabytes(ground: Ground, stream: Stream, records: Figure, readers: int = 1) -> Figure:
    size = ground.scene.arriving(stream.name).payload_kb
    value = records.value * size / _KB_PER_MB * readers
    inputs = (("records, 1/s", records.value), ("record, KB", size), ("readers", float(readers)))
    return Figure(value, "MB/s", "records a second x size x readers", inputs)


def _provisioned(ground: Ground, stream: Stream, records: Figure) -> Iterator[Limit]:
    taken, given = ground.quota("kinesis", "shard_in"), ground.quota("kinesis", "shard_out")
    if taken is not None:
        by_size = _megabytes(ground, stream, records)
        limits = ((records, "records_s", "records"), (by_size, "mb_s", "megabytes"))
        use, part, what = max(limits, key=lambda row: row[0].value / taken.number(row[1]))
        limit = taken.number(part) * stream.shards
        title = f"{what} a second into {stream.shards} shards"
        yield quota_limit(stream.name, taken, title, use, limit, _REFUSED)
    readers = len(ground.scene.links_from(stream.name, "trigger"))
    if given is not None and readers:
        use = _megabytes(ground, stream, records, readers)
        limit = given.number("mb_s") * stream.shards
        title = f"megabytes a second out of {stream.shards} shards, shared by {readers} readers"
        yield quota_limit(stream.name, given, title, use, limit, "readers fall behind")


def _on_demand(ground: Ground, stream: Stream, records: Figure) -> Iterator[Limit]:
    first, most = ground.quota("kinesis", "on_demand_default_in_mb_s"), ground.quota("kinesis", "on_demand_max_in_mb_s")
    use = _megabytes(ground, stream, records)
    if first is not None:
        yield quota_limit(
            stream.name,
            first,
            "megabytes a second into a new on-demand stream",
            use,
            first.number(),
            _REFUSED,
            is_certain=False,
            note="on the first day; a stream grows to twice the highest rate of the last 30 days",
        )
    if most is not None:
        title = "megabytes a second into an on-demand stream"
        yield quota_limit(stream.name, most, title, use, most.number(), _REFUSED)
