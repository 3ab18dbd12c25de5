"""One pool of environments, request by request: exact, and without a loop over requests where nothing is turned away.

A request goes to the environment used last, so the k-th environment of a pool works exactly while k requests or more
are under way. Sorted by that level, the changes of the number busy alternate between a start and an end, and a start is
cold when nothing ended at its level within the keep-alive time. Cold requests may take longer, which moves later
levels: a stretch is worked out again until its cold requests stay the same. A pool with a cap follows its requests one
by one as soon as the cap is met.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

_STRETCH = 32_768
"""Requests worked out at a time: few enough to stay in the processor's cache."""
_NEVER = -1e300


class PoolRun(NamedTuple):
    """What a pool went through in `span_s` seconds."""

    requests: int
    cold: int
    rejected: int
    peak: int
    """Most requests under way at once."""
    mean_running: float
    mean_environments: float
    """Busy or kept; environments are taken away one keep-alive time after their last request."""

    @property
    def cold_share(self) -> float:
        """Of the requests that were served."""
        served = self.requests - self.rejected
        return self.cold / served if served else 0.0

    @property
    def rejected_share(self) -> float:
        """Of all requests."""
        return self.rejected / self.requests if self.requests else 0.0


def poisson_pool(
    seed: int,
    rate: float,
    warm_s: float,
    cold_s: float,
    keep_alive_s: float,
    span_s: float,
    *,
    cap: float = inf,
) -> PoolRun:
    """A pool under Poisson arrivals with exponential service, empty at first: the model that SimFaaS publishes."""
    dice = np.random.Generator(np.random.PCG64(seed))
    arrivals = np.sort(dice.random(int(dice.poisson(rate * span_s)))) * span_s
    warm = dice.standard_exponential(arrivals.size)
    cold = warm * cold_s
    warm *= warm_s
    return served(arrivals, warm, cold, keep_alive_s, span_s, cap=cap)


def served(
    arrivals: Floats, warm_s: Floats, cold_s: Floats, keep_alive_s: float, span_s: float, *, cap: float = inf
) -> PoolRun:
    """Requests arriving at these times (rising), each taking so long warm and so long cold."""
    pool = _Levels(keep_alive_s, span_s)
    for first in range(0, arrivals.size, _STRETCH):
        part = slice(first, first + _STRETCH)
        pool.take(arrivals[part], warm_s[part], cold_s[part])
        if pool.peak > cap:
            return _one_by_one(arrivals, warm_s, cold_s, keep_alive_s, span_s, int(cap))
    return pool.result(arrivals.size)


def peak_overlap(starts: Floats, durations: Floats) -> int:
    """Most of these under way at once; what ends at a moment has made room for what starts at it."""
    ends = np.sort(starts + durations)
    begun = np.sort(starts)
    under_way = np.arange(1, begun.size + 1) - np.searchsorted(ends, begun, side="right")
    return int(under_way.max()) if begun.size else 0


