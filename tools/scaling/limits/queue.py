"""Queues: ordered throughput, and messages in work."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Queue
from tools.scaling.ground import Ground, quota_limit
from tools.scaling.model import Figure, Limit

PROVIDERS = ("aws",)


def measure(ground: Ground) -> Iterator[Limit]:
    """The limits of each queue with traffic."""
    for queue in ground.scene.all(Queue):
        if ground.scene.arriving(queue.name).weights:
            yield from _ordered(ground, queue)
            yield from _in_work(ground, queue)


def _ordered(ground: Ground, queue: Queue) -> Iterator[Limit]:
    quota = ground.quota("sqs", "fifo_tps_per_api") if queue.fifo else None
    if quota is not None:
        yield quota_limit(
            queue.name,
            quota,
            "messages sent to an ordered queue a second",
            ground.peak([ground.scene.arriving(queue.name)], unit="messages/s"),
            quota.number("unbatched"),
            "sending is throttled",
            note="sent one by one; ten times as many in batches, more in high-throughput mode",
        )


def _in_work(ground: Ground, queue: Queue) -> Iterator[Limit]:
    quota = ground.quota("sqs", "inflight_fifo" if queue.fifo else "inflight_standard")
    held = 0.0
    for index, link in ground.scene.links_from(queue.name, "trigger"):
        run = ground.runs.get(link.target)
        if run is not None:
            held += ground.scene.workload.links[index].peak_rps * run.duration_s
    if quota is not None and held > 0:
        use = Figure(held, "messages", "messages a second x duration", (("in work", held),))
        yield quota_limit(
            queue.name, quota, "messages received and not yet deleted", use, quota.number(), "receiving is refused"
        )
