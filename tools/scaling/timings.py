"""How long every component takes to answer, from what it does itself and what it waits for.

Durations are taken as log-normal. Parts that follow each other are combined by the rule

    p50 = Σ p50_i        p99 = Σ p50_i + √(Σ (p99_i - p50_i)²)

exact for independent normal parts, and within a few percent for skewed ones when none dominates. A part that happens
in a share s of the requests counts for the median from s = 1/2 on, and for the 99th percentile with its own quantile
1 - 0.01 / s, not at all below 1 %.

A function's stated duration holds its waiting; where the calls it makes in turn add up to more than that, they count,
up to its timeout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from math import ceil, exp, log, sqrt
from typing import NamedTuple

from tools.design.components import AiService, Api, Component, Container, External, Function, WorkflowEngine
from tools.design.links import Link
from tools.scaling.assumptions import ANSWERS, EXTERNAL_P99_FACTOR, PASSES, Timing
from tools.scaling.quantiles import Z99, between, lognormal_sigma
from tools.scaling.scene import Scene

DEFAULT_P99_FACTOR = 3.0
"""99th percentile of a function's duration in multiples of its mean, where the design does not say."""

_PER_CALL = {
    "queue": 10,
    "topic": 10,
    "bus": 10,
    "stream": 500,
    "delivery-stream": 500,
    "table": 25,
    "search-index": 100,
    "timeseries": 100,
}
"""Most messages or items that one call of the service takes: quotas `sqs.batch`, `kinesis.put_records`,
`dynamodb.batch_write`; PutEvents and PublishBatch take ten, bulk indexing and WriteRecords are taken by the hundred."""

_STORES = frozenset({"table", "database", "timeseries", "warehouse", "bucket", "cache", "search-index"})


class Answer(NamedTuple):
    """A duration in milliseconds: median, 99th percentile, mean."""

    p50_ms: float
    p99_ms: float
    mean_ms: float


NONE = Answer(0.0, 0.0, 0.0)


class Chill(NamedTuple):
    """Cold starts of a function as its callers see them."""

    share: float
    """Of its requests, 0 to 1."""
    start: Answer


@lru_cache(maxsize=1024)
def answer_of(p50_ms: float, p99_ms: float) -> Answer:
    """A log-normal duration from its median and its 99th percentile."""
    sigma = log(max(p99_ms, p50_ms) / p50_ms) / Z99 if p50_ms > 0 else 0.0
    return Answer(p50_ms, max(p99_ms, p50_ms), p50_ms * exp(sigma * sigma / 2))


@lru_cache(maxsize=1024)
def work_answer(mean_ms: float, p99_ms: float | None) -> Answer:
    """A log-normal duration from its mean and its 99th percentile, three times the mean where unknown."""
    top = p99_ms if p99_ms is not None else DEFAULT_P99_FACTOR * mean_ms
    sigma = lognormal_sigma(mean_ms, top)
    return Answer(mean_ms * exp(-sigma * sigma / 2), max(top, mean_ms), mean_ms)


def in_turn(parts: Iterable[Answer]) -> Answer:
    """Several durations, one after the other."""
    p50 = mean = excess = 0.0
    for part in parts:
        p50 += part.p50_ms
        mean += part.mean_ms
        excess += (part.p99_ms - part.p50_ms) ** 2
    return Answer(p50, p50 + sqrt(excess), mean)


def repeated(part: Answer, times: float) -> Answer:
    """A duration so many times in turn; in a share of the cases only, where `times` is below 1."""
    if times == 1:
        return part
    if times > 1:
        p50 = part.p50_ms * times
        return Answer(p50, p50 + (part.p99_ms - part.p50_ms) * sqrt(times), part.mean_ms * times)
    p99 = between(part.p50_ms, part.p99_ms, 1 - 0.01 / times) if times > 0.0101 else 0.0
    p50 = part.p50_ms if times >= 0.5 else 0.0
    return Answer(p50, max(p50, p99), part.mean_ms * times)


def slower(one: Answer, other: Answer) -> Answer:
    """The longer of two durations, figure by figure."""
    return Answer(max(one.p50_ms, other.p50_ms), max(one.p99_ms, other.p99_ms), max(one.mean_ms, other.mean_ms))


def _at_most(answer: Answer, top_ms: float) -> Answer:
    """A duration that is cut off at some length."""
    return Answer(min(answer.p50_ms, top_ms), min(answer.p99_ms, top_ms), min(answer.mean_ms, top_ms))


