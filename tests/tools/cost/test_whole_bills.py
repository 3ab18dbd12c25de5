"""Whole systems billed from their loads, against arithmetic done by hand with the published rates of us-east-1."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tools.cost.conftest import WARM, assert_formulas, requirements
from tools.cost import Bill, estimate
from tools.design.design import Design
from tools.workload import propagate

Plain = dict[str, Any]
ORIGIN = {"kind": "assumed", "reason": "a test"}
DAYS = 365.25 / 12
"""Days of a month."""
HOURS = 730
MILLION = 1_000_000


def billed(loads: list[Plain], components: list[Plain], links: list[Plain], **more: Any) -> Bill:
    asked = requirements("aws", "us-east-1")
    steady = {"profile": {"kind": "steady"}, "origin": ORIGIN, "what": "things", "per": "day"}
    asked["loads"] = [{**steady, **load} for load in loads]
    design = Design.model_validate(
        {"name": "d", "title": "D", "requirements": asked, "components": components, "links": links, **more}
    )
    bill = estimate(design, propagate(design), assumptions=WARM)
    assert_formulas(bill)
    return bill


def amounts(bill: Bill, *wanted: tuple[str, str]) -> dict[tuple[str, str], float]:
    """US dollars before free allowances, by component and SKU."""
    found = {(line.component, line.usage.sku): line.amount_without_free for line in bill.lines}
    return {key: float(found[key] or 0) for key in wanted}


def link(kind: str, source: str, target: str, **more: Any) -> Plain:
    return {"kind": kind, "source": source, "target": target, **more}


def test_orders_behind_an_api_with_a_workflow() -> None:
    tasks: list[Plain] = [
        {"kind": "task", "name": name, "component": "work", "next": following}
        for name, following in (("reserve", "charge"), ("charge", "ship"), ("ship", "tell"), ("tell", None))
    ]
    bill = billed(
        [{"id": "orders", "count": 50_000, "payload_kb": 3}],
        [
            {"kind": "external", "name": "shop", "role": "person"},
            {"kind": "api", "name": "api", "style": "http"},
            {"kind": "function", "name": "create", "operation": "create", "memory_mb": 512, "work_ms": 80},
            {"kind": "table", "name": "orders", "item_kb": 2.5},
            {"kind": "queue", "name": "waiting"},
            {"kind": "function", "name": "start", "memory_mb": 256, "work_ms": 40},
            {"kind": "workflow", "name": "process", "definition": "handling"},
            {"kind": "function", "name": "work", "memory_mb": 1024, "work_ms": 500},
            {"kind": "mail", "name": "mail"},
        ],
        [
            link("call", "shop", "api", load="orders"),
            link("trigger", "api", "create"),
            link("write", "create", "orders"),
            link("send", "create", "waiting"),
            link("trigger", "waiting", "start", delivery={"batch_size": 1}),
            link("call", "start", "process"),
            link("call", "process", "work", ratio=4),
            link("send", "process", "mail"),
        ],
        workflows=[{"name": "handling", "steps": tasks}],
    )
    orders = 50_000 * DAYS
    assert amounts(
        bill,
        ("process", "standard_transitions"),
        ("mail", "outbound"),
        ("work", "duration_arm64"),
        ("api", "http_requests"),
        ("orders", "wru"),
        ("orders", "storage"),
        ("create", "duration_arm64"),
    ) == pytest.approx(
        {
            ("process", "standard_transitions"): orders * 4 * 0.025 / 1000,
            ("mail", "outbound"): orders * 0.00016,
            ("work", "duration_arm64"): orders * 4 * 0.5 * 1.0 * 0.0000133334,
            ("api", "http_requests"): orders * 1.00 / MILLION,
            ("orders", "wru"): orders * 3 * 0.625 / MILLION,
            ("orders", "storage"): 50_000 * 365 * 2.5 / 1024**2 * 0.25,
            ("create", "duration_arm64"): orders * 0.08 * 0.5 * 0.0000133334,
        },
        rel=1e-6,
    )


def test_telemetry_over_a_stream_into_an_archive() -> None:
    bill = billed(
        [{"id": "readings", "count": 60_000 * 2880, "payload_kb": 0.6}],
        [
            {"kind": "external", "name": "machines", "role": "device"},
            {"kind": "device-gateway", "name": "gateway", "devices": 60_000},
            {"kind": "stream", "name": "stream", "capacity": "provisioned", "shards": 12},
            {"kind": "delivery-stream", "name": "delivery"},
            {"kind": "bucket", "name": "archive", "expire_after_days": 365, "archive_after_days": 73},
        ],
        [
            link("send", "machines", "gateway", load="readings"),
            link("trigger", "gateway", "stream"),
            link("trigger", "stream", "delivery"),
            link("write", "delivery", "archive", ratio=0.0001),
        ],
    )
    readings = 60_000 * 2880 * DAYS
    held = readings * 0.6 / 1024**2 * 0.25 * 365 / DAYS
    assert amounts(
        bill,
        ("gateway", "messages"),
        ("gateway", "rules"),
        ("gateway", "connection_minutes"),
        ("delivery", "ingested"),
        ("stream", "shard_hour"),
        ("stream", "put_payload_units"),
        ("archive", "standard_storage"),
        ("archive", "glacier_instant_storage"),
    ) == pytest.approx(
        {
            ("gateway", "messages"): 1000 * 1.0 + 4000 * 0.8 + (readings / MILLION - 5000) * 0.7,
            ("gateway", "rules"): readings * 0.15 / MILLION,
            ("gateway", "connection_minutes"): 60_000 * HOURS * 60 * 0.08 / MILLION,
            ("delivery", "ingested"): readings * 5 / 1024**2 * 0.029,
            ("stream", "shard_hour"): 12 * HOURS * 0.015,
            ("stream", "put_payload_units"): readings * 0.014 / MILLION,
            ("archive", "standard_storage"): held * 0.2 * 0.023,
            ("archive", "glacier_instant_storage"): held * 0.8 * 0.004,
        },
        rel=1e-6,
    )


def test_pictures_looked_at_by_a_model() -> None:
    bill = billed(
        [{"id": "pictures", "count": 20_000, "payload_kb": 1500}],
        [
            {"kind": "external", "name": "people", "role": "person"},
            {"kind": "bucket", "name": "uploads", "object_kb": 1500, "expire_after_days": 100},
            {"kind": "bus", "name": "bus", "scope": "default"},
            {"kind": "function", "name": "look", "memory_mb": 512, "work_ms": 700},
            {"kind": "ai-service", "name": "vision", "capability": "vision"},
            {"kind": "cdn", "name": "edge", "response_kb": 40, "cached_share": 0.9},
        ],
        [
            link("write", "people", "uploads", load="pictures"),
            link("send", "uploads", "bus"),
            link("trigger", "bus", "look"),
            link("read", "look", "uploads"),
            link("call", "look", "vision"),
            link("call", "people", "edge", load="pictures", ratio=100),
            link("read", "edge", "uploads"),
        ],
    )
    pictures = 20_000 * DAYS
    assert amounts(
        bill,
        ("vision", "image_group2"),
        ("uploads", "put_copy_post_list"),
        ("uploads", "standard_storage"),
        ("look", "duration_arm64"),
        ("edge", "https_requests"),
        ("edge", "dto_us_eu"),
    ) == pytest.approx(
        {
            ("vision", "image_group2"): pictures * 0.001,
            ("uploads", "put_copy_post_list"): pictures * 0.005 / 1000,
            ("uploads", "standard_storage"): 20_000 * 100 * 1500 / 1024**2 * 0.023,
            ("look", "duration_arm64"): pictures * 0.7 * 0.5 * 0.0000133334,
            ("edge", "https_requests"): pictures * 100 * 0.01 / 10_000,
            ("edge", "dto_us_eu"): pictures * 100 * 40 / 1024**2 * 0.085,
        },
        rel=1e-6,
    )
