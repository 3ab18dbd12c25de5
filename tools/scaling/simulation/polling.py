"""Lines before functions, as amounts: how fast pollers and shards take what waits, and how much waits meanwhile.

Where nothing can gather the figures follow in closed form; only the stretches in which something does are gone through
bin by bin, with the rule by which pollers grow.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import NamedTuple

import numpy as np

from tools.scaling.pool import erlang_c
from tools.scaling.simulation.plan import Lanes, Line
from tools.scaling.simulation.pools import Floats

_CALM = 0.4
"""Share of its capacity up to which a line is taken to have nothing waiting beyond a moment."""
_LONG_DAY, _LONG_DAY_BINS = 40_000, 5
"""In a long simulation pollers are followed every few bins."""
_SHARP = 3.0
"""How sharply batches begin to fill once pollers are never idle; fitted to the exact simulation."""


class Taken(NamedTuple):
    """What a line does in each bin."""

    runs: Floats
    """Batches begun, a second."""
    messages: Floats
    """Messages taken, a second; those that fail and come back count each time."""
    done: Floats
    """Messages handled for good, a second."""
    busy: Floats
    """Batches in work."""
    depth: Floats
    """Messages waiting at the end of the bin."""
    wait_s: Floats
    """How long the message that waits longest has waited by then."""
    most: float
    """Most batches at once that its pollers reach."""
    dead: float = 0.0
    repeated: float = 0.0


class Trouble(NamedTuple):
    """Runs that fail: a share of them in each bin, and how long a failing one takes."""

    failing: Floats
    took_s: float


def taken_by_lanes(coming: Floats, plan: Lanes, work_s: float, room: Floats | None, bin_s: float) -> Taken:
    """A stream's shards, each with one batch at a time."""
    lanes = float(plan.lanes)
    gather = max(plan.gather_s, work_s)
    capacity = np.full(coming.size, lanes * plan.batch / max(work_s, 1e-6))
    if room is not None:
        capacity = np.minimum(capacity, np.maximum(room, 0.05) * plan.batch / max(work_s, 1e-6))
    used = np.cumsum((coming - capacity) * bin_s)
    depth = used - np.minimum.accumulate(np.minimum(used, 0.0))
    messages = np.maximum(coming - np.diff(depth, prepend=0.0) / bin_s, 0.0)
    batch = np.minimum(plan.batch, 1 + messages / lanes * gather)
    runs = np.minimum(messages / batch, lanes / max(work_s, 1e-6))
    wait_s = plan.gather_s + _ages(coming, depth, bin_s)
    return Taken(runs, messages, messages, runs * work_s, depth, wait_s, lanes)


def taken_by_pollers(
    coming: Floats,
    plan: Line,
    work_s: float,
    room: Floats | None,
    bin_s: float,
    seed: int = 0,
    clump: float = 1.0,
    trouble: Trouble | None = None,
) -> Taken:
    """A queue's pollers."""
    work_s = max(work_s, 1e-6)
    ready = np.full(coming.size, plan.first)
    if room is not None:
        ready = np.minimum(ready, room)
    load = coming * work_s
    batch = _batches(coming, load, ready, plan)
    runs = coming / batch
    busy = np.minimum(runs * work_s, ready)
    taken = Taken(
        runs, coming, coming, busy, np.zeros(coming.size), _waits(load, ready, work_s, plan), _top(plan, ready)
    )
    if trouble is None and float((load - _CALM * ready).max(initial=-1.0)) <= 0:
        return taken
    many = _LONG_DAY_BINS if coming.size > _LONG_DAY else 1
    coarse = None if room is None else _coarser(room, many)
    if trouble is not None:
        trouble = trouble._replace(failing=_coarser(trouble.failing, many))
    came = _coarser(coming, many)
    calm = _resampled(taken, lambda row: _coarser(row, many))
    drawn = _drawn(came, bin_s * many, seed, clump)
    found = _Stretches(calm, plan, work_s, coarse, bin_s * many, trouble).gone_through(came, drawn)
    return _resampled(found, lambda row: np.repeat(row, many)[: coming.size])


