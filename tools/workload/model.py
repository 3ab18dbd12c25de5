"""What traffic becomes on its way through a design: sources, demands, batches."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from tools.design.design import Design
from tools.design.requirements import SECONDS_PER, Load
from tools.workload.cron import Starts
from tools.workload.profiles import DAY_S, DayProfile, day_of

MONTH_S = SECONDS_PER["month"]


class LoadSource(NamedTuple):
    """A load of the requirements, where it enters."""

    name: str
    """The id of the load."""
    load: Load
    day: DayProfile
    mean_rps: float
    """Over a year, peaks included."""
    peak_rps: float
    kind: Literal["load"] = "load"

    @property
    def per_month(self) -> float:
        """Mean quantity of a month, peaks included."""
        return self.mean_rps * MONTH_S

    def rate(self, t_s: float) -> float:
        """Rate at second `t_s` of a day, requests per second."""
        return self.day.rate_at(t_s)


class ScheduleSource(NamedTuple):
    """A recurring schedule: impulses, one start each."""

    name: str
    """`schedule:` and the name of the component."""
    starts: Starts
    kind: Literal["schedule"] = "schedule"

    @property
    def per_month(self) -> float:
        """Mean number of starts in a month."""
        return self.starts.per_month

    @property
    def mean_rps(self) -> float:
        """Mean rate of starts, per second."""
        return self.per_month / MONTH_S

    @property
    def peak_rps(self) -> float:
        """One start within its second."""
        return 1.0 if self.starts.seconds else 0.0

    def rate(self, t_s: float) -> float:
        """1 in a second in which it starts, 0 in any other."""
        return 1.0 if float(int(t_s % DAY_S)) in self.starts.seconds else 0.0


Source = LoadSource | ScheduleSource


@lru_cache(maxsize=128)
def load_source(load: Load) -> LoadSource:
    """A load as a source of work."""
    day = day_of(load)
    return LoadSource(load.id, load, day, day.mean_rps, day.peak_rps)


def source_times(source: Source) -> tuple[float, ...]:
    """Seconds of the day at which the rate of a source turns."""
    return source.day.turns if isinstance(source, LoadSource) else source.starts.seconds


class Demand(NamedTuple):
    """How much work: what arrives somewhere, or happens on a link."""

    per_month: float
    mean_rps: float
    """Over a year, peaks included: `per_month` spread over 30.4375 days."""
    peak_rps: float
    """In the worst second."""
    payload_kb: float
    weights: tuple[tuple[str, float], ...] = ()
    """How many of these one unit of each source brings: loads by id, schedules as `schedule:<name>`; in the order of
    their names. The rate at any second is the sum of the sources' rates with these weights."""
    spread_s: float = 0.0
    """What one start of a schedule brings arrives over so many seconds: the longest that a part on the way works."""


NOTHING = Demand(0.0, 0.0, 0.0, 0.0)


class Batching(NamedTuple):
    """How a polled trigger gathers messages: `lanes` pollers side by side, each for `gather_s` seconds at a time."""

    size: int
    """Most messages in one batch."""
    gather_s: float
    lanes: float

    def batch_at(self, rate: float) -> float:
        """Mean number of messages in a batch at so many messages per second: the first one, and what joins it."""
        return min(float(self.size), 1.0 + rate * self.gather_s / self.lanes)


class Cycle(NamedTuple):
    """A way along which work would come back to where it was; it is followed once, up to this link."""

    link: int
    """Position in `design.links` of the link on which nothing is carried on."""
    components: tuple[str, ...]
    """The components along the circle, from the link's target to its source."""


class Unread(NamedTuple):
    """A schedule whose times cannot be told. It brings no work."""

    component: str
    reason: str


class Workload(NamedTuple):
    """What every component and link of a design sees."""

    design: Design
    components: Mapping[str, Demand]
    """What arrives at each component: requests, messages, executions, reads and writes."""
    accepted: Mapping[str, Demand]
    """The part of it that its outgoing links follow: what was written to a table or bucket, all of it elsewhere."""
    invocations: Mapping[str, Demand]
    """How often each component runs: as it arrives, polled triggers by the batch (`weights` then hold at the mean)."""
    links: tuple[Demand, ...]
    """How often each link happens, in the order of `design.links`; on polled ones messages, not batches."""
    batches: tuple[Batching | None, ...]
    """How each polled link gathers its messages; None on links that are not polled."""
    sources: Mapping[str, Source]
    cycles: tuple[Cycle, ...] = ()
    unread: tuple[Unread, ...] = ()

    def rate(self, demand: Demand, t_s: float) -> float:
        """Rate of a demand at second `t_s` of a day, per second."""
        return sum(weight * self._source_rate(name, demand, t_s) for name, weight in demand.weights)

    def _source_rate(self, name: str, demand: Demand, t_s: float) -> float:
        source = self.sources[name]
        if isinstance(source, LoadSource) or demand.spread_s <= 1:
            return source.rate(t_s)
        since = min(((t_s - start) % DAY_S for start in source.starts.seconds), default=demand.spread_s)
        return 1 / demand.spread_s if since < demand.spread_s else 0.0
