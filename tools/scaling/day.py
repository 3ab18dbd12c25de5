"""The day of a workload, sampled where something turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import inf
from typing import NamedTuple

from tools.workload import Batching, Demand, LoadSource, ScheduleSource, Source, Workload
from tools.workload.profiles import DAY_S, Burst

GRID_S = 3600.0
PEAK_S = 3600.0
"""How long the top of a daily cycle is taken to last."""
OFTEN = 24
"""A schedule with more starts a day than this is taken to meet the worst second of the loads."""

Rates = list[float]


class Rise(NamedTuple):
    """The start of one peak of one load: between these two samples of the day its rate goes up."""

    load: str
    burst: Burst
    before: int
    after: int


class Feed(NamedTuple):
    """One way in which a component is started."""

    demand: Demand
    batching: Batching | None = None
    ceiling: float | None = None
    """Most runs at once that its pollers allow; None where it is not polled."""
    poller: str = ""
    """What it polls."""
    first: float = inf
    """Batches of a queue that its pollers take at once to begin with."""
    growth_per_s: float = 0.0
    """How fast they take more."""


class Impulse(NamedTuple):
    """What the starts of a schedule bring at once."""

    schedule: str
    amount: float
    spread_s: float
    at: tuple[int, ...]
    """Samples at which it starts; empty where it starts so often that it may meet any of them."""


class Day(NamedTuple):
    """Samples of every source's rate."""

    times: tuple[float, ...]
    rates: Mapping[str, tuple[float, ...]]
    """Rates of the loads at these times, peaks included."""
    normal: Mapping[str, tuple[float, ...]]
    """The same on a day without peaks."""
    hourly: Mapping[str, tuple[float, ...]]
    """Rates of the loads at each full hour of a day without peaks."""
    rises: tuple[Rise, ...]
    starts: Mapping[str, tuple[int, ...]]
    """Samples at which each schedule starts; empty for one that starts often."""

    def over_day(self, feeds: Sequence[Feed]) -> Rates:
        """Runs a second that the loads bring at each sample, peaks included; batches count once."""
        return _summed(feeds, self.rates, len(self.times))

    def mixed(self, weights: Mapping[str, float]) -> Rates:
        """What the loads bring at each sample in such a mixture, peaks included."""
        return _mixed(tuple(weights.items()), self.rates) or [0.0] * len(self.times)

    def over_normal_day(self, feeds: Sequence[Feed]) -> Rates:
        """The same on a day without peaks."""
        return _summed(feeds, self.normal, len(self.times))

    def over_hours(self, feeds: Sequence[Feed]) -> Rates:
        """The same in each hour of a day without peaks."""
        return _summed(feeds, self.hourly, 24)

    def normal_at(self, feeds: Sequence[Feed], index: int) -> float:
        """Runs a second that the loads bring at one sample of a day without peaks."""
        return self._at(feeds, self.normal, index)

    def mean(self, rates: Sequence[float]) -> float:
        """Mean of rates at these times over the day, taken to change evenly between them."""
        ends = (*self.times[1:], self.times[0] + DAY_S) if self.times else ()
        following = (*rates[1:], *rates[:1])
        areas = ((a + b) / 2 * (end - at) for a, b, at, end in zip(rates, following, self.times, ends, strict=True))
        return sum(areas) / DAY_S

    def peak_seconds(self, rates: Sequence[float]) -> float:
        """How long the highest of these rates lasts: as long as the peak it belongs to, else an hour."""
        return self.peak_seconds_at(highest(rates)[1])

    def peak_seconds_at(self, at: int) -> float:
        """How long a rate that is highest at this sample lasts."""
        held = [rise.burst.ending for rise in self.rises if rise.after == at]
        return min(PEAK_S, max(held)) if held else PEAK_S

    def messages_at(self, feed: Feed, index: int) -> float:
        """What the loads bring on one feed at one sample, peaks included, before it is batched."""
        return sum(weight * self.rates[name][index] for name, weight in feed.demand.weights if name in self.rates)

    def _at(self, feeds: Sequence[Feed], table: Mapping[str, tuple[float, ...]], index: int) -> float:
        total = 0.0
        for feed in feeds:
            rate = sum(weight * table[name][index] for name, weight in feed.demand.weights if name in table)
            total += rate / feed.batching.batch_at(rate) if feed.batching else rate
        return total

    def impulses(self, feeds: Sequence[Feed]) -> list[Impulse]:
        """Runs that the starts of schedules bring."""
        found: list[Impulse] = []
        for feed in feeds:
            for name, weight in feed.demand.weights:
                if name in self.starts:
                    batch = feed.batching.size if feed.batching else 1
                    amount = weight / min(batch, max(1.0, weight))
                    spread_s = feed.demand.spread_s
                    found.append(Impulse(name, amount, spread_s, _during(self.times, self.starts[name], spread_s)))
        return found

    def peak(self, demand: Demand, impulses: Sequence[Impulse] = ()) -> tuple[float, int]:
        """Highest rate of a demand in any second, impulses spread over a second or more, and at which sample."""
        rates = self.over_day((Feed(demand),))
        for impulse in impulses or self.impulses((Feed(demand),)):
            added = impulse.amount / max(1.0, impulse.spread_s)
            for index in impulse.at or range(len(rates)):
                rates[index] += added
        return highest(rates)


