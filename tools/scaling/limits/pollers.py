"""Consumers that poll: how much they take off their queue or stream at most.

A queue is there to hold what comes faster than it is worked off: its consumer must keep up over the day, not with the
peak. A stream is read as it comes: its reader must keep up with the peak.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from tools.design.components import Function, Stream
from tools.scaling.day import Feed
from tools.scaling.functions import Run
from tools.scaling.ground import Ground, design_limit, quota_limit
from tools.scaling.model import Figure, Limit
from tools.workload import Batching

PROVIDERS = ("aws",)

_SHARD_RATE = 1000.0
"""Records or write units a second that fill a shard; where shards come by themselves, another one comes then."""

_FORMULA = "messages a second x duration / batch size"


def measure(ground: Ground) -> Iterator[Limit]:
    """Batches at once of each polled trigger, against what its pollers manage."""
    for index, link, demand in ground.flowing("trigger"):
        batching, run = ground.scene.workload.batches[index], ground.runs.get(link.target)
        if batching is None or run is None:
            continue
        rates = ground.scene.day.over_day((Feed(demand),))
        if max(rates, default=0.0) <= 0:
            continue
        if ground.scene.parts[link.source].kind == "queue":
            use = _batches_at_once(ground.scene.day.mean(rates), batching, run)
            yield from _queue_pollers(ground, index, run.function, use)
        else:
            use = _batches_at_once(max(rates), batching, run)
            yield from _shard_readers(ground, link.source, run, use, batching)


def _batches_at_once(messages: float, batching: Batching, run: Run) -> Figure:
    return Figure(
        messages * run.duration_s / batching.size,
        "batches at once",
        _FORMULA,
        (("messages, 1/s", messages), ("duration, s", run.duration_s), ("batch size", float(batching.size))),
    )


def _queue_pollers(ground: Ground, index: int, function: Function, use: Figure) -> Iterator[Limit]:
    stated = ground.scene.semantics[index].max_concurrency
    queue = ground.scene.design.links[index].source
    title = f"batches of {queue} in work at once, on average over its busiest day"
    effect = "the queue grows from day to day, until it forgets what has waited too long"
    if stated is not None:
        yield design_limit(function.name, f"max_concurrency.{queue}", title, use, float(stated), effect)
        return
    quota = ground.quota("lambda_esm", "sqs_scaling")
    if quota is not None:
        yield quota_limit(function.name, quota, title, use, quota.number("max"), effect, part=queue)


def _shard_readers(ground: Ground, source: str, run: Run, use: Figure, batching: Batching) -> Iterator[Limit]:
    quota = ground.quota("lambda_esm", "stream_parallelization_factor")
    if quota is None:
        return
    stays_ahead = _brings_shards(ground, source) and batching.size / run.duration_s >= _SHARD_RATE
    yield quota_limit(
        run.function.name,
        quota,
        f"batches of {source} in work at once, one for each shard",
        use,
        batching.lanes,
        "records wait: the iterator falls behind, and what is older than the retention is lost",
        part=source,
        multiple=inf if stays_ahead else None,
        note="up to ten batches for each shard with a higher parallelisation factor",
    )


def _brings_shards(ground: Ground, source: str) -> bool:
    """Whether a stream or table gets further shards as its traffic grows."""
    part = ground.scene.parts[source]
    return not isinstance(part, Stream) or (part.capacity == "on-demand" and part.engine == "native")
