"""A function in the fast model: what finds an environment, what is tried again, what starts cold."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np

from tools.scaling.pool import steady_pool
from tools.scaling.simulation.gates import (
    FREE,
    Passing,
    bucket_refusals,
    growth_refusals,
    loss_refusals,
    sliding_top,
)
from tools.scaling.simulation.peaks import mean_until, overlap, under_way
from tools.scaling.simulation.plan import Plan, Pool, Spread
from tools.scaling.simulation.polling import Taken
from tools.scaling.simulation.pools import Floats

_KNOTS = 20
_ERROR_DELAYS_S = (60.0, 120.0)


class Given(NamedTuple):
    """What comes to a function."""

    plan: Plan
    pool: Pool
    sync: Floats
    """Runs that somebody waits for, a second."""
    pushed: Floats
    """Runs that nobody waits for, a second."""
    taken: tuple[Taken, ...]
    """What pollers bring."""
    failing: Floats | None
    took_s: float
    """How long a failing run takes."""
    account: Floats | None
    """Share that the account's concurrency refuses."""
    bin_s: float
    seed: int
    clump: float = 1.0
    """How many runs are started at one moment."""
    calm: Floats | None = None
    """Share of what comes that a limit before has let through at its own even pace."""


class PoolRound(NamedTuple):
    """A function in one round."""

    asked: Floats
    """Runs wanted a second, pushed ones."""
    refused: Floats
    """Share of the pushed ones that find no environment at first."""
    pushed: Floats
    """Pushed runs begun a second."""
    polled: Floats
    """Polled runs begun a second."""
    busy: Floats
    variance: Floats
    """Of the number busy."""
    polled_top: float
    """Most polled runs at once."""
    cold: Floats
    """Cold starts a second."""
    failing: Floats
    rush: float
    """Most busy at once while a rise meets too few environments."""
    lost: float
    reserve: Passing
    growth: Passing
    tempo: Passing
    steady_s: float
    waiting: Floats | None
    """Asynchronous runs that wait to be tried again; None where none does."""


def pool_round(given: Given) -> PoolRound:
    """What a function does with what comes to it."""
    pool, bin_s = given.pool, given.bin_s
    steady_s = mean_until(pool.work, pool.timeout_s)
    again = _tried_again(given)
    asked = given.sync + given.pushed if again is None else given.sync + given.pushed + again
    polled_busy = _sum([one.busy for one in given.taken], asked)
    tempo = _tempo(given, asked)
    through = _left(asked, tempo)
    needed = under_way(through, pool.work, pool.timeout_s, bin_s)
    cold = _colds(given, through + _sum([one.runs for one in given.taken], asked), steady_s)
    needed = needed + cold * pool.init.mean_s
    if given.failing is not None:
        needed = needed + _hanging(given, through, steady_s)
    growth = growth_refusals(needed, given.plan.keep_alive_s, given.plan.growth, bin_s)
    reserve = loss_refusals(needed + polled_busy, pool.reserved) if pool.reserved is not None else FREE
    refused = _combined(given, needed, (tempo, growth, reserve))
    begun, waiting = asked * (1 - refused), None
    if float((given.pushed * refused).sum()) * bin_s > 0.5:
        refused, begun, waiting = _caught_up(given, refused, steady_s)
    busy = needed
    if refused.any():
        starting = np.divide(begun, asked, out=np.zeros_like(asked), where=asked > 1e-12)
        busy = under_way(begun, pool.work, pool.timeout_s, bin_s) + cold * pool.init.mean_s * np.minimum(starting, 1.0)
        busy = busy + _hanging(given, begun, steady_s)
    cap = float(pool.reserved) if pool.reserved is not None else inf
    failing = given.failing if given.failing is not None else np.zeros(asked.size)
    polled_top = min(cap, sum(one.most for one in given.taken))
    alike = overlap(pool.work)
    spread = 1 + (given.clump - 1) * alike - (given.calm * alike if given.calm is not None else 0.0)
    variance = spread * _varying(busy, needed, reserve, cap) + polled_busy * np.maximum(
        0.0, 1 - polled_busy / max(polled_top, 1e-9)
    )
    return PoolRound(
        asked=asked,
        refused=refused,
        pushed=begun,
        polled=_sum([one.runs for one in given.taken], asked),
        busy=np.minimum(busy + polled_busy, cap),
        variance=variance,
        polled_top=polled_top,
        cold=cold,
        failing=failing,
        rush=min(cap, float(_rush(given, through, steady_s).max(initial=0.0))),
        lost=_lost(given, refused, failing),
        reserve=reserve,
        growth=growth,
        tempo=tempo,
        steady_s=steady_s,
        waiting=waiting,
    )


