"""Queues, streams and change logs: what gathers before their consumers, and for how long.

A queue's pollers start with 5 batches at once and add 300 a minute up to their most; a stream or change log is read by
one batch per shard. Sources: quotas `lambda_esm.sqs_scaling`, `lambda_esm.stream_parallelization_factor` (1 taken).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

from tools.design.components import Container
from tools.scaling.assumptions import SERVICE_REQUESTS_PER_VCPU
from tools.scaling.day import Feed, Impulse, highest
from tools.scaling.facts import find_quota
from tools.scaling.functions import Run
from tools.scaling.model import Figure, QueueScaling
from tools.scaling.scene import Scene
from tools.scaling.supply import Backlog, Surge, backlog_of
from tools.workload import Batching
from tools.workload.profiles import DAY_S

_IMPULSE_S = 600.0
NO_BACKLOG = Backlog(0.0, 0.0, 0.0)

_CAPACITY = "most batches at once x batch size / duration"


class Consumer(NamedTuple):
    """What drains a queue: how many batches at once, how fast that grows, and what a batch comes to."""

    feed: Feed
    batch: float
    duration_s: float
    first: float
    """Batches at once when work begins to gather."""
    growth_per_s: float
    most: float

    def capacity_at(self, t_s: float) -> float:
        """Messages a second it can handle, so long after work begins to gather."""
        return min(self.most, self.first + self.growth_per_s * t_s) * self.batch / self.duration_s

    @property
    def capacity(self) -> float:
        """Messages a second it can handle in the end."""
        return self.most * self.batch / self.duration_s


def queue_scalings(scene: Scene, runs: Mapping[str, Run]) -> tuple[QueueScaling, ...]:
    """Every polled link with traffic whose consumer's pace is known."""
    found: list[QueueScaling] = []
    for index, batching in enumerate(scene.workload.batches):
        demand = scene.workload.links[index]
        if batching is None or not demand.weights:
            continue
        link = scene.design.links[index]
        consumer = _consumer(scene, runs, index, batching)
        if consumer is not None and consumer.duration_s > 0 and consumer.most > 0:
            found.append(_queue_scaling(scene, link.source, link.target, consumer))
    return tuple(found)


def _consumer(scene: Scene, runs: Mapping[str, Run], index: int, batching: Batching) -> Consumer | None:
    link = scene.design.links[index]
    demand, target = scene.workload.links[index], scene.parts[link.target]
    if isinstance(target, Container):
        at_once = SERVICE_REQUESTS_PER_VCPU * target.vcpu if target.mode == "service" else 1.0
        most = target.max_tasks * at_once
        return Consumer(Feed(demand), 1.0, target.work_s, most, 0.0, most)
    run = runs.get(link.target)
    if run is None:
        return None
    feed = next(feed for feed in run.feeds if feed.demand is demand)
    if scene.parts[link.source].kind != "queue":
        return Consumer(feed, batching.size, run.duration_s, batching.lanes, 0.0, batching.lanes)
    reserved = run.function.reserved_concurrency
    most = min(feed.ceiling or inf, inf if reserved is None else float(reserved))
    first, growth = _poller_growth(scene)
    return Consumer(feed, batching.size, run.duration_s, min(first, most), growth, most)


def _poller_growth(scene: Scene) -> tuple[float, float]:
    found = find_quota(scene.provider, "lambda_esm", "sqs_scaling", scene.region)
    if found is None:
        return inf, 0.0
    return found.number("initial_concurrent"), found.number("per_minute") / 60


def _queue_scaling(scene: Scene, queue: str, name: str, consumer: Consumer) -> QueueScaling:
    messages = (Feed(consumer.feed.demand),)
    rates = scene.day.over_day(messages)
    impulses = scene.day.impulses(messages)
    worst = _worst_backlog(scene, messages, rates, impulses, consumer)
    peak = max(scene.day.peak(consumer.feed.demand, impulses)[0], consumer.feed.demand.peak_rps)
    inputs = (
        ("batches at once", consumer.most if consumer.most < inf else "no limit"),
        ("batch size", consumer.batch),
        ("duration, s", consumer.duration_s),
    )
    return QueueScaling(
        component=queue,
        consumer=name,
        arrivals_peak_rps=peak,
        capacity_rps=Figure(consumer.capacity, "messages/s", _CAPACITY, inputs),
        backlog=Figure(
            worst.most, "messages", "largest ∫ (arrivals - capacity) dt of day, peaks and schedules", inputs
        ),
        delay_s=Figure(worst.delay_s, "s", "largest of backlog / capacity", inputs),
        drained_after_s=worst.drained_after_s,
    )


def _worst_backlog(
    scene: Scene, messages: Sequence[Feed], rates: Sequence[float], impulses: Sequence[Impulse], consumer: Consumer
) -> Backlog:
    found = [NO_BACKLOG]
    if highest(rates)[0] > consumer.capacity:
        found.append(_daily_backlog(scene.day.times, rates, consumer.capacity))
    for rise in scene.day.rises:
        before, level = scene.day.normal_at(messages, rise.before), rates[rise.after]
        steady = _ready_for(consumer, before)
        if level > max(before, steady.capacity_at(0)):
            surge = Surge(before, level, rise.burst.reached, rise.burst.ending - rise.burst.reached)
            found.append(backlog_of(surge.at, steady.capacity_at, surge.over_s))
    beside = min(rates, default=0.0)
    found += [_impulse_backlog(impulse, beside, consumer) for impulse in impulses]
    return max(found, key=lambda one: (one.delay_s, one.most))


def _ready_for(consumer: Consumer, rate: float) -> Consumer:
    """The consumer when it has settled on a rate."""
    busy = rate * consumer.duration_s / consumer.batch
    first = min(consumer.most, max(consumer.first, busy))
    return Consumer(consumer.feed, consumer.batch, consumer.duration_s, first, consumer.growth_per_s, consumer.most)


def _impulse_backlog(impulse: Impulse, beside: float, consumer: Consumer) -> Backlog:
    if impulse.spread_s <= 1:
        return backlog_of(lambda _: beside, consumer.capacity_at, _IMPULSE_S, impulse.amount)
    rate = impulse.amount / impulse.spread_s
    if beside + rate <= consumer.capacity_at(0):
        return NO_BACKLOG

    def arrivals(t_s: float) -> float:
        return beside + (rate if t_s < impulse.spread_s else 0.0)

    return backlog_of(arrivals, consumer.capacity_at, 2 * impulse.spread_s)


def _daily_backlog(times: Sequence[float], rates: Sequence[float], capacity: float) -> Backlog:
    """What gathers over a day that repeats; followed for two days, so that what is left over counts."""
    left = most = since = longest = 0.0
    ends = [*times[1:], times[0] + DAY_S]
    left_over: list[float] = []
    for _ in range(2):
        for index, (at, end) in enumerate(zip(times, ends, strict=True)):
            mean = (rates[index] + rates[(index + 1) % len(rates)]) / 2
            left = max(0.0, left + (mean - capacity) * (end - at))
            since = since + end - at if left > 0 else 0.0
            most, longest = max(most, left), max(longest, since)
        left_over.append(left)
    if left_over[1] > left_over[0] * 1.0001:
        return Backlog(inf, inf, inf)
    return Backlog(most, most / capacity, longest)
