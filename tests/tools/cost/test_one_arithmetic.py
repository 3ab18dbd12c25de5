"""A design and plain quantities come to the same: meters and usage forms share one arithmetic."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tools.cost import Bill
from tools.cost.forms import price_usage, read_usage

PARTS: dict[str, dict[str, Any]] = {
    "client": {"kind": "external", "name": "client", "role": "person"},
    "function": {"kind": "function", "name": "part", "memory_mb": 1536, "work_ms": 120, "architecture": "x86_64"},
    "warm": {"kind": "function", "name": "part", "memory_mb": 1536, "work_ms": 120, "provisioned_concurrency": 500},
    "edge": {"kind": "function", "name": "part", "memory_mb": 128, "work_ms": 10, "placement": "edge"},
    "http": {"kind": "api", "name": "part", "style": "http"},
    "rest": {"kind": "api", "name": "part", "style": "rest"},
    "queue": {"kind": "queue", "name": "part", "fifo": True},
    "topic": {"kind": "topic", "name": "part"},
    "bus": {"kind": "bus", "name": "part"},
    "shards": {"kind": "stream", "name": "part", "capacity": "provisioned", "shards": 4},
    "stream": {"kind": "stream", "name": "part"},
    "firehose": {"kind": "delivery-stream", "name": "part"},
    "table": {"kind": "table", "name": "part"},
    "cdn": {"kind": "cdn", "name": "part", "response_kb": 50},
}
CASES: list[tuple[str, str, float, str, dict[str, Any]]] = [
    ("function", "trigger", 2, "aws.lambda", {"requests": 3_000_000, "avg_ms": 120, "memory_mb": 1536}),
    ("warm", "trigger", 2, "aws.lambda", {"requests": 3_000_000, "avg_ms": 120, "memory_mb": 1536, "pc": 500,
                                          "arch": "arm64"}),
    ("edge", "trigger", 2, "aws.lambda", {"requests": 3_000_000, "avg_ms": 10, "memory_mb": 128, "edge": True}),
    ("http", "call", 700, "aws.apigateway", {"api_type": "http", "requests": 3_000_000, "payload_kb": 700}),
    ("rest", "call", 2, "aws.apigateway", {"api_type": "rest", "requests": 3_000_000}),
    ("queue", "send", 100, "aws.sqs", {"queue_type": "fifo", "requests": 3_000_000, "request_size_kb": 100}),
    ("topic", "send", 100, "aws.sns", {"requests": 3_000_000, "request_size_kb": 100}),
    ("bus", "send", 100, "aws.eventbridge", {"events": 3_000_000, "event_kb": 100}),
    ("shards", "send", 35, "aws.kinesis", {"shards": 4, "records": 3_000_000, "record_kb": 35}),
    ("stream", "send", 3, "aws.kinesis", {"mode": "on-demand", "records": 3_000_000, "record_kb": 3}),
    ("firehose", "send", 3, "aws.firehose", {"records": 3_000_000, "record_kb": 3}),
    ("table", "write", 2.5, "aws.dynamodb", {"writes": 3_000_000, "item_kb": 2.5}),
    ("cdn", "call", 2, "aws.cloudfront", {"requests": 3_000_000, "gb": 3_000_000 * 50 / 1024 / 1024}),
]  # fmt: skip


@pytest.mark.parametrize(("part", "link", "size_kb", "service", "inputs"), CASES, ids=[case[0] for case in CASES])
def test_the_same_amount(
    part: str, link: str, size_kb: float, service: str, inputs: dict[str, Any], billed: Callable[..., Bill]
) -> None:
    flow = {"kind": link, "source": "client", "target": "part", "per_month": 3_000_000, "payload_kb": size_kb}
    lines = billed([PARTS["client"], PARTS[part]], [flow]).lines
    (item,) = price_usage(read_usage(json.dumps({"service": service, "inputs": inputs, "region": "us-east-1"}))).items
    wanted = {(line.service, line.usage.sku) for line in item.bill.lines}
    metered = {
        (line.service, line.usage.sku): line.amount_without_free
        for line in lines
        if line.component == "part" and (line.service, line.usage.sku) in wanted and line.quantity
    }
    stated = {(line.service, line.usage.sku): line.amount for line in item.bill.lines if line.quantity}
    if part == "topic":
        stated = {key: line.amount_without_free for key, line in zip(stated, item.bill.lines, strict=True)}
    assert metered.keys() == stated.keys()
    for key, amount in stated.items():
        assert float(metered[key] or 0) == pytest.approx(float(amount or 0), rel=1e-9), key