def pass_of(component: Component) -> Answer:
    """What a front door adds to each request; nothing for any other component."""
    name = f"api-{component.style}" if isinstance(component, Api) else component.kind
    return _timed(PASSES.get(name))


def _timed(timing: Timing | None) -> Answer:
    return answer_of(timing.p50_ms, timing.p99_ms) if timing is not None else NONE


class Answers:
    """How long each component of a scene takes to answer. Works each out once, when asked."""

    def __init__(self, scene: Scene, chill_of: Callable[[str], Chill | None] | None = None) -> None:
        """Warm answers, or with the cold starts that `chill_of` says of each function."""
        self._scene = scene
        self._chill_of = chill_of
        self._known: dict[str, Answer] = {}

    def of_function(self, name: str) -> Answer:
        """A run of a function from its start to its end, waits and cold starts included."""
        if name not in self._known:
            self._known[name] = NONE
            self._known[name] = self._function(name)
        return self._known[name]

    def _function(self, name: str) -> Answer:
        function = self._scene.parts[name]
        if not isinstance(function, Function):
            return NONE
        whole = slower(work_answer(function.work_ms, function.work_p99_ms), self.waits_of(name))
        whole = _at_most(whole, 1000 * function.timeout_s)
        chill = self._chill_of(name) if self._chill_of is not None else None
        return whole if chill is None else in_turn((whole, repeated(chill.start, chill.share)))

    def waits_of(self, name: str) -> Answer:
        """All that one run of a component calls, reads, writes and hands over, in turn."""
        per_run = self._units_per_run(name)
        return in_turn(
            self.of_link(link, link.ratio * per_run)
            for _, link in self._scene.links_from(name)
            if link.ratio > 0 and link.load is None
        )

    def _units_per_run(self, name: str) -> float:
        taken, runs = self._scene.arriving(name), self._scene.workload.invocations.get(name)
        return taken.per_month / runs.per_month if runs is not None and runs.per_month > 0 else 1.0

    def of_link(self, link: Link, times: float = 1.0) -> Answer:
        """What the source of a link waits for on it, so many times; many messages or items go in one call."""
        target = self._scene.parts[link.target]
        if times > 1 and link.kind in ("send", "write", "read", "trigger"):
            times = float(ceil(times / _PER_CALL.get(target.kind, 1)))
        return repeated(self._of_one(link, target), times)

    def _of_one(self, link: Link, target: Component) -> Answer:
        if isinstance(target, Function):
            handed_over = link.kind in ("trigger", "send")
            return _timed(PASSES["invoke"]) if handed_over else self._invoked(target)
        if isinstance(target, External):
            return answer_of(target.latency_ms, EXTERNAL_P99_FACTOR * target.latency_ms)
        if isinstance(target, AiService):
            return _timed(ANSWERS.get(f"ai-{target.capability}"))
        if isinstance(target, Container):
            return work_answer(target.work_s * 1000, None) if link.kind == "call" else _timed(PASSES["start-execution"])
        if isinstance(target, WorkflowEngine):
            return self.of_workflow(target)
        if target.kind in _STORES:
            return _timed(ANSWERS.get(f"{target.kind}-{'read' if link.kind == 'read' else 'write'}"))
        return _timed(ANSWERS.get(target.kind)) if target.kind in ANSWERS else self.of_door(target)

    def _invoked(self, function: Function) -> Answer:
        return in_turn((_timed(PASSES["invoke"]), self.of_function(function.name)))

    def of_workflow(self, engine: WorkflowEngine) -> Answer:
        """What whoever starts a workflow waits for: its result where it is synchronous, else that it has started."""
        started = _timed(PASSES["start-execution"])
        if not engine.synchronous:
            return started
        return in_turn((started, work_answer(engine.work_s * 1000, None)))

    def of_door(self, door: Component) -> Answer:
        """A front door and the slowest of what answers behind it."""
        if door.name in self._known:
            return self._known[door.name]
        self._known[door.name] = NONE
        behind = NONE
        for _, link in self._scene.links_from(door.name, "trigger", "call", "read"):
            target = self._scene.parts[link.target]
            one = self.of_function(target.name) if isinstance(target, Function) else self._of_one(link, target)
            behind = slower(behind, one)
        self._known[door.name] = in_turn((pass_of(door), behind))
        return self._known[door.name]
