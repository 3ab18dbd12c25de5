"""Pollers that catch up, against a step by step simulation."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.design.design import Design
from tools.design.requirements import Load, Peak
from tools.scaling import analyse
from tools.scaling.drains import Drain
from tools.scaling.supply import Surge
from tools.workload import propagate


def surge(before: float, level: float, ramp_s: float, held_s: float, most: float = inf) -> Drain:
    return Drain("orders", before, level, ramp_s, held_s, 0.0, 5.0, 5.0, most)


def simulated(drain: Drain, duration_s: float) -> float:
    """Follows the pollers in small steps: they grow while something waits."""
    rates = Surge(drain.before, drain.level, drain.ramp_s, drain.held_s)
    there = min(drain.most, max(drain.first, drain.before * duration_s))
    waiting, busiest, now, step = 0.0, 0.0, 0.0, 0.05
    while now < drain.ramp_s * 2 + drain.held_s + 4000:
        arriving = rates.at(now) * duration_s
        waiting += (arriving - there) * step
        if waiting > 0:
            busiest = max(busiest, there)
            there = min(drain.most, there + drain.growth_per_s * step)
        else:
            waiting = 0.0
            busiest = max(busiest, min(arriving, there))
        now += step
    return busiest


@pytest.mark.parametrize(
    ("drain", "duration_s"),
    [
        (surge(2, 40, 0, 3000), 5.0),
        (surge(2, 40, 30, 3000), 5.0),
        (surge(2, 40, 0, 3000, 250), 5.0),
        (surge(50, 400, 10, 2000), 1.0),
        (surge(1, 3, 0, 600), 1.0),
        (surge(0, 100, 0, 20), 10.0),
        (surge(5, 60, 600, 3000), 2.0),
    ],
)
def test_the_closed_form_is_what_steps_give(drain: Drain, duration_s: float) -> None:
    assert drain.busiest(duration_s) == pytest.approx(simulated(drain, duration_s), rel=0.06, abs=3)


def test_an_impulse_is_worked_off_by_pollers_that_grow() -> None:
    drain = Drain("nightly", 0.0, 0.0, 0.0, 0.0, 1000.0, 5.0, 5.0, inf)
    assert drain.busiest(10.0) == pytest.approx((25 + 10 * 1000 * 10) ** 0.5)
    assert drain._replace(most=40.0).busiest(10.0) == 40
    assert drain._replace(at_once=3.0).busiest(10.0) == 3
    assert drain._replace(first=inf).busiest(10.0) == 1000


@settings(max_examples=60)
@given(st.floats(0, 50), st.floats(0, 500), st.floats(0, 900), st.floats(1, 3600), st.floats(0.01, 60), st.floats(1, 5))
def test_more_traffic_needs_more(
    before: float, more: float, ramp_s: float, held_s: float, duration_s: float, factor: float
) -> None:
    drain = surge(before, before + more, ramp_s, held_s)
    assert drain.busiest(duration_s, factor) >= drain.busiest(duration_s) * 0.95
    assert drain.busiest(duration_s) <= drain._replace(growth_per_s=1e9).busiest(duration_s) * 3 + 5


def test_a_queue_does_not_protect_the_account(
    build: Callable[..., Design], traffic: Callable[..., Load], rush: Callable[..., Peak]
) -> None:
    def account(**delivery: int) -> float:
        design = build(
            [("external", "users"), ("queue", "jobs"), ("function", "work", {"work_ms": 2000})],
            [
                ("send", "users", "jobs", {"load": "orders"}),
                ("trigger", "jobs", "work", {"delivery": {"batch_size": 1, **delivery}}),
            ],
            [traffic(count=5, peaks=(rush(40, 3600, 0),))],
        )
        return analyse(design, propagate(design)).account.value

    assert account() > 1.5 * 5 * 40 * 2
    assert account(max_concurrency=100) == pytest.approx(100, rel=0.3)


def test_shards_that_come_by_themselves_keep_up(build: Callable[..., Design], traffic: Callable[..., Load]) -> None:
    def limit(work_ms: float) -> float:
        design = build(
            [
                ("external", "users"),
                ("function", "put"),
                ("table", "orders"),
                ("function", "work", {"work_ms": work_ms}),
            ],
            [
                ("call", "users", "put", {"load": "orders"}),
                ("write", "put", "orders"),
                ("trigger", "orders", "work"),
            ],
            [traffic(count=200)],
        )
        report = analyse(design, propagate(design))
        found = (one for one in report.limits if one.quota == "lambda_esm.stream_parallelization_factor")
        return next(found).multiple

    assert limit(50) == inf
    assert limit(500) == pytest.approx(4 * 100 / 0.5 / 200)
