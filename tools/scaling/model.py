"""What the analysis says: values with their formulas, limits, queues, latencies."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

Input = tuple[str, float | str]


class Figure(NamedTuple):
    """A number that can be checked: its unit, the formula it comes from, and what went into it."""

    value: float
    unit: str
    formula: str
    inputs: tuple[Input, ...] = ()


class ColdStarts(NamedTuple):
    """Requests that wait for a new environment."""

    per_month: Figure
    share: float
    """Of all invocations, 0 to 1."""
    p50_ms: float
    p95_ms: float
    p99_ms: float
    environments: Figure
    """Environments kept on average on a day without peaks, busy or idle."""
    source: str
    as_of: str
    note: str


class FunctionScaling(NamedTuple):
    """One function under its traffic."""

    component: str
    invocations_per_month: float
    mean_rps: float
    peak_rps: float
    duration_ms: Figure
    """Mean duration of a warm invocation, what it waits for included."""
    mean: Figure
    """Mean concurrency over the month."""
    p99: Figure
    """Concurrency not exceeded in 99 of 100 moments at the peak rate."""
    worst: Figure
    """Concurrency of the worst second."""
    worst_at_s: float
    """Second of the day of the peak rate."""
    ceiling: float
    """Concurrency it can reach: reserved concurrency, or the shares of its pollers; infinite for the account's."""
    ceiling_reason: str
    turned_away: Figure
    """Requests throttled in the worst peak: by its ceiling, and by how fast environments are added."""
    cold: ColdStarts | None
    """None for a function that never runs."""


class QueueScaling(NamedTuple):
    """A queue or stream and the consumer that drains it."""

    component: str
    consumer: str
    arrivals_peak_rps: float
    capacity_rps: Figure
    """Messages a second its consumer handles at most."""
    backlog: Figure
    """Messages waiting at worst."""
    delay_s: Figure
    """How long the message that waits longest waits."""
    drained_after_s: float
    """From the start of the worst peak until the backlog is gone; infinite where the consumer cannot keep up."""


class Limit(NamedTuple):
    """One limit that the design's traffic counts against."""

    id: str
    """Unique in the report: `<component>/<quota>`."""
    component: str
    """The component it limits; `account` for one that several share."""
    quota: str
    """Service and name in the catalogue, `lambda.account_concurrency_default` say, or `design.<field>`."""
    title: str
    use: Figure
    """What the expected traffic takes at its peak."""
    limit: float
    multiple: float
    """How many times the expected traffic reaches it; infinite where none does."""
    effect: str
    """What happens beyond it."""
    is_certain: bool
    """Whether it holds for the design as it stands; otherwise `note` states the case in which it does."""
    adjustable: bool | None
    """Whether it can be raised on request or in the design; None where not known."""
    source: str
    as_of: str
    note: str = ""

    @property
    def share(self) -> float:
        """Part of the limit in use at the expected peak, 1 for all of it."""
        return self.use.value / self.limit if self.limit > 0 else inf

    @property
    def is_own(self) -> bool:
        """Whether the design sets it itself, and a change of the design raises it."""
        return self.quota.startswith("design.") and self.quota != "design.max_rps"

    @property
    def is_granted(self) -> bool:
        """Whether the provider raises it on request; a limit of the design's own is the architect's to raise."""
        return self.adjustable is True and not self.quota.startswith("design.")


class LatencyTerm(NamedTuple):
    """One part of a latency."""

    what: str
    p50_ms: float
    p99_ms: float
    source: str
    """`design`, `assumption`, or where it was measured."""


class Objective(NamedTuple):
    """A latency objective held against an estimate."""

    what: str
    percentile: float
    milliseconds: float
    expected_ms: float

    @property
    def is_met(self) -> bool:
        """Whether the estimate stays within the objective."""
        return self.expected_ms <= self.milliseconds


class EntryLatency(NamedTuple):
    """How long one kind of request takes: until it is answered, and until all it sets off is done."""

    load: str
    route: tuple[str, ...]
    """Components the answer depends on, from where the request enters."""
    p50_ms: Figure
    p99_ms: Figure
    terms: tuple[LatencyTerm, ...]
    objectives: tuple[Objective, ...]
    later: tuple[str, ...]
    """The slowest way of what goes on after the answer; empty where nothing does."""
    later_p50_ms: float
    later_p99_ms: float
    """From the request until the end of that way, in milliseconds."""
    is_answer: bool = True
    """Whether somebody waits for an answer. A file that is handed in takes as long as its size and the line make it."""


class Assumption(NamedTuple):
    """Something taken for granted."""

    text: str
    as_of: str


class Series(NamedTuple):
    """A quantity over the day, at the seconds of the report's `times`."""

    name: str
    values: tuple[float, ...]


class ScalingReport(NamedTuple):
    """How far a design scales, and where it breaks first."""

    design: str
    provider: str
    region: str
    functions: tuple[FunctionScaling, ...]
    account: Figure
    """Concurrency of all functions together in the worst second."""
    account_at_s: float
    account_turned_away: Figure
    """Requests throttled in the worst peak because the account's concurrency is used up."""
    account_limit: float
    """Default concurrency of an account; 0 where the provider has none."""
    queues: tuple[QueueScaling, ...]
    limits: tuple[Limit, ...]
    """Those that break first first; uncertain ones after the certain."""
    latencies: tuple[EntryLatency, ...]
    times: tuple[float, ...]
    """Seconds of the day at which the series are given."""
    series: tuple[Series, ...]
    """Mean concurrency of each function over the day."""
    unmeasured: tuple[str, ...]
    """Components with traffic whose service publishes no limit that the catalogue knows."""
    assumptions: tuple[Assumption, ...]

    @property
    def answers(self) -> tuple[EntryLatency, ...]:
        """The latencies of what somebody waits for."""
        return tuple(latency for latency in self.latencies if latency.is_answer)

    @property
    def first_limit(self) -> Limit | None:
        """The certain limit that the least multiple of the expected traffic reaches; None where none is in reach."""
        return next((limit for limit in self.limits if limit.is_certain and limit.multiple < inf), None)

    @property
    def next_limit(self) -> Limit | None:
        """What breaks first once the design's own caps are raised; None where that is the first limit anyway."""
        first = self.first_limit
        if first is None or not first.is_own:
            return None
        return next(
            (limit for limit in self.limits if limit.is_certain and limit.multiple < inf and not limit.is_own), None
        )
