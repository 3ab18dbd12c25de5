"""Traffic as the engines take it: a rate for every source in every bin, and the moments at which schedules start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from tools.design.requirements import Replay
from tools.scaling.simulation.pools import Floats
from tools.workload import LoadSource, ScheduleSource, Source
from tools.workload.profiles import DAY_S

_GRID_S = 120.0
_CORNER_S = 0.001


class Traffic(NamedTuple):
    """What comes in, by source in the order of the plan's."""

    bin_s: float
    rates: tuple[Floats, ...]
    """Requests a second in each bin; none for schedules."""
    starts: tuple[Floats, ...]
    """Seconds at which a schedule starts, in order."""
    begin_s: float = 0.0
    """Second of the day at which it begins."""

    @property
    def bins(self) -> int:
        """How many bins there are."""
        return len(self.rates[0]) if self.rates else 0

    @property
    def span_s(self) -> float:
        """How long it lasts."""
        return self.bins * self.bin_s

    @property
    def requests(self) -> float:
        """How many are to be expected in all."""
        return sum(float(row.sum()) for row in self.rates) * self.bin_s + sum(map(len, self.starts))

    def times(self, factor: float) -> Traffic:
        """So many times as much of it; schedules start as often as before."""
        return self._replace(rates=tuple(row * factor for row in self.rates))

    def coarser(self, bin_s: float) -> Traffic:
        """The same in bins of at least this length, each with its mean rate."""
        many = int(bin_s // self.bin_s)
        if many < 2 or not self.bins:
            return self
        heads = np.arange(0, self.bins, many)
        sizes = np.diff(np.append(heads, self.bins))
        rates = tuple(np.add.reduceat(row, heads) / sizes for row in self.rates)
        return self._replace(bin_s=self.bin_s * many, rates=rates)


def steady_traffic(rates: Mapping[int, float], sources: int, span_s: float, bin_s: float = 1.0) -> Traffic:
    """Constant rates of some sources."""
    bins = max(1, round(span_s / bin_s))
    rows = tuple(np.full(bins, rates.get(source, 0.0)) for source in range(sources))
    return Traffic(bin_s, rows, tuple(np.empty(0) for _ in range(sources)))


def day_traffic(sources: Mapping[str, Source], bin_s: float = 1.0) -> Traffic:
    """The day of a workload's sources that holds all their peaks, in the order of their names."""
    bins = round(DAY_S / bin_s)
    middles: Floats = (np.arange(bins) + 0.5) * bin_s
    rates: list[Floats] = []
    starts: list[Floats] = []
    for name in sorted(sources):
        source = sources[name]
        rates.append(_rates(source, middles) if isinstance(source, LoadSource) else np.zeros(bins))
        seconds = source.starts.seconds if isinstance(source, ScheduleSource) else ()
        starts.append(np.array(sorted(seconds), np.float64))
    return Traffic(bin_s, tuple(rates), tuple(starts))


def _rates(source: LoadSource, middles: Floats) -> Floats:
    """Its rates, read where they turn and on a grid, and straight in between; a recorded series at every bin."""
    profile = source.load.profile
    if isinstance(profile, Replay):
        moments = np.unique(middles // min(profile.step_s, 60.0)) * min(profile.step_s, 60.0)
        read = np.array([source.rate(at + _CORNER_S) for at in moments.tolist()])
        return read[np.searchsorted(moments, middles, side="right") - 1]
    corners = {at + off for at in source.day.turns for off in (-_CORNER_S, 0.0, _CORNER_S)}
    for burst in source.day.bursts:
        held = (burst.reached, burst.ending, burst.over)
        corners |= {(burst.start_s + at) % DAY_S + off for at in (0.0, *held) for off in (-_CORNER_S, _CORNER_S)}
    grid = {float(at) for at in np.arange(0, DAY_S + 1, _GRID_S)}
    moments = np.array(sorted(at for at in corners | grid if 0 <= at <= DAY_S))
    return np.interp(middles, moments, np.array([source.rate(at) for at in moments.tolist()]))