def _coarser(row: Floats, many: int) -> Floats:
    """Means of so many bins each."""
    if many == 1:
        return row
    heads = np.arange(0, row.size, many)
    return np.add.reduceat(row, heads) / np.diff(np.append(heads, row.size))


def _resampled(taken: Taken, change: Callable[[Floats], Floats]) -> Taken:
    return taken._replace(
        runs=change(taken.runs),
        messages=change(taken.messages),
        done=change(taken.done),
        busy=change(taken.busy),
        depth=change(taken.depth),
        wait_s=change(taken.wait_s),
    )


def _ages(coming: Floats, depth: Floats, bin_s: float) -> Floats:
    """How long ago that which is next in line came, at the end of each bin: first come, first served."""
    if not depth.any():
        return np.zeros(depth.size)
    came = np.cumsum(coming) * bin_s
    ends = np.arange(1, depth.size + 1) * bin_s
    since = np.interp(came - depth, np.concatenate(([0.0], came)), np.concatenate(([0.0], ends)))
    return np.where(depth > 1e-6, np.maximum(ends - since, 0.0), 0.0)


def _drawn(coming: Floats, bin_s: float, seed: int, clump: float) -> list[float]:
    """How many come in each bin, drawn at random: it is the ups and downs that make pollers grow."""
    dice = np.random.Generator(np.random.PCG64(seed))
    return (dice.poisson(coming * bin_s / clump) * clump).tolist()


def _batches(coming: Floats, load: Floats, ready: Floats, plan: Line) -> Floats:
    """Mean size of a batch: one message while pollers are free, what comes between two polls once they never are."""
    each = load / np.maximum(ready, 1e-9)
    filled = (1 + each**_SHARP) ** (1 / _SHARP)
    return np.minimum(float(plan.batch), np.maximum(filled, 1 + coming * plan.window_s))


def _waits(load: Floats, ready: Floats, work_s: float, plan: Line) -> Floats:
    """About the longest wait where nothing gathers: the window, or one run while all pollers are busy."""
    busy = np.minimum(1.0, load / np.maximum(ready, 1e-9))
    return plan.window_s + busy * work_s


def _top(plan: Line, ready: Floats) -> float:
    return float(ready.max(initial=0.0))


