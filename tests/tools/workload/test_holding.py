"""What stores hold: by hand, for every kind of store and writer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tools.design.design import Design
from tools.design.requirements import Load
from tools.workload import STORES, holding_of, propagate

Build = Callable[..., Design]
Traffic = Callable[..., Load]

MONTHLY = 1024.0 * 1024.0
"""So many writes of 1 KB are a gigabyte."""


def held(build: Build, traffic: Traffic, kind: str, fields: dict[str, Any], writer: dict[str, Any], kb: float) -> float:
    design = build(
        [("external", "users"), ("function", "f", writer), (kind, "store", fields)],
        [("call", "users", "f", {"load": "orders"}), ("write", "f", "store", {"payload_kb": kb})],
        [traffic(count=MONTHLY, per="month")],
    )
    [store] = [part for part in design.components if isinstance(part, STORES)]
    return holding_of(store, propagate(design)).gigabytes


@pytest.mark.parametrize(
    ("kind", "fields", "operation", "months"),
    [
        ("table", {}, "create", 365 / 30.4375),
        ("table", {}, "manage", 365 / 30.4375 / 2),
        ("database", {}, "create", 365 / 30.4375),
        ("bucket", {}, "process", 365 / 30.4375),
        ("bucket", {"expire_after_days": 30}, "process", 30 / 30.4375),
        ("timeseries", {"magnetic_days": 400}, "process", 0.1 * 400 / 30.4375),
        ("warehouse", {}, "process", 365 / 30.4375),
    ],
)
def test_additions_for_as_long_as_they_are_kept(
    build: Build, traffic: Traffic, kind: str, fields: dict[str, Any], operation: str, months: float
) -> None:
    found = held(build, traffic, kind, fields, {"operation": operation}, 1.0)
    assert found == pytest.approx(months)
    assert held(build, traffic, kind, fields, {"operation": operation}, 3.0) == pytest.approx(3 * months)


@pytest.mark.parametrize(("kind", "start"), [("table", 1.0), ("database", 10.0), ("search-index", 1.0)])
def test_a_store_whose_rows_only_change_starts_small(build: Build, traffic: Traffic, kind: str, start: float) -> None:
    assert held(build, traffic, kind, {}, {"operation": "update"}, 1.0) == start


def test_what_the_design_says_holds(build: Build, traffic: Traffic) -> None:
    assert held(build, traffic, "table", {"stored_gb": 0.0}, {"operation": "create"}, 1.0) == 0


def test_keys_are_held_until_their_time_to_live(build: Build, traffic: Traffic) -> None:
    remembers = {"idempotency": {"key": ("id",), "store": "store", "ttl_hours": 48}}
    design = build(
        [("external", "users"), ("function", "f", remembers), ("table", "store", {"role": "idempotency"})],
        [("call", "users", "f", {"load": "orders"})],
        [traffic(count=MONTHLY, per="month")],
    )
    [store] = [part for part in design.components if isinstance(part, STORES)]
    assert holding_of(store, propagate(design)).gigabytes == pytest.approx(2 / 30.4375)
    assert held(build, traffic, "table", {"role": "idempotency"}, {}, 1.0) == pytest.approx(0.5 / 30.4375)


def test_a_delivery_stream_packs_what_it_delivers(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("delivery-stream", "pipe"), ("bucket", "lake", {"expire_after_days": 365})],
        [("send", "users", "pipe", {"load": "orders"}), ("write", "pipe", "lake", {"ratio": 0.001})],
        [traffic(count=MONTHLY, per="month", payload_kb=1.0)],
    )
    [lake] = [part for part in design.components if isinstance(part, STORES)]
    assert holding_of(lake, propagate(design)).gigabytes == pytest.approx(0.25 * 365 / 30.4375)
