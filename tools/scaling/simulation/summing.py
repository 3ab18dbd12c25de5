"""The figures of the fast model's last round, in the words of an outcome."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np

from tools.scaling.simulation.fluid import Round
from tools.scaling.simulation.gates import FREE, Passing
from tools.scaling.simulation.mixing import Part, quantiles
from tools.scaling.simulation.outcome import (
    EntryFigures,
    FunctionFigures,
    GateFigures,
    HopFigures,
    Levels,
    LineFigures,
    Outcome,
    Track,
)
from tools.scaling.simulation.peaks import Crowd, crowd_of, highest, overlap, percentile
from tools.scaling.simulation.plan import Door, Pool, Spread, Way
from tools.scaling.simulation.pools import Floats


def limits_of(world: Round, step_s: float) -> Outcome:
    """The lines and limits of a round, and nothing else."""
    return Outcome(
        engine="fluid",
        seed=world.seed,
        span_s=world.traffic.span_s,
        step_s=step_s,
        requests=world.traffic.requests,
        functions=(),
        account=Levels(0.0, 0.0, 0.0, 0.0),
        lines=tuple(_line(world, place) for place in world.lines),
        gates=tuple(gate for gate in _gates(world) if gate.asked > 0),
        entries=(),
    )


def outcome_of(world: Round, step_s: float) -> Outcome:
    """What a round came to."""
    functions = tuple(_function(world, place) for place in world.pools)
    return Outcome(
        engine="fluid",
        seed=world.seed,
        span_s=world.traffic.span_s,
        step_s=max(step_s, world.bin_s),
        requests=world.traffic.requests,
        functions=functions,
        account=_account(world, sum(one.busy.peak for one in functions)),
        lines=tuple(_line(world, place) for place in world.lines),
        gates=tuple(gate for gate in _gates(world) if gate.asked > 0),
        entries=tuple(_entries(world)),
        tracks=tuple(_tracks(world, max(step_s, world.bin_s))),
    )


def _pool(world: Round, place: int) -> Pool:
    node = world.plan.nodes[place]
    assert isinstance(node, Pool)
    return node


def _function(world: Round, place: int) -> FunctionFigures:
    found, pool, bin_s = world.pools[place], _pool(world, place), world.bin_s
    pushed, polled = float(found.asked.sum()) * bin_s, float(found.polled.sum()) * bin_s
    begun = float(found.pushed.sum()) * bin_s
    return FunctionFigures(
        name=pool.name,
        invocations=pushed + polled,
        throttled=float((found.asked * found.refused).sum()) * bin_s,
        lost=found.lost,
        failed=float(((found.pushed + found.polled) * found.failing).sum()) * bin_s,
        cold=float(found.cold.sum()) * bin_s,
        runs=begun + polled,
        busy=_levels(world, place),
    )


def _lumped(crowd: Crowd, lumps: float) -> Crowd:
    """The same in lumps: so many fewer of them."""
    return crowd._replace(mean=crowd.mean / lumps, starts=crowd.starts / lumps)


def _levels(world: Round, place: int) -> Levels:
    found, pool = world.pools[place], _pool(world, place)
    cap = float(pool.reserved) if pool.reserved is not None else world.plan.room + pool.provisioned
    if not found.asked.any():
        cap = min(cap, found.polled_top)
    starts = found.pushed + found.polled
    crowd = crowd_of(found.busy, starts, world.bin_s)
    lumps = 1 + (world.clumps[place] - 1) * overlap(pool.work)
    if lumps > 1 or not found.asked.any():
        peak = lumps * highest(_lumped(crowd, lumps), cap / lumps)
    else:
        peak = highest(crowd_of(found.busy, starts, world.bin_s, np.minimum(found.variance, found.busy)), cap)
    peak = max(peak, min(cap, found.rush + 0.5 * found.rush**0.5))
    at = float(np.argmax(found.busy)) * world.bin_s
    return Levels(float(found.busy.mean()), percentile(crowd, 0.99, cap), peak, at)


def _account(world: Round, peaks: float) -> Levels:
    """All functions together: a part that does not vary, and one that varies as a Poisson variable of its variance."""
    whole, varying, starts = world.zero, world.zero, world.zero
    for found in world.pools.values():
        whole, varying = whole + found.busy, varying + found.variance
        starts = starts + found.pushed + found.polled
    cap = world.plan.account_limit
    if float(whole.max(initial=0.0)) <= 0:
        return Levels(0.0, 0.0, 0.0, 0.0)
    peak = highest(crowd_of(whole, starts, world.bin_s, np.minimum(varying, whole)), cap)
    rush = sum(found.rush for found in world.pools.values())
    peak = min(max(peak, rush + 0.5 * rush**0.5), peaks)
    at = int(np.argmax(whole + 3 * np.sqrt(varying)))
    p99 = percentile(crowd_of(whole, starts, world.bin_s), 0.99, cap)
    return Levels(float(whole.mean()), p99, min(cap, peak), at * world.bin_s)


def _line(world: Round, place: int) -> LineFigures:
    whole, taken = world.lines[place]
    bin_s = world.bin_s
    deepest_at, oldest_at = int(np.argmax(taken.depth)), int(np.argmax(taken.wait_s))
    left = float(taken.depth[-1]) if taken.depth.size else 0.0
    empty = np.flatnonzero(taken.depth[deepest_at:] <= 1e-6)
    amount = float(taken.messages.sum()) or 1.0
    return LineFigures(
        name=world.plan.nodes[place].name,
        arrived=float(whole.sum()) * bin_s,
        deepest=float(taken.depth[deepest_at]),
        deepest_at_s=deepest_at * bin_s,
        oldest_s=float(taken.wait_s[oldest_at]),
        oldest_at_s=oldest_at * bin_s,
        mean_wait_s=float((taken.wait_s * taken.messages).sum()) / amount,
        pollers=taken.most,
        left=left,
        dead=taken.dead,
        repeated=taken.repeated,
        drained_at_s=(deepest_at + int(empty[0])) * bin_s if empty.size else inf,
    )


def _gates(world: Round) -> Iterator[GateFigures]:
    shared, plan = world.shared, world.plan
    for key, use in sorted(world.bucket_use.items()):
        bucket = plan.buckets[key]
        longest, first = world.delays.get(key, (0.0, inf))
        gate = _gate(world, bucket.id, bucket.title, use, shared.buckets.get(key, FREE))
        yield gate._replace(longest_s=longest, first_at_s=min(first, gate.first_at_s))
    for key, use in sorted(world.resource_use.items()):
        resource = plan.resources[key]
        yield _gate(world, resource.id, resource.title, use, shared.resources.get(key, FREE))
    everyone = world.zero
    for place, found in world.pools.items():
        pool = _pool(world, place)
        if pool.reserved is None:
            everyone = everyone + found.asked
        reserved = f"{pool.name}/design.reserved_concurrency"
        yield _gate(world, reserved, f"reserved concurrency of {pool.name}", found.asked, found.reserve)
        growth = f"{pool.name}/lambda.function_scaling_rate"
        yield _gate(world, growth, f"new environments of {pool.name}", found.asked, found.growth)
        tempo = f"{pool.name}/lambda.rps_per_concurrency"
        yield _gate(world, tempo, f"requests a second of {pool.name}", found.asked, found.tempo)
    title = "concurrent executions of all functions"
    yield _gate(world, "account/lambda.account_concurrency_default", title, everyone, shared.account)


def _gate(world: Round, name: str, title: str, asked: Floats, passing: Passing) -> GateFigures:
    whole = float(asked.sum()) * world.bin_s
    if passing.refused is None:
        return GateFigures(name, title, whole, 0.0, inf)
    refused = asked * passing.refused * world.bin_s
    so_far = np.flatnonzero(np.cumsum(refused) >= 0.5)
    first = float(so_far[0]) * world.bin_s if so_far.size else inf
    return GateFigures(name, title, whole, float(refused.sum()), first)


def _entries(world: Round) -> Iterator[EntryFigures]:
    for (source, place), (came, through) in sorted(world.doors.items()):
        door = world.plan.nodes[place]
        assert isinstance(door, Door)
        for way in door.ways or (None,):
            if way is None or way.factors[source] > 0:
                yield from _entry(world, source, door, way, came, through)
    for entry in world.plan.entries:
        node = world.plan.nodes[entry.way.target]
        if isinstance(node, Pool) and entry.way.awaited and entry.way.target in world.pools:
            came = world.traffic.rates[entry.source] * entry.way.factors[entry.source]
            yield from _entry(world, entry.source, None, entry.way, came, came)


def _entry(
    world: Round, source: int, door: Door | None, way: Way | None, came: Floats, through: Floats
) -> Iterator[EntryFigures]:
    hops: list[tuple[str, Part]] = [(hop.what, Part(hop.spread)) for hop in door.hops] if door is not None else []
    for guard in door.guards if door is not None else ():
        hops += _run_parts(world, guard, "authoriser")
    kept, route = through, [door.name] if door is not None else []
    if way is not None:
        if door is not None:
            came, kept = came * way.factors[source], kept * way.factors[source]
        target = world.plan.nodes[way.target]
        if isinstance(target, Pool) and way.awaited and way.target in world.pools:
            found = world.pools[way.target]
            kept = kept * (1 - found.refused) * (1 - found.failing)
            hops += _run_parts(world, way.target, "function")
            route.append(target.name)
        elif isinstance(target, Door):
            return
    p50, p95, p99 = quantiles([part for _, part in hops], (0.5, 0.95, 0.99))
    requests = float(came.sum()) * world.bin_s
    refused = requests - float(kept.sum()) * world.bin_s
    figures = tuple(_hop(what, part) for what, part in hops)
    yield EntryFigures(
        world.plan.sources[source], tuple(route), requests, refused, p50 * 1000, p95 * 1000, p99 * 1000, figures
    )


def _run_parts(world: Round, place: int, what: str) -> list[tuple[str, Part]]:
    """A run of a function, and the cold starts it and what it calls meet."""
    pool, found = _pool(world, place), world.pools[place]
    parts = [(f"{pool.name} ({what})", Part(pool.work, 1.0, pool.timeout_s))]
    runs = float((found.pushed + found.polled).sum())
    share = min(1.0, float(found.cold.sum()) / runs) if runs > 0 else 0.0
    if share > 0 and pool.init.median_s > 0:
        parts.append((f"cold start of {pool.name}, {100 * share:.2g} % of its runs", Part(pool.init, share)))
    return parts


def _hop(what: str, part: Part) -> HopFigures:
    spread: Spread = part.spread
    p50, p99 = quantiles([part], (0.5, 0.99))
    return HopFigures(what, 1000 * part.share * spread.mean_s, 1000 * p50, 1000 * p99)


def _tracks(world: Round, step_s: float) -> Iterator[Track]:
    many = max(1, round(step_s / world.bin_s))
    heads = np.arange(0, world.bins, many)

    def track(name: str, unit: str, rows: Floats) -> Track:
        return Track(name, unit, tuple(np.maximum.reduceat(rows, heads).tolist()))

    whole = world.zero
    for found in world.pools.values():
        whole = whole + found.busy
    came = world.zero
    for row in world.traffic.rates:
        came = came + row
    yield track("arrivals", "requests/s", came)
    yield track("account", "environments", whole + 2.33 * np.sqrt(whole))
    for place, found in world.pools.items():
        yield track(_pool(world, place).name, "environments", found.busy + 2.33 * np.sqrt(found.busy))
    for place, (_, taken) in world.lines.items():
        yield track(world.plan.nodes[place].name, "messages", taken.depth)
