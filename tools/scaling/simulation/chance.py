"""What a simulation draws at random, and what is done to a system beside its traffic."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import Any, NamedTuple

import numpy as np

from tools.scaling.simulation.plan import Spread
from tools.scaling.simulation.pools import Floats
from tools.scaling.simulation.traffic import Traffic

_BLOCK = 4096


class Outage(NamedTuple):
    """A component that answers nobody for a while; who calls it waits until its own timeout, or fails at once."""

    component: str
    begin_s: float
    end_s: float
    hangs: bool = True


class Trial(NamedTuple):
    """What is done to a system beside its traffic."""

    outages: tuple[Outage, ...] = ()
    poison: tuple[tuple[str, float], ...] = ()
    """Lines into which a message that always fails comes, and when."""
    client_retries: int = 0
    """How often callers try again when they are refused, after 1, 2, 4 ... seconds."""


QUIET = Trial()


class Dice:
    """Random numbers, drawn by the block."""

    def __init__(self, seed: int) -> None:
        self.generator = np.random.Generator(np.random.PCG64(seed))
        self._normals: list[float] = []
        self._evens: list[float] = []

    def spread(self, spread: Spread) -> float:
        """A duration."""
        if spread.median_s <= 0:
            return 0.0
        if not self._normals:
            self._normals = self.generator.standard_normal(_BLOCK).tolist()
        return spread.median_s * exp(spread.sigma * self._normals.pop())

    def even(self) -> float:
        """Between 0 and 1."""
        if not self._evens:
            self._evens = self.generator.random(_BLOCK).tolist()
        return self._evens.pop()

    def whole(self, mean: float) -> int:
        """A whole number of this mean: the one below or above it."""
        floor = int(mean)
        return floor + (self.even() < mean - floor) if mean > floor else floor


def arrivals_of(traffic: Traffic, dice: Dice) -> Sequence[tuple[float, int]]:
    """When each request arrives, and from which source: Poisson within each bin, schedules on time."""
    moments: list[Floats] = []
    sources: list[np.ndarray[Any, np.dtype[np.int64]]] = []
    for source, row in enumerate(traffic.rates):
        counts = dice.generator.poisson(row * traffic.bin_s)
        when: Floats = np.repeat(np.arange(row.size) * traffic.bin_s, counts)
        when += dice.generator.random(when.size) * traffic.bin_s
        found: Floats = np.concatenate((when, traffic.starts[source]))
        moments.append(found)
        sources.append(np.full(found.size, source))
    if not moments:
        return []
    whole = np.concatenate(moments)
    order = np.argsort(whole, kind="stable")
    return list(zip(whole[order].tolist(), np.concatenate(sources)[order].tolist(), strict=True))