def _varying(busy: Floats, needed: Floats, reserve: Passing, cap: float) -> Floats:
    """Variance of the number busy: its mean, less what a cap cuts off (Y - A B (C - Y), Riordan)."""
    if reserve.refused is None:
        return busy
    return np.maximum(busy - needed * reserve.refused * np.maximum(cap - busy, 0.0), 0.02 * busy)


def _lost(given: Given, refused: Floats, failing: Floats) -> float:
    sync = float((given.sync * (1 - (1 - refused) * (1 - failing))).sum())
    return given.bin_s * (sync + float((given.pushed * failing**3).sum()))


def _sum(rows: list[Floats], like: Floats) -> Floats:
    whole = np.zeros(like.size)
    for row in rows:
        whole = whole + row
    return whole


def _left(rates: Floats, passing: Passing) -> Floats:
    return rates if passing.refused is None else rates * (1 - passing.refused)


def _tempo(given: Given, asked: Floats) -> Passing:
    pool, plan = given.pool, given.plan
    concurrency = pool.reserved if pool.reserved is not None else plan.room + pool.provisioned
    most = plan.rps_per_concurrency * concurrency
    return bucket_refusals(asked, most, most, given.bin_s, given.seed) if 0 < most < inf else FREE


def _combined(given: Given, needed: Floats, limits: tuple[Passing, ...]) -> Floats:
    """The share that some limit refuses; what is kept ready does not meet the account's."""
    kept = np.ones(needed.size)
    for limit in limits:
        if limit.refused is not None:
            kept = kept * (1 - limit.refused)
    if given.account is not None:
        ready = given.pool.provisioned
        spilling = np.maximum(needed - ready, 0.0) / np.maximum(needed, 1e-9) if ready else 1.0
        kept = kept * (1 - given.account * spilling)
    return 1 - kept


def _tried_again(given: Given) -> Floats | None:
    """Asynchronous runs that failed before, a minute and three minutes after."""
    if given.failing is None:
        return None
    first = _late(given.pushed * given.failing, (given.took_s + _ERROR_DELAYS_S[0]) / given.bin_s)
    second = _late(first * given.failing, (given.took_s + _ERROR_DELAYS_S[1]) / given.bin_s)
    return first + second


def _late(rates: Floats, bins: float) -> Floats:
    by = round(bins)
    moved = np.zeros(rates.size)
    if by < rates.size:
        moved[by:] = rates[: rates.size - by]
    return moved


def _hanging(given: Given, through: Floats, steady_s: float) -> Floats:
    """Runs under way beyond the usual because what they call does not answer."""
    if given.failing is None or given.took_s <= steady_s:
        return np.zeros(through.size)
    hung = through * given.failing
    whole = under_way(hung, Spread(given.took_s, 0.0), given.took_s, given.bin_s)
    return np.maximum(whole - under_way(hung, given.pool.work, given.pool.timeout_s, given.bin_s), 0.0)