@lru_cache(maxsize=256)
def _during(times: tuple[float, ...], starts: tuple[int, ...], spread_s: float) -> tuple[int, ...]:
    """Samples at which something is under way that begins at these and goes on for so long."""
    if spread_s <= 1 or not starts:
        return starts
    seconds = [times[start] for start in starts]
    return tuple(index for index, at in enumerate(times) if any((at - start) % DAY_S < spread_s for start in seconds))


def highest(rates: Sequence[float]) -> tuple[float, int]:
    """The highest figure, and where it stands first; 0 at 0 for none."""
    if not rates:
        return 0.0, 0
    top = max(rates)
    return top, rates.index(top)


def _summed(feeds: Sequence[Feed], table: Mapping[str, tuple[float, ...]], size: int) -> Rates:
    totals: Rates | None = None
    for feed in feeds:
        rates = _mixed(feed.demand.weights, table)
        if rates is None:
            continue
        if feed.batching is not None:
            rates = [rate / feed.batching.batch_at(rate) for rate in rates]
        totals = rates if totals is None else [total + rate for total, rate in zip(totals, rates, strict=True)]
    return totals if totals is not None else [0.0] * size


def _mixed(weights: Sequence[tuple[str, float]], table: Mapping[str, tuple[float, ...]]) -> Rates | None:
    mixed: Rates | None = None
    for name, weight in weights:
        row = table.get(name)
        if row is not None:
            if mixed is None:
                mixed = [weight * rate for rate in row]
            else:
                mixed = [total + weight * rate for total, rate in zip(mixed, row, strict=True)]
    return mixed


def sampled_day(workload: Workload) -> Day:
    """The day of a workload: every hour, where a load turns, and when a schedule starts."""
    return _sampled(tuple(workload.sources.values()))


@lru_cache(maxsize=16)
def _sampled(sources: tuple[Source, ...]) -> Day:
    """The day of these sources; the options for one brief mostly share them."""
    loads = {source.name: source for source in sources if isinstance(source, LoadSource)}
    clocks = {source.name: source for source in sources if isinstance(source, ScheduleSource)}
    moments = {i * GRID_S for i in range(int(DAY_S / GRID_S))}
    for source in loads.values():
        moments |= set(source.day.turns)
        for burst in source.day.bursts:
            moments |= {(burst.start_s - 1) % DAY_S, (burst.start_s + burst.over + 1) % DAY_S}
    rare = {name: source.starts.seconds for name, source in clocks.items() if len(source.starts.seconds) <= OFTEN}
    for seconds in rare.values():
        moments |= set(seconds)
    times = tuple(sorted(moments))
    index = {at: position for position, at in enumerate(times)}
    normal = {name: tuple(map(source.day.normal_at, times)) for name, source in loads.items()}
    full_hours = [index[hour * GRID_S] for hour in range(24)]
    return Day(
        times=times,
        rates={n: tuple(map(s.day.rate_at, times)) if s.day.bursts else normal[n] for n, s in loads.items()},
        normal=normal,
        hourly={name: tuple(rates[i] for i in full_hours) for name, rates in normal.items()},
        rises=tuple(
            Rise(name, burst, index[burst.start_s % DAY_S], index[(burst.start_s + burst.reached) % DAY_S])
            for name, source in loads.items()
            for burst in source.day.bursts
        ),
        starts={name: tuple(index[at] for at in rare.get(name, ())) for name in clocks},
    )