class _Stretches:
    """The stretches in which messages gather, bin by bin."""

    def __init__(
        self, calm: Taken, plan: Line, work_s: float, room: Floats | None, bin_s: float, trouble: Trouble | None
    ) -> None:
        size = calm.runs.size
        self._plan, self._work_s, self._bin = plan, work_s, bin_s
        self._room: list[float] = room.tolist() if room is not None else [inf] * size
        self._fails: list[float] = trouble.failing.tolist() if trouble is not None else [0.0] * size
        self._is_troubled = trouble is not None
        self._fail_s = trouble.took_s if trouble is not None else work_s
        self.runs: list[float] = calm.runs.tolist()
        self.messages: list[float] = calm.messages.tolist()
        self.done: list[float] = calm.done.tolist()
        self.busy: list[float] = calm.busy.tolist()
        self.wait: list[float] = calm.wait_s.tolist()
        self.depth: list[float] = [0.0] * size
        self._kinds: list[float] = [0.0] * (plan.max_receives + 1)
        """Messages waiting, by how often they were received."""
        self._back: dict[int, list[float]] = {}
        """Failed messages by the bin in which they show again."""
        self._waiting = self._working = self._dead = self._repeated = 0.0
        self._allowed = self._most = plan.first

    def gone_through(self, coming: Floats, came: list[float]) -> Taken:
        """The whole line."""
        calm = self._calm_below(coming)
        for at in range(len(came)):
            returned = self._back.pop(at, None)
            idle = self._waiting <= 0 and self._allowed <= self._plan.first and returned is None
            if idle and calm[at] and not self._fails[at]:
                self._working = self.busy[at]
                continue
            self._receive(came[at], returned)
            slots = min(self._allowed, self._room[at])
            given = self._take(at, slots)
            self._settle(at, given)
            self._adapt(at)
        rows = (self.runs, self.messages, self.done, self.busy, self.depth, self.wait)
        runs, messages, done, busy, depth, wait = (np.array(row) for row in rows)
        wait = np.maximum(wait, _ages(np.array(came) / self._bin, depth, self._bin))
        return Taken(runs, messages, done, busy, depth, wait, self._most, self._dead, self._repeated)

    def _calm_below(self, coming: Floats) -> list[bool]:
        ready = np.full(coming.size, self._plan.first)
        return (coming * self._work_s <= _CALM * np.minimum(ready, np.array(self._room))).tolist()

    def _receive(self, fresh: float, returned: list[float] | None) -> None:
        self._kinds[0] += fresh
        self._waiting += fresh
        for number, part in enumerate(returned or ()):
            self._kinds[number] += part
            self._waiting += part

    def _take(self, at: int, slots: float) -> float:
        """Batches begun with what waits; how many messages they hold."""
        plan, bin_s, fails = self._plan, self._bin, self._fails[at]
        took_s = (1 - fails) * self._work_s + fails * self._fail_s
        working = self._working * max(0.0, 1 - bin_s / took_s)
        turns = max(slots * bin_s / took_s if took_s < bin_s else 0.0, slots - working, 0.0)
        each = self._waiting * min(1.0, took_s / bin_s) / max(slots, 1e-9)
        batch = min(float(plan.batch), (1 + each**_SHARP) ** (1 / _SHARP))
        started = min(turns, self._waiting / batch)
        given = min(self._waiting, started * (plan.batch if started >= turns else batch))
        self._waiting = max(0.0, self._waiting - given)
        self._working = min(slots, working + started) if took_s >= bin_s else min(slots, started * took_s / bin_s)
        self.runs[at], self.messages[at], self.busy[at] = started / bin_s, given / bin_s, self._working
        self.depth[at] = self._waiting
        return given

    def _settle(self, at: int, given: float) -> None:
        """What is done, what comes back, what is given up."""
        fails, plan = self._fails[at], self._plan
        if not self._is_troubled:
            self.done[at] = given / self._bin
            return
        share = given / max(given + self._waiting, 1e-9)
        self.done[at] = given * (1 - fails) / self._bin
        if fails:
            failed = [kind * share * fails for kind in self._kinds]
            last = plan.max_receives - 1
            back = [0.0, *failed[:last]]
            if plan.has_dead_letter:
                self._dead += sum(failed[last:])
            else:
                back.append(sum(failed[last:]))
            self._repeated += sum(back)
            self._back[at + max(1, round(plan.visibility_s / self._bin))] = back
        self._kinds = [kind * (1 - share) for kind in self._kinds]

    def _adapt(self, at: int) -> None:
        """More pollers while more waits than they take at once, fewer when nothing waits."""
        plan = self._plan
        change = plan.growth_per_s * max(1.0, self._bin)
        if self._waiting > self._allowed * plan.batch:
            self._allowed = min(plan.most, self._allowed + change)
        elif self._waiting <= 1e-9 and self._allowed > plan.first:
            self._allowed = max(plan.first, self._allowed - change)
        self._most = max(self._most, min(self._allowed, self._room[at], self._working + 0.5))


def mean_wait(load: float, servers: int, work_s: float, spread: float) -> float:
    """Mean wait before so many pollers that take one message each (M/G/c after Allen and Cunneen)."""
    if load >= servers or load <= 0:
        return inf if load > 0 else 0.0
    return erlang_c(load, servers) * work_s / (servers - load) * (1 + spread * spread) / 2
