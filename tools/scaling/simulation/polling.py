"""Lines before functions, as amounts: how fast pollers and shards take what waits, and how much waits meanwhile.

Where nothing can gather the figures follow in closed form; only the stretches in which something does are gone through
bin by bin, with the rule by which pollers grow.
"""

from __future__ import annotations

from math import ceil, inf
from typing import NamedTuple

import numpy as np

from tools.scaling.pool import erlang_c
from tools.scaling.simulation.plan import Lanes, Line
from tools.scaling.simulation.pools import Floats

_CALM = 0.85
"""Share of its capacity up to which a line is taken to have nothing waiting beyond a moment."""
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
    return Taken(
        runs, messages, messages, runs * work_s, depth + messages * plan.gather_s / 2,
        plan.gather_s + depth / np.maximum(capacity, 1e-9), lanes,
    )  # fmt: skip


def taken_by_pollers(
    coming: Floats, plan: Line, work_s: float, room: Floats | None, bin_s: float, trouble: Trouble | None = None
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
    if trouble is None and float((load - _CALM * ready * plan.batch).max(initial=-1.0)) <= 0:
        return taken
    return _Stretches(taken, plan, work_s, room, bin_s, trouble).gone_through(coming)


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
        self._calm, self._plan, self._work_s, self._room, self._bin = calm, plan, work_s, room, bin_s
        self._trouble = trouble

    def gone_through(self, coming: Floats) -> Taken:
        """The whole line."""
        plan, bin_s, size = self._plan, self._bin, coming.size
        came = (coming * bin_s).tolist()
        room = self._room.tolist() if self._room is not None else [inf] * size
        runs, messages, done, busy = (
            row.tolist() for row in (self._calm.runs, self._calm.messages, self._calm.done, self._calm.busy)
        )
        depth, wait = [0.0] * size, self._calm.wait_s.tolist()
        failing = self._trouble.failing.tolist() if self._trouble is not None else None
        back = [0.0] * (size + 1)
        """Failed messages by the bin in which they show again."""
        cohorts: dict[int, list[float]] = {}
        late = max(1, round(plan.visibility_s / bin_s))
        waiting, allowed, working, most, dead, repeated = 0.0, plan.first, 0.0, plan.first, 0.0, 0.0
        calm_below = self._calm_below(coming)
        kinds = [0.0] * (plan.max_receives + 1)
        for at in range(size):
            fails = failing[at] if failing is not None else 0.0
            returned = back[at]
            if waiting <= 0 and allowed <= plan.first and calm_below[at] and not fails and not returned:
                working = busy[at]
                kinds = [0.0] * len(kinds)
                continue
            fresh = came[at]
            kinds[0] += fresh
            for number, part in enumerate(cohorts.pop(at, ())):
                kinds[number] += part
            waiting += fresh + returned
            slots = min(allowed, room[at])
            took_s = (
                self._work_s
                if not fails or self._trouble is None
                else (1 - fails) * self._work_s + fails * self._trouble.took_s
            )
            working *= max(0.0, 1 - bin_s / took_s)
            batch = min(float(plan.batch), max(1.0, waiting / max(slots, 1e-9)))
            free = max(0.0, slots - working)
            turns = slots * bin_s / took_s if took_s < bin_s else free
            started = min(max(turns, free), waiting / batch)
            given = min(waiting, started * (plan.batch if waiting > slots * plan.batch else batch))
            waiting = max(0.0, waiting - given)
            working = min(slots, working + started) if took_s >= bin_s else min(slots, started * took_s / bin_s)
            runs[at], messages[at], busy[at] = started / bin_s, given / bin_s, working
            if fails:
                share = given / max(given + waiting, 1e-9)
                came_back = [kind * share * fails for kind in kinds]
                kinds = [kind * (1 - share) for kind in kinds]
                lost = came_back.pop() if not plan.has_dead_letter else 0.0
                if plan.has_dead_letter:
                    dead += sum(came_back[plan.max_receives - 1 :])
                    came_back = [0.0, *came_back[: plan.max_receives - 1]]
                else:
                    came_back = [0.0, *came_back[:-1], came_back[-1] + lost]
                repeated += sum(came_back)
                if at + late < size:
                    back[at + late] += sum(came_back)
                    cohorts[at + late] = came_back + [0.0] * (len(kinds) - len(came_back))
            elif kinds[0] or returned:
                share = given / max(given + waiting, 1e-9)
                kinds = [kind * (1 - share) for kind in kinds]
            done[at] = given * (1 - fails) / bin_s
            depth[at] = waiting
            pace = slots * plan.batch / took_s
            wait[at] = waiting / pace if waiting > 0 and pace > 0 else wait[at]
            for _ in range(max(1, ceil(bin_s))):
                if waiting > allowed * plan.batch:
                    allowed = min(plan.most, allowed + plan.growth_per_s)
                elif waiting <= 1e-9 and allowed > plan.first:
                    allowed = max(plan.first, allowed - plan.growth_per_s)
            most = max(most, min(allowed, room[at], working + 0.5))
        rows = (np.array(row) for row in (runs, messages, done, busy, depth, wait))
        return Taken(*rows, most, dead, repeated)

    def _calm_below(self, coming: Floats) -> list[bool]:
        ready = np.full(coming.size, self._plan.first)
        if self._room is not None:
            ready = np.minimum(ready, self._room)
        return (coming * self._work_s <= _CALM * ready * self._plan.batch).tolist()


def mean_wait(load: float, servers: int, work_s: float, spread: float) -> float:
    """Mean wait before so many pollers that take one message each (M/G/c after Allen and Cunneen)."""
    if load >= servers or load <= 0:
        return inf if load > 0 else 0.0
    return erlang_c(load, servers) * work_s / (servers - load) * (1 + spread * spread) / 2
