"""What is said of each function, and of all together."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.design.design import Design
from tools.design.requirements import Load, Peak
from tools.scaling import FunctionScaling, ScalingReport, analyse
from tools.scaling.pool import steady_pool
from tools.workload import propagate, rate_at, scaled

Build = Callable[..., Design]
Traffic = Callable[..., Load]
Rush = Callable[..., Peak]


def one_function(build: Build, load: Load, **fields: Any) -> FunctionScaling:
    return report_of(
        build(
            [("external", "users"), ("function", "work", fields)],
            [("call", "users", "work", {"load": load.id})],
            [load],
        )
    ).functions[0]


def report_of(design: Design) -> ScalingReport:
    return analyse(design, propagate(design))


def test_concurrency_is_rate_times_duration(build: Build, traffic: Traffic) -> None:
    found = one_function(build, traffic(count=100), work_ms=500)
    assert found.mean.value == pytest.approx(50, rel=1e-3)
    assert found.p99.value == 67
    assert found.p99.value < found.worst.value < 100
    assert found.duration_ms.value == 500
    assert found.ceiling == inf


def test_a_daily_cycle_is_worst_at_its_hour(build: Build, traffic: Traffic) -> None:
    load = traffic(count=100, profile={"kind": "daily", "peak_ratio": 4, "peak_hour": 9.25})
    found = one_function(build, load, work_ms=100)
    assert found.worst_at_s == 9.25 * 3600
    assert found.mean.value == pytest.approx(10, rel=0.01)
    assert 40 < found.worst.value < 80


def test_waiting_counts_where_it_exceeds_the_stated_duration(build: Build, traffic: Traffic) -> None:
    parts = [
        ("external", "users"),
        ("function", "work", {"work_ms": 50, "timeout_s": 1.5}),
        ("external", "bank", {"latency_ms": 400}),
    ]
    for calls, expected in ((1, 446), (0.001, 50), (9, 1500)):
        links = [("call", "users", "work", {"load": "orders"}), ("call", "work", "bank", {"ratio": calls})]
        found = report_of(build(parts, links, [traffic()])).functions[0]
        assert found.duration_ms.value == pytest.approx(expected, rel=0.01)


def test_many_messages_go_in_few_calls(build: Build, traffic: Traffic) -> None:
    parts = [("external", "users"), ("function", "work", {"work_ms": 20}), ("queue", "jobs")]
    links = [("call", "users", "work", {"load": "orders"}), ("send", "work", "jobs", {"ratio": 20})]
    found = report_of(build(parts, links, [traffic()])).functions[0]
    assert 20 <= found.duration_ms.value < 40


def test_a_reserve_turns_away_what_is_above_it(build: Build, traffic: Traffic) -> None:
    found = one_function(build, traffic(count=20), work_ms=1000, reserved_concurrency=15)
    assert found.ceiling == found.worst.value == 15
    assert found.ceiling_reason == "reserved concurrency"
    assert found.turned_away.value == pytest.approx(0.33 * 20 * 3600, rel=0.01)
    roomy = one_function(build, traffic(count=20), work_ms=1000, reserved_concurrency=60)
    assert roomy.turned_away.value < 1


def test_a_sudden_peak_outruns_the_rate_at_which_environments_are_added(
    build: Build, traffic: Traffic, rush: Rush
) -> None:
    sudden = one_function(build, traffic(count=10, peaks=(rush(500, ramp_s=0),)), work_ms=1000)
    slow = one_function(build, traffic(count=10, peaks=(rush(500, ramp_s=120),)), work_ms=1000)
    warm = dict(sudden.turned_away.inputs)["environments needed"]
    assert warm == pytest.approx(5000, rel=0.15)
    assert sudden.turned_away.value == pytest.approx(10 * (4000 + 3000 + 2000 + 1000), rel=0.15)
    assert slow.turned_away.value < sudden.turned_away.value / 100


def test_cold_starts_lengthen_a_sudden_peak(build: Build, traffic: Traffic, rush: Rush) -> None:
    fields = {"work_ms": 100, "language": "java"}
    sudden = one_function(build, traffic(count=50, peaks=(rush(10, ramp_s=0),)), **fields)
    gentle = one_function(build, traffic(count=50, peaks=(rush(10, ramp_s=600),)), **fields)
    assert sudden.worst.value > 1.5 * gentle.worst.value


def test_cold_starts_of_rare_requests(build: Build, traffic: Traffic) -> None:
    found = one_function(build, traffic(count=1, per="hour"), work_ms=100)
    assert found.cold is not None
    assert found.cold.share == pytest.approx(0.846, rel=0.01)
    assert found.cold.p50_ms <= found.cold.p95_ms <= found.cold.p99_ms
    assert found.cold.source


@pytest.mark.parametrize("count", [0.001, 0.01, 0.1, 1.0, 30.0])
@pytest.mark.parametrize("ratio", [1.5, 3.0, 6.0])
def test_cold_starts_of_a_day_are_those_of_its_minutes(
    build: Build, traffic: Traffic, count: float, ratio: float
) -> None:
    load = traffic(count=count, profile={"kind": "daily", "peak_ratio": ratio, "peak_hour": 14.0})
    found = one_function(build, load, work_ms=400)
    assert found.cold is not None
    minutes = [steady_pool(rate_at(load, 60.0 * i), 0.4, 600) for i in range(1440)]
    cold = sum(pool.cold_per_s for pool in minutes) * 60 * 30.4375
    assert found.cold.per_month.value == pytest.approx(cold, rel=0.15)
    kept = sum(pool.environments for pool in minutes) / 1440
    assert found.cold.environments.value == pytest.approx(kept, rel=0.06)


def test_provisioned_environments_are_warm(build: Build, traffic: Traffic) -> None:
    load = traffic(count=1, per="hour")
    found = one_function(build, load, provisioned_concurrency=3, cold_start="provisioned")
    assert found.cold is not None
    assert found.cold.share < 1e-6
    assert found.cold.environments.value == pytest.approx(3)


def test_snapshots_restore_faster_than_java_starts(build: Build, traffic: Traffic) -> None:
    plain = one_function(build, traffic(), language="java").cold
    restored = one_function(build, traffic(), language="java", cold_start="snapstart").cold
    assert plain is not None
    assert restored is not None
    assert restored.p50_ms < plain.p50_ms
    assert restored.source == "assumption"


def test_every_language_has_a_start(build: Build, traffic: Traffic) -> None:
    for language in ("python", "nodejs", "java", "dotnet", "go", "ruby", "rust"):
        cold = one_function(build, traffic(), language=language).cold
        assert cold is not None
        assert cold.p50_ms > 0
    unknown = one_function(build, traffic(), runtime="python99").cold
    assert unknown is not None


def test_a_function_that_never_runs(build: Build, traffic: Traffic) -> None:
    found = one_function(build, traffic(count=0))
    assert found.worst.value == found.mean.value == 0
    assert found.cold is None


def test_a_schedule_starts_its_runs_at_once(build: Build) -> None:
    design = build(
        [("schedule", "tick", {"cron": "0 3 * * *"}), ("function", "sweep", {"work_ms": 30_000, "timeout_s": 60})],
        [("trigger", "tick", "sweep", {"ratio": 250})],
        [],
    )
    found = report_of(design).functions[0]
    assert found.worst.value == 250
    assert found.worst_at_s == 3 * 3600
    assert found.cold is not None
    assert found.cold.share == 1


def test_schedules_that_start_often_keep_environments_warm(build: Build) -> None:
    design = build(
        [("schedule", "tick", {"every_minutes": 5}), ("function", "sweep")], [("trigger", "tick", "sweep")], []
    )
    found = report_of(design).functions[0]
    assert found.worst.value == 1
    assert found.cold is not None
    assert found.cold.share == 0


def test_work_handed_on_slowly_is_not_busy_at_once(build: Build) -> None:
    design = build(
        [
            ("schedule", "tick", {"cron": "0 3 * * *"}),
            ("function", "list", {"work_ms": 100_000, "timeout_s": 900}),
            ("topic", "news"),
            ("function", "tell", {"work_ms": 500}),
        ],
        [("trigger", "tick", "list"), ("send", "list", "news", {"ratio": 10_000}), ("trigger", "news", "tell")],
        [],
    )
    assert report_of(design).functions[1].worst.value == pytest.approx(10_000 * 0.5 / 100, rel=0.01)


def test_the_account_adds_what_runs_at_the_same_time(build: Build, traffic: Traffic) -> None:
    parts = [("external", "users"), *(("function", name, {"work_ms": 1000}) for name in ("day", "night"))]
    loads = [
        traffic(name, 50, profile={"kind": "daily", "peak_ratio": 4, "peak_hour": hour})
        for name, hour in (("sun", 13), ("moon", 1))
    ]
    links = [("call", "users", "day", {"load": "sun"}), ("call", "users", "night", {"load": "moon"})]
    report = report_of(build(parts, links, loads))
    apart = report.account.value
    assert apart == pytest.approx(max(found.worst.value for found in report.functions), rel=0.02)
    together = build(
        parts, [("call", "users", "day", {"load": "sun"}), ("call", "users", "night", {"load": "sun"})], loads
    )
    assert report_of(together).account.value > 1.8 * apart


def test_reserves_are_taken_off_the_account(build: Build, traffic: Traffic) -> None:
    parts = [
        ("external", "users"),
        ("function", "a", {"work_ms": 1000}),
        ("function", "b", {"reserved_concurrency": 400}),
    ]
    report = report_of(build(parts, [("call", "users", "a", {"load": "orders"})], [traffic(count=100)]))
    limit = next(one for one in report.limits if one.quota == "lambda.account_concurrency_default")
    alone = report.functions[0].worst.value
    assert report.account.value == pytest.approx(400 + alone, rel=0.01)
    assert 600 / alone < limit.multiple < 700 / alone * 1.1


def test_edge_functions_take_no_concurrency_of_the_region(build: Build, traffic: Traffic) -> None:
    parts = [("external", "users"), ("cdn", "edge"), ("function", "rewrite", {"placement": "edge"})]
    links = [("call", "users", "edge", {"load": "orders"}), ("trigger", "edge", "rewrite")]
    assert report_of(build(parts, links, [traffic()])).functions == ()


@settings(max_examples=25)
@given(st.floats(0.05, 2000), st.floats(5, 20_000), st.floats(1.01, 20))
def test_more_traffic_never_needs_less(
    build: Build, traffic: Traffic, count: float, work_ms: float, factor: float
) -> None:
    design = build(
        [("external", "users"), ("function", "work", {"work_ms": work_ms, "timeout_s": 900})],
        [("call", "users", "work", {"load": "orders"})],
        [traffic(count=count, profile={"kind": "daily", "peak_ratio": 3})],
    )
    one, more = report_of(design), report_of(scaled(design, factor))
    assert more.functions[0].worst.value >= one.functions[0].worst.value * 0.999
    assert more.functions[0].mean.value >= one.functions[0].mean.value
    assert more.account.value >= one.account.value * 0.999
    for before, after in zip(
        sorted(one.limits, key=lambda limit: limit.id), sorted(more.limits, key=lambda limit: limit.id), strict=True
    ):
        assert after.multiple <= before.multiple * 1.001
