"""How many batches are in work at once while a poller works off what has gathered.

A queue's pollers grow at a steady pace for as long as something waits. So in a rush they overshoot what its rate needs
until the backlog is gone: a queue alone protects nobody from concurrency, only a limit on it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf, sqrt
from typing import NamedTuple

from tools.scaling.day import Day, Feed


class Drain(NamedTuple):
    """One thing that makes messages gather: a peak of a load, or what a schedule brings. In full batches a second."""

    source: str
    """The load or schedule."""
    before: float
    level: float
    ramp_s: float
    held_s: float
    at_once: float
    """Batches that come at one moment, in place of the above."""
    first: float
    growth_per_s: float
    most: float

    def busiest(self, duration_s: float, multiple: float = 1.0) -> float:
        """Most batches in work at once, each for so long, at so many times the traffic."""
        if self.at_once > 0:
            return self._after_impulse(self.at_once * multiple, duration_s)
        return self._after_surge(self.before * multiple * duration_s, self.level * multiple * duration_s)

    def _after_impulse(self, batches: float, duration_s: float) -> float:
        """Work of n d seconds is done when (c² - first²) / (2 growth) of it is, at c batches at once."""
        if self.first == inf:
            return min(self.most, batches)
        return min(self.most, batches, sqrt(self.first**2 + 2 * self.growth_per_s * batches * duration_s))

    def _after_surge(self, before: float, needed: float) -> float:
        """What is missing until the pollers have caught up, they work off by overshooting as much again."""
        start, pace = min(self.most, max(self.first, before)), self.growth_per_s
        if needed <= start or pace <= 0 or needed - before <= pace * self.ramp_s:
            return min(self.most, needed)
        reached_s = (needed - start) / pace
        lasting_s = self.ramp_s + self.held_s
        missing = _missing(before, needed, start, pace, self.ramp_s, reached_s)
        if reached_s + sqrt(2 * missing / pace) <= lasting_s:
            return min(self.most, needed + sqrt(2 * pace * missing))
        missing = _missing(before, needed, start, pace, self.ramp_s, lasting_s)
        end = start + pace * lasting_s
        return min(self.most, before + sqrt((end - before) ** 2 + 2 * pace * missing))


def _missing(before: float, needed: float, start: float, pace: float, ramp_s: float, until_s: float) -> float:
    """∫ (needed - there) dt while the need rises from `before` within the ramp, and the pollers grow from `start`."""
    rising_s = min(ramp_s, until_s)
    reached = before + (needed - before) * (rising_s / ramp_s) if ramp_s > 0 else needed
    wanted = (before + reached) / 2 * rising_s + needed * (until_s - rising_s)
    return max(0.0, wanted - start * until_s - pace * until_s**2 / 2)


def drains_of(day: Day, feed: Feed) -> Iterator[Drain]:
    """What makes messages gather before the pollers of a feed."""
    if feed.batching is None:
        return
    size, most = feed.batching.size, feed.ceiling if feed.ceiling is not None else inf
    messages = (Feed(feed.demand),)
    rates = day.over_day(messages) if day.rises else []
    pollers = (feed.first, feed.growth_per_s, most)
    for rise in day.rises:
        before, level = day.normal_at(messages, rise.before), rates[rise.after]
        if level > before:
            held_s = rise.burst.ending - rise.burst.reached
            yield Drain(rise.load, before / size, level / size, rise.burst.reached, held_s, 0.0, *pollers)
    for impulse in day.impulses(messages):
        batches = impulse.amount / min(size, max(1.0, impulse.amount))
        if impulse.spread_s > 0:
            yield Drain(impulse.schedule, 0.0, batches / impulse.spread_s, 0.0, impulse.spread_s, 0.0, *pollers)
        else:
            yield Drain(impulse.schedule, 0.0, 0.0, 0.0, 0.0, batches, *pollers)


def busiest(drains: Sequence[Drain], duration_s: float, multiple: float = 1.0) -> float:
    """Most batches in work at once over all that makes messages gather."""
    return max((drain.busiest(duration_s, multiple) for drain in drains), default=0.0)
