"""How many runs are under way when so many start a second: means over time, highest values, percentiles.

Runs that start at random and take independent times are Poisson at every moment, with the mean of an infinite pool,
m(t) = ∫ rate(t - u) P(run > u) du. The level k is reached anew at the rate rate(t) P(N(t) = k - 1), of which a share c
is apart from the visit before (see `tools.scaling.pool`); so the highest of all is at least k with a chance of
1 - exp(-∫ rate P(N = k - 1) c dt), or that of the best moment where it is higher, and its mean is the sum of these
chances over k.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, erf, log, sqrt
from typing import NamedTuple

import numpy as np

from tools.scaling.simulation.plan import Spread
from tools.scaling.simulation.pools import Floats

_GROUPS = 96
_FAR = 9.0
_MOST_LEVELS = 6000
_REST = 2e-4


class Crowd(NamedTuple):
    """Means over time in few groups of alike moments."""

    mean: Floats
    starts: Floats
    """Runs that start in each group, in all."""
    share: Floats
    """Of the time."""
    fixed: Floats
    """Part of each mean that does not vary, in whole runs; the rest is Poisson."""


def under_way(starts: Floats, spread: Spread, longest_s: float, bin_s: float) -> Floats:
    """Mean runs under way in each bin, from the rate of starts; nothing runs at first."""
    reach_s = min(longest_s, spread.at(1 - _REST)) if spread.sigma > 0 else min(longest_s, spread.median_s)
    if reach_s <= 0.5 * bin_s or not starts.size:
        return starts * mean_until(spread, longest_s)
    bins = min(starts.size, ceil(reach_s / bin_s) + 1)
    edges = [0.0, *((bins_ + 0.5) * bin_s for bins_ in range(bins))]
    kernel = np.diff([mean_until(spread, min(edge, longest_s)) for edge in edges])
    return _folded(starts, kernel)


def overlap(spread: Spread) -> float:
    """∫ P(run > u)² du over ∫ P(run > u) du: how alike two runs begun together are, 2 Φ(-σ / √2)."""
    return 2 * _normal(-spread.sigma / sqrt(2))


def mean_until(spread: Spread, until_s: float) -> float:
    """∫ P(run > u) du from 0 to so long: the mean of a run that is cut off there.

    For a log-normal run: mean x Φ((ln T - μ) / σ - σ) + T x (1 - Φ((ln T - μ) / σ)).
    """
    if spread.median_s <= 0 or until_s <= 0:
        return 0.0
    if spread.sigma <= 0:
        return min(spread.median_s, until_s)
    z = log(until_s / spread.median_s) / spread.sigma
    return spread.mean_s * _normal(z - spread.sigma) + until_s * (1 - _normal(z))


def _normal(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))


def _folded(values: Floats, kernel: Floats) -> Floats:
    if kernel.size < 64:
        return np.convolve(values, kernel)[: values.size]
    size = 1 << (values.size + kernel.size - 1).bit_length()
    folded = np.fft.irfft(np.fft.rfft(values, size) * np.fft.rfft(kernel, size), size)
    return np.maximum(folded[: values.size], 0.0)


def crowd_of(mean: Floats, starts: Floats, bin_s: float, varying: Floats | None = None) -> Crowd:
    """Moments of about the same mean taken together; fine where it is highest. `varying` is their variance, where it
    is not the mean."""
    top = float(mean.max()) if mean.size else 0.0
    if top <= 0:
        return Crowd(np.zeros(1), np.zeros(1), np.ones(1), np.zeros(1))
    place = np.minimum((np.sqrt(np.maximum(mean, 0.0) / top) * _GROUPS).astype(np.int64), _GROUPS - 1)
    count = np.bincount(place, minlength=_GROUPS)
    kept = count > 0
    means = np.bincount(place, mean, _GROUPS)[kept] / count[kept]
    fixed = np.zeros(means.size)
    if varying is not None:
        fixed = np.maximum(0.0, np.round(means - np.bincount(place, varying, _GROUPS)[kept] / count[kept]))
    return Crowd(means, np.bincount(place, starts, _GROUPS)[kept] * bin_s, count[kept] / mean.size, fixed)


def highest(crowd: Crowd, cap: float) -> float:
    """Mean of the highest level ever reached, at most `cap`."""
    whole = 0.0
    if float(crowd.starts.sum()) <= 0 or cap <= 0:
        return 0.0
    loose = np.maximum(crowd.mean - crowd.fixed, 0.0)
    low = max(0, int(float((crowd.fixed + loose - 4 * np.sqrt(loose)).max())) - 1)
    high = int(float((crowd.mean + (_FAR + 2) * np.sqrt(loose)).max()) + 14)
    step = max(1, (high - low) // _MOST_LEVELS)
    for first in range(low + 1, high + 1, 512 * step):
        levels = np.arange(first, min(first + 512 * step, high + 1), step, dtype=np.float64)
        chances = _chances(crowd, levels)
        whole += step * float(chances[levels <= cap].sum())
        if chances[-1] < 1e-7:
            break
    return min(cap, low + whole)


def _chances(crowd: Crowd, levels: Floats) -> Floats:
    """Chance that each level is ever reached."""
    mean = np.maximum(crowd.mean - crowd.fixed, 1e-12)[:, None]
    above = levels - crowd.fixed[:, None]
    over = np.maximum(above, 1.0)
    visits = np.exp((over - 1) * np.log(mean) - mean - _log_factorials(over - 1)) * _apart(over, mean)
    starts = (crowd.starts * np.minimum(1.0, mean[:, 0] / np.maximum(crowd.mean, 1e-12)))[:, None]
    visits = np.where(above >= 1, visits * starts, 0.0)
    reached = 1 - np.exp(-np.minimum(visits.sum(axis=0), 700.0))
    top = int(np.argmax(crowd.mean + 3 * np.sqrt(np.maximum(crowd.mean - crowd.fixed, 0.0))))
    return np.maximum(reached, 1 - poisson_up_to(levels - 1 - crowd.fixed[top], float(mean[top, 0])))


def _apart(levels: Floats, mean: Floats) -> Floats:
    """Share of the visits to a level that are apart from the one before: (1 - q) / (1 - q^n)."""
    q = np.minimum(mean / levels, 0.999999)
    return (1 - q) / (1 - q ** np.maximum(levels - mean + 1, 1.0))


def _log_factorials(k: Floats) -> Floats:
    """ln k! by Stirling's series, exact below 10."""
    x = np.maximum(k, 10.0) + 1
    series = (x - 0.5) * np.log(x) - x + 0.9189385332046727 + 1 / (12 * x) - 1 / (360 * x**3)
    return np.where(k < 10, _SMALL[np.clip(k, 0, 9).astype(np.int64)], series)


