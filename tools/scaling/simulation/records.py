"""The figures of a world whose every request was followed."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from tools.scaling.simulation.outcome import (
    EntryFigures,
    FunctionFigures,
    GateFigures,
    Levels,
    LineFigures,
    Outcome,
    Track,
)
from tools.scaling.simulation.stations import Busy, Environments, Gate, Pollers, Shards

if TYPE_CHECKING:
    from tools.scaling.simulation.events import World


class Answered:
    """The answers to one kind of request, in seconds."""

    __slots__ = ("refused", "took")

    def __init__(self) -> None:
        self.took: list[float] = []
        self.refused = 0


def figures_of(world: World) -> Outcome:
    """What a world came to."""
    return Outcome(
        engine="events",
        seed=world.seed,
        span_s=world.span_s,
        step_s=world.step_s,
        requests=float(world.requests),
        functions=tuple(_function(pool, world.span_s) for pool in world.pools.values()),
        account=_levels(world.account, world.span_s),
        lines=tuple(_line(line) for line in world.lines.values()),
        gates=tuple(gate for gate in _gates(world) if gate.asked > 0),
        entries=tuple(_entries(world)),
        tracks=tuple(_tracks(world)),
    )


def _levels(busy: Busy, span_s: float) -> Levels:
    busy.change(span_s, 0)
    held = np.array(busy.held)
    whole = held.sum() or 1.0
    reached = np.cumsum(held) / whole
    p99 = int(np.searchsorted(reached, 0.99))
    return Levels(float((held * np.arange(held.size)).sum() / whole), float(p99), float(busy.peak), busy.peak_at)


def _function(pool: Environments, span_s: float) -> FunctionFigures:
    return FunctionFigures(
        name=pool.plan.name,
        invocations=float(pool.invocations),
        throttled=float(pool.throttled),
        lost=float(pool.lost),
        failed=float(pool.failed),
        cold=float(pool.cold),
        runs=float(pool.runs),
        busy=_levels(pool.busy, span_s),
    )


def _line(line: Pollers | Shards) -> LineFigures:
    seen = line.figures
    left = len(line.items) if isinstance(line, Pollers) else line.depth
    return LineFigures(
        name=seen.name,
        arrived=float(seen.arrived),
        deepest=float(seen.deepest),
        deepest_at_s=seen.deepest_at,
        oldest_s=seen.oldest,
        oldest_at_s=seen.oldest_at,
        mean_wait_s=seen.waited / seen.taken if seen.taken else 0.0,
        pollers=float(seen.pollers),
        left=float(left),
        dead=float(seen.dead),
        repeated=float(seen.repeated),
        drained_at_s=seen.drained_at if left == 0 else inf,
    )


def _gates(world: World) -> Iterator[GateFigures]:
    yield from map(_gate, world.bucket_gates)
    yield from (_gate(supply.gate) for supply in world.supplies)
    yield _gate(world.shared.gate)
    for pool in world.pools.values():
        yield from (_gate(gate) for gate in (pool.limit, pool.creation, pool.tempo))


def _gate(gate: Gate) -> GateFigures:
    return GateFigures(gate.id, gate.title, float(gate.asked), float(gate.refused), gate.first_at, gate.longest)


def _entries(world: World) -> Iterator[EntryFigures]:
    for (source, door, place), seen in sorted(world.answers.items()):
        nodes = world.plan.nodes
        route = (nodes[door].name, nodes[place].name) if door != place else (nodes[door].name,)
        took = np.array(seen.took)
        marks = np.quantile(took, (0.5, 0.95, 0.99)) * 1000 if took.size else np.zeros(3)
        requests = float(took.size + seen.refused)
        p50, p95, p99 = (float(mark) for mark in marks)
        yield EntryFigures(world.plan.sources[source], route, requests, float(seen.refused), p50, p95, p99)


def _tracks(world: World) -> Iterator[Track]:
    yield Track("account", "environments", tuple(map(float, world.account.track)))
    for pool in world.pools.values():
        yield Track(pool.plan.name, "environments", tuple(map(float, pool.busy.track)))
    for line in world.lines.values():
        yield Track(line.figures.name, "messages", tuple(map(float, line.figures.track)))