def _caught_up(given: Given, refused: Floats, steady_s: float) -> tuple[Floats, Floats, Floats]:
    """Asynchronous runs that wait and are tried again, each after about as long as it has waited already.

    Gives the share refused at first, runs begun a second, and how many wait.
    """
    bin_s, size = given.bin_s, refused.size
    share, sync, came = refused.tolist(), given.sync.tolist(), (given.pushed * bin_s).tolist()
    offered = [(one * bin_s + new) for one, new in zip(sync, came, strict=True)]
    begun, waits = [0.0] * size, [0.0] * size
    waiting = age = 0.0
    for at in range(size):
        lost = share[at]
        if waiting <= 1e-6 and lost <= 0:
            begun[at] = (came[at] + sync[at] * bin_s) / bin_s
            continue
        tries = waiting * min(1.0, bin_s / (1.0 + age))
        if offered[at] > 0:
            capacity = offered[at] * (1 - lost) if lost > 0 else max(offered[at], _spare(given, steady_s))
        else:
            capacity = _spare(given, steady_s)
        wanted = offered[at] + tries
        lost = max(lost, 1 - capacity / wanted) if wanted > 0 else 0.0
        share[at] = lost
        begun[at] = wanted * (1 - lost) / bin_s
        after = max(0.0, waiting + came[at] * lost - tries * (1 - lost))
        age = (age + bin_s) * (waiting / max(after, waiting, 1e-9)) if after > 0 else 0.0
        waiting = waits[at] = after
    return np.array(share), np.array(begun), np.array(waits)


def _spare(given: Given, steady_s: float) -> float:
    """Runs that a function can begin in a bin at its cap."""
    cap = given.pool.reserved if given.pool.reserved is not None else given.plan.room
    return min(1e12, cap / max(steady_s, 1e-6) * given.bin_s)


def _rush(given: Given, starts: Floats, steady_s: float) -> Floats:
    """Environments busy while a rise meets too few of them: each new one is away for its start and its first run."""
    pool, bin_s = given.pool, given.bin_s
    away_s = steady_s + pool.init.mean_s
    if steady_s <= 0 or pool.init.median_s <= 0 or not starts.size:
        return np.zeros(starts.size)
    there = np.minimum(_environments(given, starts, steady_s), given.plan.room)
    late = max(1, round(away_s / bin_s))
    before = np.full(starts.size, float(pool.provisioned))
    before[late:] = np.maximum(sliding_top(there, max(1, round(given.plan.keep_alive_s / bin_s)))[:-late], before[0])
    short = np.maximum(starts - before / steady_s, 0.0)
    if away_s > bin_s:
        summed = np.cumsum(short) * bin_s
        rushing = summed - np.concatenate((np.zeros(late), summed[:-late]))[: summed.size]
    else:
        rushing = short * away_s
    return np.where(short > 0, before + rushing, 0.0)


def _environments(given: Given, starts: Floats, steady_s: float) -> Floats:
    top = float(starts.max())
    if top <= 0:
        return np.zeros(starts.size)
    knots = np.concatenate(([0.0], np.geomspace(max(top * 1e-4, 1e-9), top, _KNOTS)))
    keep_s, ready = given.plan.keep_alive_s, given.pool.provisioned
    kept = [steady_pool(rate, steady_s, keep_s, ready).environments for rate in knots.tolist()]
    return np.interp(starts, knots, np.array(kept))


def _colds(given: Given, starts: Floats, steady_s: float) -> Floats:
    cap = float(given.pool.reserved) if given.pool.reserved is not None else given.plan.room
    return cold_starts(starts, steady_s, given.plan.keep_alive_s, given.pool.provisioned, given.bin_s, cap)


def cold_starts(starts: Floats, work_s: float, keep_s: float, ready: int, bin_s: float, cap: float) -> Floats:
    """Cold starts a second: those of a steady pool at each rate, and the environments by which it grows."""
    top = float(starts.max()) if starts.size else 0.0
    if top <= 0 or work_s <= 0:
        return np.zeros(starts.size)
    knots = np.concatenate(([0.0], np.geomspace(max(top * 1e-4, 1e-9), top, _KNOTS)))
    pools = [steady_pool(rate, work_s, keep_s, ready) for rate in knots.tolist()]
    steady = np.interp(starts, knots, np.array([pool.cold_per_s for pool in pools]))
    kept = np.interp(starts, knots, np.minimum(np.array([pool.environments for pool in pools]), cap))
    kept = sliding_top(kept, max(1, round(keep_s / bin_s)))
    grown = np.maximum(np.diff(kept, prepend=float(ready)), 0.0) / bin_s
    steady = np.where(kept >= cap * 0.999, 0.0, steady)
    return np.minimum(steady + grown, starts)
