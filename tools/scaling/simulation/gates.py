"""What limits let through of a flow, bin by bin: token buckets, growth, reserves, tables that learn."""

from __future__ import annotations

from functools import lru_cache
from math import inf, sqrt
from typing import NamedTuple

import numpy as np

from tools.scaling.pool import erlang_b
from tools.scaling.simulation.plan import Growth, Resource
from tools.scaling.simulation.pools import Floats
from tools.scaling.simulation.stations import HALF_AN_HOUR_S

_KNOTS = 48


class Passing(NamedTuple):
    """What happens to a flow at a limit."""

    refused: Floats | None
    """Share refused in each bin; None where none ever is."""
    waiting: Floats | None = None
    """What is held up at the end of each bin; None where nothing is."""


FREE = Passing(None)


def refused_share(passing: Passing, size: int) -> Floats:
    """As an array in any case."""
    return passing.refused if passing.refused is not None else np.zeros(size)


def bucket_refusals(rates: Floats, rate: float, burst: float, bin_s: float, seed: int) -> Passing:
    """A bucket that refuses. The flow is drawn at random from its rates, for it comes in lumps."""
    if rate == inf or not rates.size or _never(rates, rate, burst, bin_s):
        return FREE
    coming = np.random.Generator(np.random.PCG64(seed)).poisson(rates * bin_s).tolist()
    refused = np.zeros(rates.size)
    level, gain, burst = burst, rate * bin_s, max(burst, 1.0)
    for place, count in enumerate(coming):
        level += gain
        if count > level:
            refused[place] = (count - level) / count
            level = 0.0
        else:
            level = min(burst, level - count)
    return Passing(refused)


def _never(rates: Floats, rate: float, burst: float, bin_s: float) -> bool:
    """Whether the bucket cannot run dry: five standard deviations of what comes lie below it."""
    top = float(rates.max())
    if top + 5 * sqrt(top / bin_s) / max(1.0, bin_s) ** 0 <= rate or top == 0:
        return True
    used = np.cumsum((rates - rate) * bin_s)
    spare = used - np.minimum.accumulate(np.minimum(used, 0.0))
    slack = 6 * sqrt(max(top, rate) * bin_s) + 6 * top / max(rate - top, top * 0.02) if top < rate else inf
    return float(spare.max()) + slack < burst


def bucket_delays(rates: Floats, rate: float, burst: float, bin_s: float) -> Passing:
    """A bucket at which things wait for their turn."""
    if rate == inf or not rates.size or float(rates.max()) <= rate:
        return FREE
    used = np.cumsum((rates - rate) * bin_s)
    level = used - np.minimum.accumulate(np.minimum(used, 0.0))
    waiting = np.maximum(level - burst, 0.0)
    return Passing(None, waiting if float(waiting.max()) > 0 else None)


def growth_refusals(needed: Floats, keep_s: float, growth: Growth, bin_s: float) -> Passing:
    """New environments that come too slowly: what is missing of those needed, as a share of them."""
    if growth.burst == inf or float(needed.max()) <= growth.burst:
        return FREE
    kept = sliding_top(needed, max(1, round(keep_s / bin_s)))
    created = np.maximum(np.diff(kept, prepend=0.0), 0.0)
    per_bin = growth.step / growth.every_s * bin_s
    used = np.cumsum(created - per_bin)
    level = used - np.minimum.accumulate(np.minimum(used, 0.0))
    missing = np.maximum(level - growth.burst, 0.0)
    if float(missing.max()) <= 0:
        return FREE
    return Passing(np.minimum(1.0, np.where(needed > 0, missing / np.maximum(needed, 1e-9), 0.0)))


def sliding_top(values: Floats, window: int) -> Floats:
    """The highest of the last `window` values, at each of them."""
    result, done = values.copy(), 1
    while done < window:
        by = min(done, window - done)
        result[by:] = np.maximum(result[by:], result[:-by])
        done += by
    return result


def loss_refusals(offered: Floats, servers: float) -> Passing:
    """What a number of servers turns away of an offered concurrency (Erlang's loss formula at every moment)."""
    top = float(offered.max()) if offered.size else 0.0
    if servers == inf or top <= 0:
        return FREE
    if servers < 1:
        return Passing(np.ones(offered.size))
    if top + 7 * sqrt(top) + 7 < servers:
        return FREE
    loads, shares = _losses(int(servers), top)
    return Passing(np.interp(offered, loads, shares))


@lru_cache(maxsize=64)
def _losses(servers: int, top: float) -> tuple[Floats, Floats]:
    low = max(0.0, servers - 8 * sqrt(servers) - 4)
    around = np.linspace(low, min(top, servers + 8 * sqrt(servers)), _KNOTS)
    beyond = (
        np.geomspace(servers + 8 * sqrt(servers), top, 12)[1:] if top > servers + 8 * sqrt(servers) else np.empty(0)
    )
    loads = np.unique(np.concatenate(([0.0], around, beyond)))
    return loads, np.array([erlang_b(load, servers) for load in loads.tolist()])


def resource_refusals(used: Floats, resource: Resource, bin_s: float, seed: int) -> Passing:
    """What a resource refuses of its use in units a second."""
    if resource.is_held:
        return loss_refusals(used, resource.burst)
    if resource.most_rate == inf:
        return bucket_refusals(used, resource.rate, resource.burst, bin_s, seed)
    if resource.rate == inf or not used.size or float(used.max()) <= 0.8 * resource.rate:
        return FREE
    late = max(1, round(HALF_AN_HOUR_S / bin_s))
    seen = np.zeros(used.size)
    seen[late:] = np.maximum.accumulate(used)[:-late] if used.size > late else 0.0
    carried = np.maximum(resource.rate, np.minimum(resource.most_rate, 2 * seen))
    over = np.maximum(used - carried, 0.0)
    return Passing(over / np.maximum(used, 1e-9)) if float(over.max()) > 0 else FREE
