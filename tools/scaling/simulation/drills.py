"""Bad days on purpose: a dependency that is gone, a message that always fails, callers who try again, a cold start.

Each is simulated beside the same hours without it; what differs is what it does. A fix is a setting that the same drill
is simulated with once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from tools.scaling.simulation.chance import Outage, Trial
from tools.scaling.simulation.estimating import estimate
from tools.scaling.simulation.events import follow
from tools.scaling.simulation.outcome import LineFigures, Outcome
from tools.scaling.simulation.plan import Lanes, Line, Node, Plan, Pool
from tools.scaling.simulation.traffic import Traffic

DrillKind = Literal["outage", "poison", "storm", "failover"]
KINDS: tuple[DrillKind, ...] = ("outage", "poison", "storm", "failover")

_LEAD_S = 1800.0
_LAST_S = 6 * 3600.0
_STORM_RETRIES = 3
_EXACT_UP_TO = 30_000.0
_SHORT_S = 3600.0


class Drill(NamedTuple):
    """A bad day."""

    kind: DrillKind
    component: str = ""
    """What is gone, or the queue or stream that gets the message."""
    minutes: float = 15.0


class Drilled(NamedTuple):
    """What a drill does."""

    drill: Drill
    engine: str
    at_s: float
    """When on the day it begins: where the traffic is highest."""
    lines: tuple[LineFigures, ...]
    """Those that the drill changes."""
    refused: float
    """Requests answered with an error because of it."""
    lost: float
    """Runs and messages given up because of it."""
    extra_runs: float
    """Runs beyond those without it."""
    peak: float
    """Highest concurrency of all functions."""
    usual_peak: float
    drained_s: float
    """From its end until the last line is empty again; infinite where one is not."""
    advice: str


class DrillError(ValueError):
    """A drill that cannot be run. The message says why and what can."""


def read_drill(words: str) -> Drill:
    """A drill in a few words: `bank:15`, `poison:jobs`, `storm:front:10`, `failover`. Raises DrillError."""
    kind, _, rest = words.partition(":")
    if kind not in KINDS:
        kind, rest = "outage", words
    name, _, minutes = rest.partition(":")
    try:
        lasts = float(minutes) if minutes else 15.0
    except ValueError:
        lasts = -1.0
    if not 0 < lasts <= 1440 or (not name and kind != "failover"):
        raise DrillError(f"'{words}': a drill is COMPONENT:MINUTES, poison:QUEUE, storm:COMPONENT:MINUTES or failover")
    return Drill(next(one for one in KINDS if one == kind), name, lasts)


def drilled(plan: Plan, traffic: Traffic, drill: Drill, seed: int = 0) -> Drilled:
    """Runs a drill at the busiest time of the traffic. Raises DrillError for a component that it cannot be run on."""
    _check(plan, drill)
    window, begin = _window(traffic, drill)
    trial = _trial(plan, drill, begin, window)
    if drill.kind == "failover":
        window = _arriving_at_once(window, begin)
    exact = drill.kind in ("poison", "storm")
    if exact and window.requests > _EXACT_UP_TO:
        window = window.times(_EXACT_UP_TO / window.requests)
    before = follow(plan, window, seed) if exact else estimate(plan, window, seed)
    after = follow(plan, window, seed, trial=trial) if exact else estimate(plan, window, seed, trial=trial)
    end = begin + (0.0 if drill.kind in ("poison", "failover") else drill.minutes * 60)
    changed = tuple(line for line in after.lines if _differs(line, before.line(line.name)))
    return Drilled(
        drill=drill,
        engine=after.engine,
        at_s=window.begin_s + begin,
        lines=changed,
        refused=max(0.0, _refused(after) - _refused(before)),
        lost=max(0.0, _lost(after) - _lost(before)),
        extra_runs=max(0.0, _runs(after) - _runs(before)),
        peak=after.account.peak,
        usual_peak=before.account.peak,
        drained_s=max((max(0.0, line.drained_at_s - end) for line in changed), default=0.0),
        advice=" ".join(_advice(plan, drill, after, changed)),
    )


def _check(plan: Plan, drill: Drill) -> None:
    if drill.kind in ("outage", "storm"):
        known = sorted({one.component for one in plan.resources} | {n.name for n in plan.nodes if isinstance(n, Pool)})
        if drill.component not in known:
            raise DrillError(f"nothing waits for '{drill.component}'; what can be gone: {', '.join(known)}")
    if drill.kind == "poison":
        lines = sorted({node.name.partition(">")[0] for node in plan.nodes if isinstance(node, Line | Lanes)})
        if drill.component not in lines:
            raise DrillError(
                f"'{drill.component}' is no queue or stream that a function reads; there is: {', '.join(lines)}"
            )


def _window(traffic: Traffic, drill: Drill) -> tuple[Traffic, float]:
    """The hours around the busiest time, and the second in them at which the drill begins."""
    whole = np.sum(traffic.rates, axis=0) if traffic.rates else np.zeros(1)
    top = float(np.argmax(whole)) * traffic.bin_s
    lasts = _SHORT_S if drill.kind in ("poison", "storm") else _LAST_S
    first = int(max(0.0, top - _LEAD_S) / traffic.bin_s)
    last = min(traffic.bins, first + int((_LEAD_S + drill.minutes * 60 + lasts) / traffic.bin_s))
    begin_s = first * traffic.bin_s
    rates = tuple(row[first:last] for row in traffic.rates)
    starts = tuple(row[(row >= begin_s) & (row < last * traffic.bin_s)] - begin_s for row in traffic.starts)
    return Traffic(traffic.bin_s, rates, starts, traffic.begin_s + begin_s), top - begin_s


def _trial(plan: Plan, drill: Drill, begin: float, window: Traffic) -> Trial:
    end = min(window.span_s, begin + drill.minutes * 60)
    if drill.kind in ("outage", "storm"):
        retries = _STORM_RETRIES if drill.kind == "storm" else 0
        return Trial((Outage(drill.component, begin, end),), client_retries=retries)
    if drill.kind == "poison":
        names = [node.name for node in plan.nodes if isinstance(node, Line | Lanes)]
        return Trial(poison=tuple((name, begin) for name in names if name.partition(">")[0] == drill.component))
    return Trial()


def _arriving_at_once(window: Traffic, begin: float) -> Traffic:
    """Nothing until the other region fails, then all of it."""
    place = int(begin / window.bin_s)
    rates = tuple(np.concatenate((np.zeros(place), row[place:])) for row in window.rates)
    return window._replace(rates=rates)


def _differs(line: LineFigures, before: LineFigures) -> bool:
    worse = line.deepest > 1.2 * before.deepest + 5 or line.oldest_s > 1.5 * before.oldest_s + 5
    return worse or line.dead > before.dead or line.repeated > before.repeated + 1


def _refused(outcome: Outcome) -> float:
    return sum(entry.refused for entry in outcome.entries)


def _lost(outcome: Outcome) -> float:
    return sum(line.dead for line in outcome.lines)


def _runs(outcome: Outcome) -> float:
    return sum(found.runs for found in outcome.functions)


def _advice(plan: Plan, drill: Drill, outcome: Outcome, changed: tuple[LineFigures, ...]) -> Iterator[str]:
    """Which setting helps."""
    nodes = {node.name: node for node in plan.nodes}
    for line in changed:
        node = nodes[line.name]
        if isinstance(node, Line):
            yield from _queue_advice(plan, drill, node, line)
        elif isinstance(node, Lanes) and drill.kind == "poison" and not node.is_split:
            yield f"Let {line.name} report which records failed, or split its batches: one record blocks its shard now."
    if drill.kind == "storm":
        yield "Have callers wait longer between their attempts, at random, and give up after two."
    if drill.kind == "failover":
        yield from _failover_advice(plan, outcome)
    if drill.kind in ("outage", "storm"):
        yield from (_timeout_advice(drill, node) for node in plan.nodes if _waits_for(plan, node, drill.component))


def _queue_advice(plan: Plan, drill: Drill, node: Line, line: LineFigures) -> Iterator[str]:
    queue = line.name.partition(">")[0]
    if line.dead >= 1 and drill.kind in ("outage", "storm"):
        needed = int(drill.minutes * 60 / max(node.visibility_s, 1.0)) + 2
        yield (
            f"Raise the receives of {queue} from {node.max_receives} to {needed}: messages are given up "
            f"{node.max_receives * node.visibility_s:,.0f} s into an outage."
        )
    if not node.has_dead_letter:
        yield f"Give {queue} a dead-letter queue: what fails comes back until it expires."
    if drill.kind == "poison" and node.batch > 1 and not node.is_partial:
        yield f"Let the consumer of {queue} report which messages failed: the whole batch comes back now."


def _failover_advice(plan: Plan, outcome: Outcome) -> Iterator[str]:
    busiest = max(outcome.functions, key=lambda found: found.busy.peak, default=None)
    if busiest is not None and (busiest.throttled > 0 or outcome.account.peak > 0.8 * plan.account_limit):
        yield f"Keep environments of {busiest.name} ready in the other region, and ask for its concurrency beforehand."


def _waits_for(plan: Plan, node: Node, component: str) -> bool:
    return isinstance(node, Pool) and any(plan.resources[need.resource].component == component for need in node.needs)


def _timeout_advice(drill: Drill, node: Node) -> str:
    assert isinstance(node, Pool)
    return (
        f"Give up on {drill.component} after {max(1.0, 3 * node.work.mean_s):.0f} s in {node.name} "
        f"(its own timeout is {node.timeout_s:.0f} s): each run that waits keeps an environment."
    )
