"""The rate of a load at any second of a day, its mean and its peak.

A day starts at second 0 of the load's own clock and holds the normal profile and, on top of it, each of the load's
peaks from the profile's own peak hour on. All figures are linear in the load's count.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from math import cos, lgamma, log, pi
from typing import NamedTuple

from tools.design.requirements import DAYS_PER_MONTH, Daily, Load, Peak, Profile, Replay, Steady

DAY_S = 86_400
DAYS_PER_YEAR = 12 * DAYS_PER_MONTH
STEADY_PEAK_S = 12 * 3600.0
"""When the peaks of a load start that has no peak hour of its own: noon."""

Shape = Callable[[float], float]
"""A profile as a multiple of its mean, at a second of the day."""

_HALF_LOG_PI = log(pi) / 2
_REACHED = 1e-9
"""Steps of a recorded series by which a step has begun: 3 * 1.9 s over 1.9 s is a hair below 3."""
_STEPS = 16
"""Trapezoids for each stretch of a peak when its volume is summed over a profile that is not steady."""


class Burst(NamedTuple):
    """A peak placed in the day. The corners are seconds after its start."""

    level_rps: float
    start_s: float
    reached: float
    ending: float
    over: float
    days_per_year: float

    def share_at(self, since: float) -> float:
        """How much of the way from the normal rate to its level it has gone, 0 to 1, so long after its start."""
        if since < self.reached:
            return since / self.reached
        if since > self.ending:
            return max(0.0, (self.over - since) / (self.over - self.ending)) if self.over > self.ending else 0.0
        return 1.0


class DayProfile(NamedTuple):
    """The day of one load."""

    normal_rps: float
    """Mean rate of a day without peaks, requests per second."""
    shape: Shape
    top_s: float
    """The second at which the profile is highest."""
    bursts: tuple[Burst, ...]
    turns: tuple[float, ...]
    """Seconds at which the rate turns: top and trough of the profile, corners of the peaks. In order."""

    def normal_at(self, t_s: float) -> float:
        """Rate at second `t_s` of a day without peaks, requests per second; days repeat."""
        return self.normal_rps * self.shape(t_s)

    def rate_at(self, t_s: float) -> float:
        """Rate at second `t_s` of a day that holds all the peaks, requests per second; days repeat."""
        second = t_s % DAY_S  # before anything is taken away from it, so that each day is the same to the last bit
        normal = highest = self.normal_at(second)
        for burst in self.bursts:
            if burst.level_rps > highest:
                share = burst.share_at((second - burst.start_s) % DAY_S)
                highest = max(highest, normal + (burst.level_rps - normal) * share)
        return highest

    @property
    def peak_rps(self) -> float:
        """Highest rate of any second, requests per second."""
        return max([self.normal_at(self.top_s), *(burst.level_rps for burst in self.bursts)])

    @property
    def mean_rps(self) -> float:
        """Mean rate over a year: the normal day, and what the peaks add on the days they happen."""
        extra = sum(self.added_by(burst) * burst.days_per_year for burst in self.bursts)
        return self.normal_rps + extra / (DAYS_PER_YEAR * DAY_S)

    def added_by(self, burst: Burst) -> float:
        """Requests that one occurrence of a peak adds to the normal day."""
        total = 0.0
        for first, last in pairwise((0.0, burst.reached, burst.ending, burst.over)):
            width = (last - first) / _STEPS
            heights = [self._above(burst, first + i * width) for i in range(_STEPS + 1)] if width > 0 else [0.0]
            total += width * (sum(heights) - (heights[0] + heights[-1]) / 2)
        return total

    def _above(self, burst: Burst, since: float) -> float:
        return max(0.0, burst.level_rps - self.normal_at(burst.start_s + since)) * burst.share_at(since)


def day_of(load: Load) -> DayProfile:
    """The day of a load."""
    shape, top_s = _shape_of(load.profile)
    bursts = tuple(_burst(load, peak, top_s) for peak in load.peaks if peak.days_per_year > 0)
    turns = {top_s, *((b.start_s + corner) % DAY_S for b in bursts for corner in (0.0, b.reached, b.ending, b.over))}
    if isinstance(load.profile, Daily):
        turns.add((top_s + DAY_S / 2) % DAY_S)
    return DayProfile(load.per_second, shape, top_s, bursts, tuple(sorted(turns)))


def rate_at(load: Load, t_s: float) -> float:
    """Rate of a load at second `t_s` of a day that holds its peaks, requests per second."""
    return day_of(load).rate_at(t_s)


def peak_rps(load: Load) -> float:
    """Highest rate of a load in any second, requests per second, peaks included."""
    return day_of(load).peak_rps


def mean_rps(load: Load) -> float:
    """Mean rate of a load over a year, requests per second, peaks included."""
    return day_of(load).mean_rps


def _burst(load: Load, peak: Peak, start_s: float) -> Burst:
    ramp = min(peak.ramp_s, DAY_S / 4)
    held = min(peak.duration_s, DAY_S - 2 * ramp)
    level = peak.multiplier * load.per_second
    return Burst(level, start_s, ramp, ramp + held, 2 * ramp + held, peak.days_per_year)


def _shape_of(profile: Profile) -> tuple[Shape, float]:
    """A profile as a function of the second of the day, and the second of its top."""
    if isinstance(profile, Steady):
        return (lambda t_s: 1.0), STEADY_PEAK_S
    if isinstance(profile, Daily):
        return _cycle(profile.peak_ratio, profile.peak_hour * 3600), profile.peak_hour * 3600
    return _replayed(profile)


def _cycle(ratio: float, top_s: float) -> Shape:
    """A raised cosine whose mean is 1 and whose top is `ratio`.

    1 + (r - 1) cos x up to a ratio r of 2; above, r ((1 + cos x) / 2) ** k with the k that keeps the mean at 1.
    """
    turn = 2 * pi / DAY_S
    if ratio <= 2:
        return lambda t_s: 1 + (ratio - 1) * cos(turn * (t_s - top_s))
    power = _sharpness(ratio)
    return lambda t_s: ratio * max(0.0, (1 + cos(turn * (t_s - top_s))) / 2) ** power


@lru_cache(maxsize=256)
def _sharpness(ratio: float) -> float:
    """The exponent k at which the mean of ((1 + cos x) / 2) ** k, Γ(k + ½) / (√π Γ(k + 1)), is 1 / ratio."""
    low, high = 1.0, 1.0 + ratio**2
    for _ in range(60):
        k = (low + high) / 2
        if lgamma(k + 0.5) - _HALF_LOG_PI - lgamma(k + 1) > -log(ratio):
            low = k
        else:
            high = k
    return (low + high) / 2


def _replayed(profile: Replay) -> tuple[Shape, float]:
    """The shape of a recorded series on its busiest day (the one that holds its highest figure).

    How much it is, the load's count says: the series is scaled to a mean of 1.
    """
    rates, step_s = profile.rates, profile.step_s
    mean, span_s = sum(rates) / len(rates), len(rates) * step_s
    top_s = rates.index(max(rates)) * step_s
    start_s = top_s // DAY_S * DAY_S
    if mean == 0:
        return (lambda t_s: 1.0), STEADY_PEAK_S
    last = len(rates) - 1

    def shape(t_s: float) -> float:
        steps = (start_s + t_s % DAY_S) % span_s / step_s
        return rates[min(int(steps + _REACHED), last)] / mean

    return shape, top_s - start_s
