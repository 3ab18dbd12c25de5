"""The distribution of an answer's time from those of its parts: densities on a common grid, folded with each other.

A part is certain or happens in a share of the answers (a cold start); it is then nothing in the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tools.scaling.simulation.plan import Spread
from tools.scaling.simulation.pools import Floats

_CELLS = 4096
_FAR = 0.99995


class Part(NamedTuple):
    """A part of an answer."""

    spread: Spread
    share: float = 1.0
    longest_s: float = 3600.0


def quantiles(parts: Sequence[Part], shares: Sequence[float]) -> tuple[float, ...]:
    """Quantiles of the sum, in seconds."""
    certain = [part for part in parts if part.spread.median_s > 0 and part.share > 0]
    if not certain:
        return tuple(0.0 for _ in shares)
    reach = sum(min(part.longest_s, part.spread.at(_FAR)) for part in certain)
    cell = reach / (_CELLS - 1)
    size = 2 * _CELLS
    whole = np.ones(size // 2 + 1, np.complex128)
    for part in certain:
        whole *= np.fft.rfft(_density(part, cell), size)
    reached = np.cumsum(np.fft.irfft(whole, size)[:_CELLS])
    # every part is counted half a cell early on average: its mass stands at the lower edge
    late = 0.5 * cell * sum(part.share for part in certain)
    found = np.interp(np.array(shares), reached / reached[-1], np.arange(_CELLS) * cell + cell)
    return tuple(float(one) if one > cell else 0.0 for one in found + late - cell)


def _density(part: Part, cell: float) -> Floats:
    edges = np.arange(_CELLS + 1) * cell
    if part.spread.sigma > 0:
        z = np.log(np.maximum(edges, 1e-12) / part.spread.median_s) / part.spread.sigma
        reached = 0.5 * (1 + _erf(z / 2**0.5))
    else:
        reached = (edges > part.spread.median_s).astype(np.float64)
    reached[edges >= part.longest_s] = 1.0
    reached[0] = 0.0
    mass: Floats = np.diff(reached) * part.share
    mass[0] += 1 - part.share
    return mass


def _erf(x: Floats) -> Floats:
    """Abramowitz and Stegun 7.1.26, to 1.5e-7."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return np.sign(x) * (1 - series * np.exp(-x * x))