_SMALL = np.log(np.array([1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880], np.float64))


def poisson_up_to(k: Floats, mean: float) -> Floats:
    """P(N <= k) of a Poisson variable: Wilson and Hilferty's approximation with Peizer and Pratt's third moment."""
    if mean <= 0:
        return np.ones_like(k)
    if mean < 40:
        most = int(max(float(k.max()), 1.0)) + 1
        terms = np.exp(np.arange(most + 1) * log(mean) - mean - _log_factorials(np.arange(most + 1, dtype=np.float64)))
        return np.minimum(1.0, np.cumsum(terms))[np.maximum(k, 0).astype(np.int64)] * (k >= 0)
    c = mean / (np.maximum(k, 0.0) + 1)
    z = (1 - 1 / (9 * (k + 1)) - c ** (1 / 3)) * 3 * np.sqrt(np.maximum(k, 0.0) + 1)
    return np.array([_normal(one) for one in z.tolist()])


def percentile(crowd: Crowd, share: float, cap: float) -> float:
    """Level not exceeded in this share of the time."""
    low, high = -1, int(float(crowd.mean.max()) * 1.1 + _FAR * sqrt(float(crowd.mean.max())) + 10)
    while high - low > 1:
        middle = (low + high) // 2
        at = np.array([float(middle)])
        inside = sum(w * float(poisson_up_to(at, m)[0]) for w, m in _pairs(crowd))
        low, high = (low, middle) if inside >= share else (middle, high)
    return min(cap, float(high))


def _pairs(crowd: Crowd) -> Iterator[tuple[float, float]]:
    return zip(crowd.share.tolist(), crowd.mean.tolist(), strict=True)
