"""How fast capacity is added, and what is turned away or waits meanwhile. Rates change along straight lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, inf
from typing import NamedTuple


class Supply(NamedTuple):
    """Concurrency that grows by `step` every `every_s` seconds, up to `most`."""

    start: float
    step: float
    every_s: float
    most: float = inf

    def at(self, t_s: float) -> float:
        """Concurrency available `t_s` seconds after the start."""
        return min(self.most, self.start + self.step * (t_s // self.every_s))


class Surge(NamedTuple):
    """A rate that rises from `before` to `level` within `ramp_s` seconds, holds for `held_s` and falls as it rose."""

    before: float
    level: float
    ramp_s: float
    held_s: float

    @property
    def over_s(self) -> float:
        """When it is over, in seconds after its start."""
        return 2 * self.ramp_s + self.held_s

    def at(self, t_s: float) -> float:
        """The rate `t_s` seconds after its start."""
        if t_s < self.ramp_s:
            return self.before + (self.level - self.before) * t_s / self.ramp_s
        falling = t_s - self.ramp_s - self.held_s
        if falling <= 0:
            return self.level
        return (
            self.before if falling >= self.ramp_s else self.level - (self.level - self.before) * falling / self.ramp_s
        )


class TokenBucket(NamedTuple):
    """A limit of `refill` a second that lets `size` pass at once after a pause."""

    size: float
    refill: float

    def lasts_s(self, rate: float) -> float:
        """How long a rate goes through before the first is throttled; infinite where it never is."""
        return self.size / (rate - self.refill) if rate > self.refill else inf

    def sustains(self, duration_s: float) -> float:
        """The highest rate that goes through for so long."""
        return self.refill + self.size / duration_s if duration_s > 0 else inf


def turned_away(surge: Surge, duration_s: float, supply: Supply) -> float:
    """Requests of a surge that find no environment: the integral of rate - available / duration where positive."""
    if surge.level * duration_s <= supply.start:
        return 0.0
    total = 0.0
    for first, last in _stretches(surge, supply):
        served = supply.at(first) / duration_s
        total += _positive_area(surge.at(first) - served, surge.at(last) - served, last - first)
    return total


def _stretches(surge: Surge, supply: Supply) -> Iterator[tuple[float, float]]:
    """Stretches of time in which the supply stands still and the surge changes evenly."""
    corners = [surge.ramp_s, surge.ramp_s + surge.held_s, surge.over_s]
    steps = ceil((supply.most - supply.start) / supply.step) if supply.most < inf and supply.step > 0 else 10_000
    settled = steps * supply.every_s
    at, step = 0.0, 1
    for corner in corners:
        while at < corner:
            following = step * supply.every_s if at < settled else inf
            last = min(corner, following)
            yield at, last
            step += 1 if last == following else 0
            at = last


def _positive_area(first: float, last: float, width: float) -> float:
    if first <= 0 and last <= 0:
        return 0.0
    if first >= 0 and last >= 0:
        return (first + last) / 2 * width
    positive = max(first, last)
    return positive * positive / (abs(first) + abs(last)) / 2 * width


class Backlog(NamedTuple):
    """What gathers before a consumer that is too slow."""

    most: float
    """Messages waiting at worst."""
    delay_s: float
    """Longest wait: the backlog over the capacity at that moment, at its worst."""
    drained_after_s: float
    """Seconds from the start until nothing waits; infinite where the consumer never catches up."""


_STEPS = 48


def backlog_of(
    arrivals: Callable[[float], float], capacity: Callable[[float], float], until_s: float, waiting: float = 0.0
) -> Backlog:
    """What waits while messages arrive and are handled at these rates, from `waiting` messages on.

    Follows the first `until_s` seconds in 48 even steps, then the drain with what both rates are at the end.
    """
    width = until_s / _STEPS
    most, left, cleared = waiting, waiting, 0.0
    delay = _wait(waiting, capacity(width))
    for i in range(_STEPS):
        middle = (i + 0.5) * width
        served = capacity(middle)
        after = max(0.0, left + (arrivals(middle) - served) * width)
        if after == 0 and left > 0:
            cleared = (i + 1) * width
        left = after
        most = max(most, left)
        delay = max(delay, _wait(left, served))
    return Backlog(most, delay, cleared if left == 0 else until_s + _wait(left, capacity(until_s) - arrivals(until_s)))


def _wait(messages: float, served: float) -> float:
    if messages <= 0:
        return 0.0
    return messages / served if served > 0 else inf
