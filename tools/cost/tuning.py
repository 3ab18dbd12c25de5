"""Memory right-sizing: from measured (memory, duration) points, or one point and the shape of the work, the size for
least cost, least time or a balance of both, with the curve.

The model is `duration(m) = waiting + computing x (1769 / min(m, 1769))^1.3`: a function has one whole vCPU at 1,769 MB
(AWS Lambda developer guide), and measured functions gain somewhat more than in proportion below it, because runtimes
and their collectors share what little there is. The exponent was chosen on 31 published power-tuning curves; from two
points of them the median error of the durations in between is 5 to 9 %. Work that gains even more is taken for a power
law through its points. Beyond twice the largest measured size nothing is recommended.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from tools.catalog.prices import price
from tools.cost.metering.functions import suffix

VCPU_MB = 1769.0
EXPONENT = 1.3
REACH = 2.0
"""How far beyond the largest measured size is recommended."""
CLOSE = 1.03
"""Costs and times this near are the same: the smaller size wins."""
STEEPEST = 3.0
"""Largest exponent that is believed: what two points say beyond it is noise."""
SIZES = (128, 192, 256, 384, 512, 640, 768, 896, 1024, 1280, 1536, 1769, 2048, 2560, 3008, 4096, 5120, 10240)
LEAST_MB, MOST_MB = 128.0, 10240.0
MOST_MS = 900_000.0

Aim = Literal["cost", "time", "balance"]
SHAPES = {"cpu": 0.05, "mixed": 0.5, "io": 0.9}
"""Share of the duration at a full vCPU that is spent waiting."""

_POINT = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:mb)?\s*[:=]\s*([0-9]+(?:\.[0-9]+)?)\s*(?:ms)?\s*", re.IGNORECASE)


class TuningError(ValueError):
    """Points that say nothing. The message says which and what is wanted."""


class Point(NamedTuple):
    """A size with its duration and what one invocation costs there."""

    memory_mb: int
    duration_ms: float
    cost: float
    """US dollars, the request included."""


class Tuning(NamedTuple):
    """What is recommended, and the curve it was chosen from."""

    aim: Aim
    best: Point
    curve: tuple[Point, ...]
    measured: tuple[tuple[float, float], ...]
    waiting_share: float
    """Share of the duration at 1,769 MB that no memory makes shorter."""


Model = Callable[[float], float]


def read_points(text: str) -> tuple[tuple[tuple[float, float], ...], str]:
    """Points as "512:148, 1024:119", with the shape of the work where one is named. Raises TuningError."""
    shape = ""
    points: list[tuple[float, float]] = []
    for part in re.split(r"[,;\s]+", text.strip()):
        if part.lower() in SHAPES:
            shape = part.lower()
            continue
        match = _POINT.fullmatch(part)
        if match is None:
            raise TuningError(f"'{part[:40]}' is not a size with its duration: 512:148 for 148 ms at 512 MB")
        points.append((float(match.group(1)), float(match.group(2))))
    return tuple(points), shape


def duration_model(points: Sequence[tuple[float, float]], shape: str = "mixed") -> Model:
    """Milliseconds by memory in MB, from one point and a shape or from two points and more. Raises TuningError."""
    known = _checked(points)
    if len(known) == 1:
        (memory, duration) = known[0]
        waiting = SHAPES[shape]
        scale = duration / (waiting + (1 - waiting) * _gain(memory))
        return lambda size: scale * (waiting + (1 - waiting) * _gain(size))
    waiting, computing = _fitted(known)
    if waiting < 0:
        return _power_law(known)
    return lambda size: waiting + computing * _gain(size)


def tune(
    points: Sequence[tuple[float, float]],
    *,
    shape: str = "mixed",
    aim: Aim = "cost",
    architecture: str = "x86_64",
    region: str = "",
    sizes: Sequence[int] = SIZES,
) -> Tuning:
    """The size for an aim, of these sizes. Raises TuningError."""
    model = duration_model(points, shape)
    known = _checked(points)
    top = max(memory for memory, _ in known) * REACH
    gb_ms, request = _rates(architecture, region)
    curve = tuple(
        Point(size, duration, size / 1024 * math.ceil(duration - 1e-9) * gb_ms + request)
        for size, duration in ((size, model(size)) for size in sorted(sizes))
    )
    allowed = [point for point in curve if point.memory_mb <= top] or [curve[0]]
    weigh = _WEIGHTS[aim]
    least = min(weigh(point, gb_ms) for point in allowed)
    best = next(point for point in allowed if weigh(point, gb_ms) <= least * CLOSE)
    full = model(VCPU_MB)
    waiting = max(0.0, min(1.0, (model(MOST_MB) - _computing(model)) / full)) if full else 0.0
    return Tuning(aim, best, curve, tuple(known), waiting)


def _rates(architecture: str, region: str) -> tuple[float, float]:
    found = price("aws", "lambda", f"duration_{suffix(architecture)}", region)
    asked = price("aws", "lambda", "requests", region)
    return float((found.price or 0) / found.per) / 1000, float((asked.price or 0) / asked.per)


def _memory_cost(point: Point, gb_ms: float) -> float:
    return point.memory_mb / 1024 * math.ceil(point.duration_ms - 1e-9) * gb_ms


def _time(point: Point, gb_ms: float) -> float:
    return point.duration_ms


def _balance(point: Point, gb_ms: float) -> float:
    return math.sqrt(_memory_cost(point, gb_ms) * point.duration_ms)


_WEIGHTS: dict[Aim, Callable[[Point, float], float]] = {"cost": _memory_cost, "time": _time, "balance": _balance}


def _gain(memory: float) -> float:
    """How much longer computing takes than with a whole vCPU."""
    return (VCPU_MB / min(memory, VCPU_MB)) ** EXPONENT


def _computing(model: Model) -> float:
    """Milliseconds of computing at a whole vCPU: what the model adds when it has half of one, by its own exponent."""
    return max(0.0, (model(VCPU_MB / 2) - model(VCPU_MB)) / (2**EXPONENT - 1))


def _fitted(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Waiting and computing in ms: through two points exactly, through more with the least squared relative error."""
    rows = [(_gain(memory), duration, 1 / duration**2) for memory, duration in points]
    whole = sum(weight for _, _, weight in rows)
    mean_gain = sum(gain * weight for gain, _, weight in rows) / whole
    mean = sum(duration * weight for _, duration, weight in rows) / whole
    spread = sum(weight * (gain - mean_gain) ** 2 for gain, _, weight in rows)
    if spread < 1e-18:
        return mean, 0.0
    slope = sum(weight * (gain - mean_gain) * (duration - mean) for gain, duration, weight in rows) / spread
    return (mean, 0.0) if slope <= 0 else (mean - slope * mean_gain, slope)


