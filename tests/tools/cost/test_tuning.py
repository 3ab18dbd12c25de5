"""Memory right-sizing, on functions made up to be known and on published measurements."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.cost.tuning import SHAPES, TuningError, duration_model, read_points, tune, tuning_text

Pick = Callable[[list[int]], tuple[int, int]]


def nearest(one: int, other: int) -> Pick:
    """The two measured sizes nearest to these; the outermost ones where they are the same."""

    def pick(sizes: list[int]) -> tuple[int, int]:
        found = tuple(min(range(len(sizes)), key=lambda k: abs(math.log(sizes[k] / wanted))) for wanted in (one, other))
        return (found[0], found[1]) if found[0] != found[1] else (0, len(sizes) - 1)

    return pick


PAIRS: dict[str, Pick] = {
    "outermost": lambda sizes: (0, len(sizes) - 1),
    "128 and 1024": nearest(128, 1024),
    "256 and 1024": nearest(256, 1024),
    "512 and 1024": nearest(512, 1024),
    "512 and 1536": nearest(512, 1536),
    "256 and 2048": nearest(256, 2048),
    "512 and 3008": nearest(512, 3008),
    "128 and 512": nearest(128, 512),
    "256 and 512": nearest(256, 512),
    "1024 and 2048": nearest(1024, 2048),
}


@pytest.mark.parametrize("pair", sorted(PAIRS))
def test_two_points_of_published_curves_give_the_others(facts: Path, pair: str) -> None:
    curves: list[dict[str, Any]] = json.loads((facts / "power_tuning_curves.json").read_text())["curves"]
    assert len(curves) == 31
    errors: list[float] = []
    regrets: list[float] = []
    for curve in curves:
        sizes, durations = curve["memory_mb"], curve["duration_ms"]
        chosen = PAIRS[pair](sizes)
        points = [(sizes[k], durations[k]) for k in chosen]
        model = duration_model(points)
        rest = [(m, d) for k, (m, d) in enumerate(zip(sizes, durations, strict=True)) if k not in chosen]
        errors += [abs(model(m) - d) / d for m, d in rest]
        costs = {m: m * math.ceil(d) for m, d in zip(sizes, durations, strict=True)}
        found = tune(points, sizes=sizes, architecture=curve["architecture"] or "x86_64")
        regrets.append(costs[found.best.memory_mb] / min(costs.values()) - 1)
    assert median(errors) <= 0.10
    assert mean(regrets) <= 0.10


@given(st.floats(0, 1000), st.floats(1, 1000))
def test_a_function_of_the_model_is_found_again(waiting: float, computing: float) -> None:
    def truth(size: float) -> float:
        return waiting + computing * (1769 / min(size, 1769)) ** 1.3

    model = duration_model([(256, truth(256)), (1024, truth(1024))])
    for size in (128, 512, 1769, 3008):
        assert model(size) == pytest.approx(truth(size), rel=1e-6)


def test_work_that_waits_is_small_and_work_that_computes_is_large_when_time_counts() -> None:
    waits, computes = [(512, 100.0), (1024, 99.0)], [(512, 400.0), (1024, 195.0)]
    assert tune(waits).best.memory_mb <= 192
    assert tune(waits, aim="time").best.memory_mb < tune(computes, aim="time").best.memory_mb
    assert tune(computes, aim="time").best.memory_mb >= 1536
    balanced = tune(computes, aim="balance").best
    assert tune(computes).best.memory_mb <= balanced.memory_mb <= tune(computes, aim="time").best.memory_mb


def test_one_point_and_a_shape() -> None:
    sizes = [tune([(512, 200.0)], shape=shape).best.memory_mb for shape in ("io", "mixed", "cpu")]
    assert sizes == sorted(sizes)
    assert set(SHAPES) == {"io", "mixed", "cpu"}
    assert duration_model([(512, 200.0)], "io")(512) == pytest.approx(200.0)


def test_costs_are_those_of_the_price_book() -> None:
    point = tune([(1024, 100.0), (2048, 100.0)], sizes=(1024,)).best
    assert point.cost == pytest.approx(0.1 * 0.0000166667 + 0.2e-6)


@given(st.lists(st.tuples(st.floats(128, 10240), st.floats(0.1, 900_000)), min_size=1, max_size=6))
def test_any_measurement_gives_a_curve_that_never_rises(points: list[tuple[float, float]]) -> None:
    found = tune(points)
    durations = [point.duration_ms for point in found.curve]
    assert all(later <= earlier * (1 + 1e-9) for earlier, later in pairwise(durations))
    assert all(point.duration_ms > 0 for point in found.curve)
    assert found.best.memory_mb <= max(128, 2 * max(memory for memory, _ in points))
    assert 0 <= found.waiting_share <= 1


def test_points_as_they_are_written() -> None:
    assert read_points("512:148, 1024:119") == (((512.0, 148.0), (1024.0, 119.0)), "")
    assert read_points("512MB=148ms IO") == (((512.0, 148.0),), "io")
    assert "recommended" in tuning_text(tune(read_points("512:148,1024:119")[0]))


@pytest.mark.parametrize("text", ["512", "a:b", "512:-3", "64:100", "512:0", "99999:5", "io", "512:nan"])
def test_points_that_say_nothing(text: str) -> None:
    with pytest.raises(TuningError):
        tune(read_points(text)[0])
