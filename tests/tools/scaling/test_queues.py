"""What gathers before consumers."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import pytest

from tools.design.design import Design
from tools.design.requirements import Load, Peak
from tools.scaling import QueueScaling, analyse
from tools.workload import propagate

Build = Callable[..., Design]
Traffic = Callable[..., Load]
Rush = Callable[..., Peak]


def one_queue(build: Build, load: Load, delivery: dict[str, Any] | None = None, **fields: Any) -> QueueScaling:
    design = build(
        [("external", "users"), ("queue", "jobs"), ("function", "work", fields)],
        [("send", "users", "jobs", {"load": "orders"}), ("trigger", "jobs", "work", {"delivery": delivery})],
        [load],
    )
    return analyse(design, propagate(design)).queues[0]


def test_a_consumer_that_keeps_up(build: Build, traffic: Traffic) -> None:
    found = one_queue(build, traffic(count=100), work_ms=200)
    assert found.capacity_rps.value == pytest.approx(1250 * 10 / 0.2)
    assert found.backlog.value == 0
    assert found.delay_s.value == 0


def test_pollers_take_minutes_to_follow_a_rush(build: Build, traffic: Traffic, rush: Rush) -> None:
    load = traffic(count=10, peaks=(rush(200, duration_s=1200, ramp_s=0),))
    found = one_queue(build, load, {"batch_size": 1}, work_ms=1000)
    reach_s = (2000 - 10) / 5
    assert found.capacity_rps.value == 1250
    assert found.backlog.value > (2000 - 1250) * 1200
    slower = one_queue(build, load, {"batch_size": 10}, work_ms=1000)
    reach_s = (200 - 5) / 5
    assert slower.backlog.value == pytest.approx((2000 - 50) * reach_s / 2, rel=0.1)
    assert 0 < slower.drained_after_s < 1200


def test_a_limit_on_concurrency_holds(build: Build, traffic: Traffic) -> None:
    found = one_queue(build, traffic(count=10), {"max_concurrency": 4, "batch_size": 1}, work_ms=1000)
    assert found.capacity_rps.value == 4
    assert found.backlog.value == inf
    assert found.drained_after_s == inf


def test_a_day_s_high_tide_drains_at_night(build: Build, traffic: Traffic) -> None:
    load = traffic(count=10, profile={"kind": "daily", "peak_ratio": 2, "peak_hour": 12})
    found = one_queue(build, load, {"max_concurrency": 15, "batch_size": 1}, work_ms=1000)
    assert found.backlog.value == pytest.approx(94_171, rel=0.03)
    assert found.delay_s.value == pytest.approx(found.backlog.value / 15)
    assert 4 * 3600 < found.drained_after_s < 20 * 3600


def test_a_night_s_work_put_there_at_once(build: Build) -> None:
    design = build(
        [("schedule", "nightly", {"cron": "0 2 * * *"}), ("queue", "jobs"), ("function", "work", {"work_ms": 1000})],
        [
            ("trigger", "nightly", "jobs", {"ratio": 50_000}),
            ("trigger", "jobs", "work", {"delivery": {"batch_size": 1}}),
        ],
        [],
    )
    found = analyse(design, propagate(design)).queues[0]
    assert found.backlog.value == 50_000
    growth_s = (50_000 * 2 / 5) ** 0.5
    assert found.drained_after_s == pytest.approx(growth_s, rel=0.1)


def test_a_stream_is_read_by_one_batch_for_each_shard(build: Build, traffic: Traffic) -> None:
    design = build(
        [
            ("external", "users"),
            ("stream", "log", {"capacity": "provisioned", "shards": 2}),
            ("function", "work", {"work_ms": 1000}),
        ],
        [
            ("send", "users", "log", {"load": "orders"}),
            ("trigger", "log", "work", {"delivery": {"batch_size": 50, "batch_window_s": 1}}),
        ],
        [traffic(count=80)],
    )
    report = analyse(design, propagate(design))
    assert report.queues[0].capacity_rps.value == 100
    limit = next(one for one in report.limits if one.quota == "lambda_esm.stream_parallelization_factor")
    assert limit.multiple == pytest.approx(1.25)


def test_containers_drain_queues_too(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("queue", "jobs"), ("container", "crunch", {"work_s": 60, "max_tasks": 30})],
        [("send", "users", "jobs", {"load": "orders"}), ("trigger", "jobs", "crunch")],
        [traffic(count=0.25)],
    )
    report = analyse(design, propagate(design))
    assert report.queues[0].capacity_rps.value == 0.5
    assert next(one for one in report.limits if one.quota == "design.max_tasks").multiple == pytest.approx(2)