class _Levels:
    """The levels of a pool, stretch by stretch."""

    def __init__(self, keep_alive_s: float, span_s: float) -> None:
        self._keep, self._span = keep_alive_s, span_s
        self._ends: Floats = np.empty(0)
        """Ends still to come, in order."""
        self._left: Floats = np.full(64, _NEVER)
        """When each level was last left."""
        self.peak = self.cold = 0
        self._busy_s = self._kept_s = 0.0

    def take(self, arrivals: Floats, warm_s: Floats, cold_s: Floats) -> None:
        """The next requests."""
        took, cold = warm_s, np.zeros(arrivals.size, np.bool_)
        while True:
            ends = arrivals + took
            ends.sort()
            if self._ends.size:
                ends = np.sort(np.concatenate((self._ends, ends)))
            found = self._colds(arrivals, ends)
            if np.array_equal(found.cold, cold):
                break
            cold = found.cold
            took = np.where(cold, cold_s, warm_s)
        self._busy_s += float(np.minimum(took, self._span - arrivals).sum())
        self._kept_s += found.kept_s
        self.cold += int(cold.sum())
        self.peak = max(self.peak, found.top)
        self._left, self._ends = found.left, ends[found.over :]

    def _colds(self, arrivals: Floats, ends: Floats) -> _Stretch:
        over = int(np.count_nonzero(ends <= arrivals[-1]))
        moments = np.concatenate((ends[:over], arrivals))
        order = np.argsort(moments, kind="stable")
        is_start: NDArray[np.bool_] = order >= over
        level: NDArray[np.int64] = np.cumsum(np.where(is_start, 1, -1)) + self._ends.size
        level += ~is_start  # an end counts at the level it leaves
        top = int(level.max())
        by_level = np.argsort(level.astype(np.int16) if top < 32_000 else level, kind="stable")
        levels, when, starts = level[by_level], moments[order[by_level]], is_start[by_level]
        left = self._left
        if top >= left.size:
            left = np.concatenate((left, np.full(2 * top - left.size + 1, _NEVER)))
        since = np.empty(when.size)
        since[1:] = when[:-1]
        heads = np.flatnonzero(np.diff(levels, prepend=-1))
        since[heads] = left[levels[heads]]
        gaps = (when - since)[starts]
        cold: NDArray[np.bool_] = np.empty(arrivals.size, np.bool_)
        cold[order[by_level[starts]] - over] = gaps > self._keep
        tails = np.append(heads[1:] - 1, when.size - 1)
        left = left.copy()
        left[levels[tails]] = np.where(starts[tails], _NEVER, when[tails])
        return _Stretch(cold, _kept(gaps, self._keep), left, over, top)

    def result(self, requests: int) -> PoolRun:
        """What it came to."""
        left = self._after_the_last()
        idle = np.minimum(self._span - left[(left > _NEVER) & (left < self._span)], self._keep)
        kept = self._busy_s + self._kept_s + float(idle.sum())
        return PoolRun(requests, self.cold, 0, self.peak, self._busy_s / self._span, kept / self._span)

    def _after_the_last(self) -> Floats:
        left = self._left.copy()
        levels = np.arange(self._ends.size, 0, -1)
        left[levels] = self._ends  # all of them after the last arrival, so nothing is taken again
        return left


class _Stretch(NamedTuple):
    cold: NDArray[np.bool_]
    kept_s: float
    left: Floats
    over: int
    """Ends before the last of the arrivals."""
    top: int
    """The highest level."""


def _kept(gaps: Floats, keep_alive_s: float) -> float:
    """Seconds kept idle between requests; a level's first request follows nothing."""
    return float(np.minimum(gaps[gaps < -_NEVER / 2], keep_alive_s).sum())


def _one_by_one(
    arrivals: Floats, warm_s: Floats, cold_s: Floats, keep_alive_s: float, span_s: float, cap: int
) -> PoolRun:
    busy: list[float] = []
    idle: deque[float] = deque()
    """When each idle environment ended its last request, the latest at the right."""
    cold = rejected = peak = 0
    busy_s = kept_s = 0.0
    for now, warm, chilled in zip(arrivals.tolist(), warm_s.tolist(), cold_s.tolist(), strict=True):
        while busy and busy[0] <= now:
            idle.append(heappop(busy))
        while idle and idle[0] + keep_alive_s < now:
            idle.popleft()
            kept_s += keep_alive_s
        if idle:
            kept_s += now - idle.pop()
            took = warm
        elif len(busy) < cap:
            cold += 1
            took = chilled
        else:
            rejected += 1
            continue
        busy_s += min(took, span_s - now)
        heappush(busy, now + took)
        peak = max(peak, len(busy))
    ended = [*idle, *(end for end in busy if end < span_s)]
    kept_s += busy_s + sum(min(span_s - end, keep_alive_s) for end in ended)
    return PoolRun(len(arrivals), cold, rejected, peak, busy_s / span_s, kept_s / span_s)