def _power_law(points: Sequence[tuple[float, float]]) -> Model:
    """Through the smallest and the largest point, for work that gains more than the model knows."""
    (small, slow), (large, quick) = points[0], points[-1]
    low, high = min(small, VCPU_MB), min(large, VCPU_MB)
    power = max(0.0, min(STEEPEST, math.log(slow / quick) / math.log(high / low))) if high > low else 0.0
    return lambda size: quick * (high / min(size, VCPU_MB)) ** power


def _checked(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points by size, those of the same size averaged."""
    if not points:
        raise TuningError("no measured point: give one with a shape (512:148 io) or two (512:148, 1024:119)")
    found: dict[float, list[float]] = {}
    for memory, duration in points:
        if not LEAST_MB <= memory <= MOST_MB:
            raise TuningError(f"{memory:g} MB: sizes go from {LEAST_MB:g} to {MOST_MB:g} MB")
        if not 0 < duration <= MOST_MS:
            raise TuningError(f"{duration:g} ms: durations go up to {MOST_MS:,.0f} ms")
        found.setdefault(memory, []).append(duration)
    return [(memory, sum(found[memory]) / len(found[memory])) for memory in sorted(found)]


def tuning_text(tuning: Tuning) -> str:
    """The recommendation and the curve for a terminal."""
    best = tuning.best
    words = {"cost": "least cost", "time": "least time", "balance": "a balance of cost and time"}
    out = [
        f"{best.memory_mb} MB for {words[tuning.aim]}: {best.duration_ms:,.1f} ms, ${best.cost * 1e6:,.2f} a million"
    ]
    out.append(f"about {tuning.waiting_share:.0%} of the time at a whole vCPU is waiting")
    out += ["", f"{'MB':>6} {'ms':>10} {'$ a million':>12}"]
    longest = max(point.duration_ms for point in tuning.curve)
    sizes = {memory for memory, _ in tuning.measured}
    for point in tuning.curve:
        mark = "<" if point is best else "*" if point.memory_mb in sizes else " "
        bar = "#" * max(1, round(30 * point.duration_ms / longest))
        out.append(f"{point.memory_mb:>6} {point.duration_ms:>10,.1f} {point.cost * 1e6:>12,.2f} {mark} {bar}")
    return "\n".join([*out, "", "< recommended, * measured"]) + "\n"
