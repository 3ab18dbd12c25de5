"""Every meter: what of each kind is billed, by hand-computed quantities."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tools.cost import Assumptions, Bill
from tools.cost.registry import meter_of, metered_kinds, overheads_of
from tools.design.components import KINDS

M = 1_000_000
GB = 1024 * 1024
HOURS = 730
SECONDS = HOURS * 3600

Part = dict[str, Any]
Billing = Callable[..., Bill]

USER: Part = {"kind": "external", "name": "user", "role": "person"}
CODE: Part = {"kind": "function", "name": "code"}


OVERHEADS = (
    "lambda_logs_ingest",
    "logs_ingest",
    "logs_storage",
    "alarm_standard",
    "dashboard",
    "traces_recorded",
    "internet_out",
    "pipes",
)


def flow(source: str, target: str, per_month: float, kb: float = 1.0, kind: str = "trigger", **more: Any) -> Part:
    return {"kind": kind, "source": source, "target": target, "per_month": per_month, "payload_kb": kb, **more}


def quantities(bill: Bill, component: str) -> dict[str, Decimal]:
    """What each SKU of a component counts, overheads aside."""
    found: dict[str, Decimal] = {}
    for line in bill.lines:
        if line.component == component and line.usage.sku not in OVERHEADS:
            found[line.usage.sku] = found.get(line.usage.sku, Decimal(0)) + line.quantity
    return found


def assert_counts(found: dict[str, Decimal], expected: dict[str, float]) -> None:
    assert found.keys() == expected.keys()
    for sku, quantity in expected.items():
        assert float(found[sku]) == pytest.approx(quantity, rel=1e-9), sku


def test_every_kind_has_a_meter_or_costs_nothing() -> None:
    assert set(KINDS) - set(metered_kinds("aws")) == {"external", "layer"}
    assert len(metered_kinds("aws")) == 35
    assert all(meter_of("aws", kind) is not None for kind in metered_kinds("aws"))
    assert meter_of("aws", "external") is None


def test_every_system_pays_the_same_overheads() -> None:
    assert len(overheads_of("aws")) == 6
    assert metered_kinds("azure") == overheads_of("azure") == ()


CASES: list[tuple[str, Part, list[Part], list[Part], dict[str, float]]] = [
    (
        "function: payloads over 256 KB are further requests",
        {"kind": "function", "name": "x", "memory_mb": 1024, "work_ms": 99.2},
        [{"kind": "bus", "name": "bus"}],
        [flow("bus", "x", 10, 300)],
        {"requests": 20, "duration_arm64": 10 * 0.1},
    ),
    (
        "function: snapshots are kept and restored",
        {"kind": "function", "name": "x", "memory_mb": 2048, "work_ms": 100, "cold_start": "snapstart"},
        [USER],
        [flow("user", "x", 100)],
        {"requests": 100, "duration_arm64": 20, "snapstart_cache": 2 * SECONDS},
    ),
    (
        "function: an image lies in a registry",
        {"kind": "function", "name": "x", "package": "image", "memory_mb": 1024, "work_ms": 1000},
        [USER],
        [flow("user", "x", 7)],
        {"requests": 7, "duration_arm64": 7, "storage": 0.25},
    ),
    (
        "function: load beyond what is kept warm is billed on demand",
        {"kind": "function", "name": "x", "memory_mb": 1024, "work_ms": 1000, "provisioned_concurrency": 5},
        [USER],
        [flow("user", "x", 10 * SECONDS)],
        {
            "requests": 10 * SECONDS,
            "duration_arm64": 5 * SECONDS,
            "provisioned_concurrency_arm64": 5 * SECONDS,
            "pc_duration_arm64": 5 * SECONDS,
        },
    ),
    (
        "api: an HTTP API with a firewall is a REST API",
        {"kind": "api", "name": "x", "firewall": "wall"},
        [USER, {"kind": "firewall", "name": "wall"}],
        [flow("user", "x", M, 1, "call")],
        {"rest_requests": M},
    ),
    (
        "api: a private one has an endpoint in each zone",
        {"kind": "api", "name": "x", "style": "rest", "endpoint": "private", "network": "net", "cache_ttl_s": 60},
        [USER, {"kind": "network", "name": "net", "zones": 3}],
        [flow("user", "x", GB, 1, "call")],
        {
            "rest_requests": GB,
            "cache_0.5GB": HOURS,
            "interface_endpoint_hour": 3 * HOURS,
            "interface_endpoint_gb": 2,
        },
    ),
    (
        "api: messages out are billed like messages in",
        {"kind": "api", "name": "x", "style": "websocket", "messages_per_connection": 10, "connection_minutes": 5},
        [USER, CODE],
        [flow("user", "x", 1000), flow("code", "x", 500, 33, "send")],
        {"websocket_messages": 1000 + 500 * 2, "websocket_connection_minutes": 500},
    ),
    (
        "api: GraphQL counts operations",
        {"kind": "api", "name": "x", "style": "graphql"},
        [USER],
        [flow("user", "x", 123, 1, "call")],
        {"query_mutation": 123},
    ),
    (
        "container: a service scales with its load",
        {"kind": "container", "name": "x", "mode": "service", "vcpu": 1, "memory_mb": 2048, "work_s": 4},
        [USER],
        [flow("user", "x", 10 * SECONDS, 1, "call")],
        {"linux_arm_vcpu": 4 * SECONDS, "linux_arm_gb": 8 * SECONDS, "storage": 0.25},
    ),
    (
        "container: a service keeps its minimum",
        {"kind": "container", "name": "x", "mode": "service", "vcpu": 0.5, "memory_mb": 1024, "min_tasks": 2},
        [],
        [],
        {"linux_arm_vcpu": SECONDS, "linux_arm_gb": 2 * SECONDS, "storage": 0.25},
    ),
    (
        "container: a task has a size that is on offer",
        {"kind": "container", "name": "x", "vcpu": 0.3, "memory_mb": 1500, "work_s": 60, "image": "tool"},
        [USER],
        [flow("user", "x", 10)],
        {"linux_arm_vcpu": 10 * 60 * 0.5, "linux_arm_gb": 10 * 60 * 2},
    ),
    (
        "container: a job is billed for a minute at least",
        {"kind": "container", "name": "x", "vcpu": 2, "memory_mb": 4096, "work_s": 5, "image": "tool"},
        [USER],
        [flow("user", "x", 100)],
        {"linux_arm_vcpu": 100 * 60 * 2, "linux_arm_gb": 100 * 60 * 4},
    ),
    (
        "queue: a batch is one receive and one delete",
        {"kind": "queue", "name": "x"},
        [CODE, USER],
        [flow("user", "x", M, 1, "send"), flow("x", "code", M, 1, batch=10)],
        {"standard": M + 2 * M / 10 + 5 * SECONDS / 20 * 2.718281828459045 ** (-M / SECONDS * 20 / 5)},
    ),
    (
        "queue: an idle one is polled all the same",
        {"kind": "queue", "name": "x", "fifo": True},
        [CODE],
        [flow("x", "code", 0)],
        {"fifo": 5 * SECONDS / 20},
    ),
    (
        "queue: large batches are several requests",
        {"kind": "queue", "name": "x"},
        [CODE, USER],
        [flow("user", "x", 10 * SECONDS, 100, "send"), flow("x", "code", 10 * SECONDS, 100, batch=10)],
        {"standard": 20 * SECONDS + SECONDS * (16 + 1) + 5 * SECONDS / 20 * 2.718281828459045**-40},
    ),
    (
        "topic: deliveries over HTTP cost, those to queues do not",
        {"kind": "topic", "name": "x"},
        [CODE, USER, {"kind": "queue", "name": "inbox"}],
        [flow("code", "x", 100, 65, "send"), flow("x", "inbox", 100, 65), flow("x", "user", 100, 65)],
        {"publish_api": 200, "http_delivery": 100},
    ),
    (
        "topic: people get mail",
        {"kind": "topic", "name": "x", "audience": "people"},
        [CODE],
        [flow("code", "x", 100, 1, "send")],
        {"publish_api": 100, "email_delivery": 100},
    ),
    (
        "topic: a FIFO topic bills bytes too",
        {"kind": "topic", "name": "x", "fifo": True},
        [CODE, {"kind": "queue", "name": "inbox", "fifo": True}],
        [flow("code", "x", GB, 2, "send"), flow("x", "inbox", GB, 2)],
        {"fifo_publish": GB, "fifo_publish_payload": 2, "fifo_delivery": GB, "fifo_delivery_payload": 2},
    ),
    (
        "bus: object events are free, calls of others are not",
        {"kind": "bus", "name": "x", "archive_days": 61, "replicate_to": ["eu-west-1"]},
        [CODE, USER, {"kind": "bucket", "name": "files"}],
        [flow("code", "x", GB, 65, "send"), flow("files", "x", GB, 1), flow("x", "user", 10, 1)],
        {
            "custom_events": 2 * 2 * GB,
            "api_destinations": 10,
            "archive_processing": 65,
            "archive_storage": 65 * 61 / 30.4375,
        },
    ),
    (
        "stream: on demand, kept for nine days, read twice",
        {"kind": "stream", "name": "x", "retention_hours": 216},
        [CODE, USER, {"kind": "function", "name": "other"}],
        [flow("user", "x", GB, 0.2, "send"), flow("x", "code", GB), flow("x", "other", GB)],
        {
            "ondemand_stream_hour": HOURS,
            "ondemand_in": 1,
            "ondemand_out": 2,
            "ondemand_extended_retention": 144 / HOURS,
            "ondemand_long_term": 48 / HOURS,
        },
    ),
    (
        "stream: shards kept for eight days",
        {"kind": "stream", "name": "x", "capacity": "provisioned", "shards": 3, "retention_hours": 192},
        [USER],
        [flow("user", "x", GB, 26, "send")],
        {
            "shard_hour": 3 * HOURS,
            "put_payload_units": 2 * GB,
            "extended_retention_24h_7d": 3 * HOURS,
            "long_term_retention": 26 * 24 / HOURS,
        },
    ),
    (
        "stream: Kafka by cluster, partition and byte",
        {"kind": "stream", "name": "x", "engine": "kafka", "shards": 6},
        [CODE, USER],
        [flow("user", "x", GB, 3, "send"), flow("x", "code", GB)],
        {
            "cluster_hour": HOURS,
            "partition_hour": 6 * HOURS,
            "data_in": 3,
            "data_out": 3,
            "storage": 3 * 24 / HOURS,
        },
    ),
    (
        "delivery stream: records in steps of 5 KB",
        {"kind": "delivery-stream", "name": "x", "format": "parquet"},
        [USER],
        [flow("user", "x", GB, 6, "send")],
        {"ingested": 10, "format_conversion": 10},
    ),
    (
        "schedule: each target is invoked",
        {"kind": "schedule", "name": "x", "every_minutes": 5},
        [CODE, USER, {"kind": "function", "name": "other"}],
        [flow("user", "x", 100, 1, "send"), flow("x", "code", 100), flow("x", "other", 100)],
        {"scheduler": 200},
    ),
    (
        "table: indexes are written too, lists read more",
        {
            "kind": "table",
            "name": "x",
            "item_kb": 1.5,
            "stored_gb": 10,
            "indexes": [
                {"name": "whole", "partition_key": "a"},
                {"name": "keys", "partition_key": "b", "projection": "keys"},
            ],
        },
        [
            CODE,
            {"kind": "function", "name": "lister", "operation": "list"},
            {"kind": "function", "name": "manager", "operation": "manage"},
        ],
        [
            flow("code", "x", 100, 1.5, "write"),
            flow("code", "x", 100, 1.5, "read"),
            flow("lister", "x", 10, 1.5, "read"),
            flow("manager", "x", 10, 1.5, "read"),
        ],
        {
            "wru": 100 * (2 + 2 + 1),
            "rru": 100 * 0.5 + 10 * 4 + 10 * (0.25 + 2),
            "storage": 10 * 2.2,
            "pitr": 10 * 2.2,
        },
    ),
    (
        "table: a consumer marks what it has handled",
        {"kind": "table", "name": "x", "role": "idempotency", "point_in_time_recovery": False, "stored_gb": 0},
        [USER, {**CODE, "idempotency": {"key": ["id"], "store": "x"}}],
        [flow("user", "code", 100)],
        {"wru": 200},
    ),
    (
        "table: capacity follows use above its floor",
        {
            "kind": "table",
            "name": "x",
            "capacity": "provisioned",
            "write_units": 5,
            "read_units": 7,
            "stored_gb": 0,
            "point_in_time_recovery": False,
        },
        [CODE],
        [flow("code", "x", 7 * SECONDS, 1, "write")],
        {"wcu_hour": 10 * HOURS, "rcu_hour": 7 * HOURS},
    ),
    (
        "table: replicas are written, kept and recovered as well",
        {"kind": "table", "name": "x", "replicas": ["us-west-1"], "stored_gb": 4},
        [CODE],
        [flow("code", "x", 100, 1, "write")],
        {"wru": 100, "rwru": 100, "storage": 8, "pitr": 8},
    ),
    (
        "database: capacity of writer and readers, behind a proxy",
        {"kind": "database", "name": "x", "mean_capacity": 2, "readers": 1, "stored_gb": 50},
        [CODE],
        [flow("code", "x", M, 1, "read"), flow("code", "x", M, 1, "write")],
        {"acu_hour": (4 + 8) * HOURS, "storage": 50, "io": 2 * M, "secret": 1},
    ),
    (
        "database: documents in two regions",
        {
            "kind": "database",
            "name": "x",
            "engine": "document",
            "mean_capacity": 1,
            "stored_gb": 5,
            "replicas": ["eu-west-1"],
        },
        [CODE],
        [flow("code", "x", 100, 1, "read"), flow("code", "x", 100, 1, "write")],
        {"dcu_hour": 2 * HOURS, "storage": 10, "io": 300, "secret": 1},
    ),
    (
        "time series: an instance, and storage for what is kept of its writes",
        {"kind": "timeseries", "name": "x", "magnetic_days": 7300},
        [CODE],
        [flow("code", "x", GB, 1.5, "write"), flow("code", "x", 60, 1, "read")],
        {"influxdb_medium_hour": HOURS, "influxdb_storage": 36, "secret": 1},
    ),
    (
        "warehouse: hours of the day in use",
        {"kind": "warehouse", "name": "x", "base_capacity": 8, "hours_per_day": 2, "stored_gb": 100},
        [],
        [],
        {"rpu_hour": 8 * 2 * HOURS / 24, "storage": 100},
    ),
    (
        "bucket: a delivery stream writes a buffer at a time",
        {"kind": "bucket", "name": "x", "stored_gb": 10, "replicate_to": ["eu-west-1"]},
        [USER, {"kind": "delivery-stream", "name": "pipe", "buffer_mb": 64}],
        [flow("user", "pipe", GB, 64, "send"), flow("pipe", "x", 100, 1, "write")],
        {
            "put_copy_post_list": 2 * SECONDS / 300,
            "standard_storage": 20,
            "inter_region": 16,
        },
    ),
    (
        "bucket: what is written and not yet expired is held",
        {"kind": "bucket", "name": "x", "expire_after_days": 61},
        [CODE],
        [flow("code", "x", 1024, 1024, "write")],
        {"put_copy_post_list": 1024, "standard_storage": 61 / 30.4375},
    ),
    (
        "table: rows that are created are held for a year, rows that change are not held twice",
        {"kind": "table", "name": "x", "point_in_time_recovery": False},
        [{**CODE, "operation": "create"}, {"kind": "function", "name": "other", "operation": "update"}],
        [flow("code", "x", GB, 1, "write"), flow("other", "x", GB, 1, "write")],
        {"wru": 2 * GB, "storage": 365 / 30.4375},
    ),
    (
        "bucket: what is old enough is archived",
        {"kind": "bucket", "name": "x", "stored_gb": 100, "archive_after_days": 30, "expire_after_days": 120},
        [CODE],
        [flow("code", "x", 1000, 256, "write"), flow("code", "x", 10, 256, "read")],
        {
            "put_copy_post_list": 1000,
            "get_select_other": 10,
            "standard_storage": 25,
            "glacier_instant_storage": 75,
            "glacier_instant_transition": 1000,
        },
    ),
    (
        "bucket: small objects are not archived",
        {"kind": "bucket", "name": "x", "stored_gb": 100, "archive_after_days": 30, "object_kb": 16},
        [CODE],
        [flow("code", "x", 1000, 16, "write")],
        {"put_copy_post_list": 1000, "standard_storage": 100},
    ),
    (
        "cache: at least a gigabyte of Redis",
        {"kind": "cache", "name": "x", "engine": "redis", "memory_gb": 0.3},
        [CODE],
        [flow("code", "x", 100, 2.5, "read")],
        {"redis_memcached_gb_hour": HOURS, "redis_memcached_ecpu": 300},
    ),
    (
        "search index: mean compute and storage",
        {"kind": "search-index", "name": "x", "mean_capacity": 2, "stored_gb": 3},
        [],
        [],
        {"ocu_hour": 2 * HOURS, "storage": 3},
    ),
    (
        "query engine: its own estimate where nothing asks",
        {"kind": "query-engine", "name": "x", "scanned_gb_per_query": 1024, "queries_per_day": 2},
        [],
        [],
        {"scanned": 2 * 30.4375},
    ),
    (
        "query engine: ten megabytes at least",
        {"kind": "query-engine", "name": "x", "scanned_gb_per_query": 0.001},
        [CODE],
        [flow("code", "x", 1024 * 1024, 1, "call")],
        {"scanned": 10},
    ),
    (
        "cdn: requests and what they carry",
        {"kind": "cdn", "name": "x", "response_kb": 100},
        [USER],
        [flow("user", "x", GB, 1, "call")],
        {"https_requests": GB, "dto_us_eu": 100},
    ),
    (
        "static site: what no edge had",
        {"kind": "static-site", "name": "x", "stored_gb": 1},
        [{"kind": "cdn", "name": "edge"}],
        [flow("edge", "x", 1000, 50, "read")],
        {"standard_storage": 1, "get_select_other": 1000},
    ),
    (
        "load balancer: the dearest measure",
        {"kind": "load-balancer", "name": "x"},
        [USER],
        [flow("user", "x", 500 * SECONDS, 0.001, "call")],
        {"alb_hour": HOURS, "alb_lcu": 2 * HOURS},
    ),
    (
        "user pool: active users",
        {"kind": "user-pool", "name": "x", "monthly_active_users": 12_000},
        [],
        [],
        {"essentials_mau": 12_000},
    ),
    (
        "secret: readers keep it",
        {"kind": "secret", "name": "x"},
        [{**CODE, "work_ms": 1000}, USER],
        [flow("user", "code", 3 * SECONDS), flow("code", "x", 3 * SECONDS, 1, "read")],
        {"secret": 1, "api": 3 * SECONDS / 300},
    ),
    ("parameter: free", {"kind": "parameter", "name": "x"}, [], [], {"standard_parameter": 1}),
    (
        "key: data keys are kept",
        {"kind": "key", "name": "x"},
        [CODE, {"kind": "bucket", "name": "files", "key": "x"}, {"kind": "table", "name": "rows", "key": "x"}],
        [flow("code", "files", 10 * SECONDS, 1, "write"), flow("code", "rows", 50, 1, "write")],
        {"key": 1, "requests": SECONDS / 300 + 50},
    ),
    (
        "firewall: rules and the requests of what it guards",
        {"kind": "firewall", "name": "x"},
        [USER, {"kind": "api", "name": "door", "style": "rest", "firewall": "x"}, {"kind": "cdn", "name": "edge"}],
        [flow("user", "door", 100, 1, "call"), flow("user", "edge", 100, 1, "call")],
        {"web_acl": 1, "rule": 4, "requests": 100},
    ),
    (
        "mail: out by its data, in by its chunks",
        {"kind": "mail", "name": "x"},
        [CODE, USER],
        [flow("code", "x", GB, 10, "send"), flow("user", "x", 100, 300, "send")],
        {"outbound": GB, "outbound_data": 10, "inbound": 100, "inbound_chunks": 200},
    ),
    (
        "ai: tokens of a model that is named",
        {"kind": "ai-service", "name": "x", "model": "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"},
        [CODE],
        [flow("code", "x", 10, 1, "call")],
        {"claude-sonnet-4-5_input": 10_000, "claude-sonnet-4-5_output": 3_000},
    ),
    (
        "ai: tokens of the usual embedding",
        {"kind": "ai-service", "name": "x", "capability": "embedding", "input_units": 500},
        [CODE],
        [flow("code", "x", 10, 1, "call")],
        {"titan-embed-text-v2_input": 5_000},
    ),
    (
        "ai: a page a call where nothing is said",
        {"kind": "ai-service", "name": "x", "capability": "ocr"},
        [CODE],
        [flow("code", "x", 10, 1, "call")],
        {"detect_text_page": 10},
    ),
    (
        "ai: three units of text at least",
        {"kind": "ai-service", "name": "x", "capability": "text-analysis", "input_units": 120},
        [CODE],
        [flow("code", "x", 10, 1, "call")],
        {"unit": 30},
    ),
    (
        "ai: a campaign answers once a second at least",
        {"kind": "ai-service", "name": "x", "capability": "recommendation"},
        [CODE],
        [flow("code", "x", 10, 1, "call")],
        {"recommendation": SECONDS},
    ),
    (
        "etl: workers for a minute at least",
        {"kind": "etl", "name": "x", "workers": 4, "work_s": 30},
        [USER],
        [flow("user", "x", 60)],
        {"dpu_hour": 4},
    ),
    (
        "transcoder: one rendition is HD",
        {"kind": "transcoder", "name": "x", "renditions": 3, "minutes_per_item": 5},
        [USER],
        [flow("user", "x", 10)],
        {"basic_hd_minute": 50, "basic_sd_minute": 100},
    ),
    (
        "device gateway: connections, messages, rules and actions",
        {"kind": "device-gateway", "name": "x", "devices": 100},
        [USER, CODE],
        [flow("user", "x", 1000, 6, "send"), flow("x", "code", 1000, 6)],
        {"connection_minutes": 100 * HOURS * 60, "messages": 2000, "rules": 2000, "actions": 2000},
    ),
    (
        "device gateway: HTTPS keeps no connection",
        {"kind": "device-gateway", "name": "x", "protocol": "https"},
        [USER],
        [flow("user", "x", 1000, 1, "send")],
        {"messages": 1000},
    ),
    (
        "file gateway: hours and data",
        {"kind": "file-gateway", "name": "x"},
        [USER],
        [flow("user", "x", 1024, 1024, "send")],
        {"sftp_hour": HOURS, "data": 1},
    ),
    (
        "network: one way out, and the endpoints that are asked for",
        {"kind": "network", "name": "x", "zones": 2, "nat": True, "endpoints": ["sqs", "s3", "secretsmanager"]},
        [{**CODE, "network": "x"}, USER, {"kind": "queue", "name": "jobs"}],
        [flow("code", "user", GB, 1, "call"), flow("code", "jobs", GB, 3, "send")],
        {
            "nat_hour": HOURS,
            "public_ipv4": HOURS,
            "nat_gb": 2,
            "interface_endpoint_hour": 4 * HOURS,
            "interface_endpoint_gb": 6,
        },
    ),
    (
        "network: without a way out, an endpoint for all that code reaches",
        {"kind": "network", "name": "x", "zones": 3},
        [
            {**CODE, "network": "x"},
            {"kind": "container", "name": "worker", "mode": "service", "network": "x"},
            {"kind": "queue", "name": "jobs"},
            {"kind": "table", "name": "rows"},
        ],
        [flow("code", "rows", GB, 1, "write"), flow("jobs", "worker", GB, 1)],
        # xray for the function; images, logs and the queue for the container; the table is free
        {"interface_endpoint_hour": 5 * 3 * HOURS},
    ),
    (
        "audit trail: accesses and changes",
        {"kind": "audit-trail", "name": "x", "data_events": True, "configuration": True, "retention_days": 61},
        [CODE, USER, {"kind": "bucket", "name": "files"}],
        [flow("user", "code", GB), flow("code", "files", GB, 1, "write")],
        {
            "data_events": 2 * GB,
            "standard_storage": 2 * 1.5 * 0.15 * 61 / 30.4375,
            "items": 4 * 20,
            "evaluations": 4 * 20,
        },
    ),
]


@pytest.mark.parametrize(
    ("part", "others", "flows", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_quantities(
    billed: Billing, part: Part, others: list[Part], flows: list[Part], expected: dict[str, float]
) -> None:
    bill = billed([part, *others], flows, hours=HOURS)
    assert_counts(quantities(bill, part["name"]), expected)


def overhead(bill: Bill, component: str, sku: str) -> float:
    return float(sum(line.quantity for line in bill.lines if (line.component, line.usage.sku) == (component, sku)))


def test_logs_of_code_are_written_and_kept(billed: Billing) -> None:
    part = {"kind": "function", "name": "x", "log_retention_days": 61}
    bill = billed([part, USER], [flow("user", "x", 10 * GB)])
    assert overhead(bill, "x", "lambda_logs_ingest") == pytest.approx(10)
    assert overhead(bill, "x", "logs_storage") == pytest.approx(10 * 0.15 * 61 / 30.4375)


def test_a_workflow_logs_two_events_for_each_transition(billed: Billing) -> None:
    engine = {"kind": "workflow", "name": "x", "definition": "w"}
    bill = billed([engine, CODE, USER], [flow("user", "x", GB)], workflows=WORK)
    assert overhead(bill, "x", "logs_ingest") == pytest.approx(2 * 2 * 0.5)


def test_access_logs_of_apis_and_networks(billed: Billing) -> None:
    door = {"kind": "api", "name": "door"}
    quiet = {"kind": "api", "name": "quiet", "access_logs": False}
    inside = {**CODE, "network": "net"}
    flows = [flow("user", "door", GB, 1, "call"), flow("user", "quiet", GB, 1, "call"), flow("code", "user", GB)]
    bill = billed([door, quiet, inside, USER, {"kind": "network", "name": "net"}], flows)
    assert overhead(bill, "door", "logs_ingest") == pytest.approx(0.5)
    assert overhead(bill, "net", "logs_ingest") == pytest.approx(2 * SECONDS / 600 * 0.5 / GB)
    assert overhead(bill, "quiet", "logs_ingest") == 0


def test_alarms_are_those_that_are_deployed(billed: Billing) -> None:
    parts: list[Part] = [
        {"kind": "function", "name": "handler", "on_failure": "dead"},
        {"kind": "function", "name": "edge", "placement": "edge"},
        {"kind": "queue", "name": "dead", "role": "dead-letter"},
        {"kind": "stream", "name": "log"},
        {"kind": "stream", "name": "kafka", "engine": "kafka"},
        {"kind": "table", "name": "rows"},
        {"kind": "database", "name": "sql"},
        {"kind": "container", "name": "job"},
        {"kind": "container", "name": "service", "mode": "service"},
    ]
    flows = [
        flow("log", "handler", 10),
        flow("handler", "rows", 10, 1, "read"),
        flow("handler", "rows", 10, 1, "write"),
    ]
    bill = billed(parts, flows)
    counts = {part["name"]: overhead(bill, part["name"], "alarm_standard") for part in parts}
    assert counts == {
        "handler": 4,
        "edge": 0,
        "dead": 1,
        "log": 1,
        "kafka": 0,
        "rows": 2,
        "sql": 1,
        "job": 0,
        "service": 1,
    }


def test_a_trace_begins_where_work_enters_and_goes_on_through_messages(billed: Billing) -> None:
    parts: list[Part] = [USER, {"kind": "api", "name": "door"}, CODE, {"kind": "queue", "name": "jobs"}]
    worker = {"kind": "function", "name": "worker"}
    rate = 21 * SECONDS
    flows = [
        flow("user", "door", rate, 1, "call"),
        flow("door", "code", rate),
        flow("code", "jobs", rate, 1, "send"),
        flow("jobs", "worker", rate, batch=10),
    ]
    bill = billed([*parts, worker], flows)
    assert overhead(bill, "door", "traces_recorded") == pytest.approx(2 * SECONDS)
    assert overhead(bill, "code", "traces_recorded") == overhead(bill, "worker", "traces_recorded") == 0


def test_what_leaves_for_the_internet(billed: Billing) -> None:
    door = {"kind": "api", "name": "door"}
    flows = [
        flow("user", "door", GB, 3, "call"),
        flow("user", "door", 1024, 2048, "trigger"),
        flow("user", "code", GB, 5, "send"),
        flow("code", "user", GB, 2, "call"),
    ]
    bill = billed([door, USER, CODE], flows)
    assert overhead(bill, "door", "internet_out") == pytest.approx(3 + 64 / 1024)
    assert overhead(bill, "code", "internet_out") == pytest.approx(2)


def test_pipes_carry_what_no_code_polls(billed: Billing) -> None:
    parts: list[Part] = [
        {"kind": "queue", "name": "jobs"},
        {"kind": "bus", "name": "bus"},
        {"kind": "queue", "name": "next"},
        {"kind": "container", "name": "service", "mode": "service"},
        CODE,
    ]
    flows = [
        flow("jobs", "bus", 1000, 20, batch=10),
        flow("jobs", "next", 1000),
        flow("jobs", "code", 1000),
        flow("jobs", "service", 1000),
    ]
    bill = billed(parts, flows)
    assert overhead(bill, "jobs", "pipes") == pytest.approx(1000 / 10 * 4)


def test_names_that_fail_over_are_looked_up_once_for_several_requests(billed: Billing) -> None:
    part = {"kind": "dns-failover", "name": "x", "regions": ["us-east-1", "eu-west-1"], "policy": "latency"}
    bill = billed([part])
    assert_counts(quantities(bill, "x"), {"hosted_zone": 1, "health_check": 2})


def test_what_stands_is_paid_in_every_region_of_a_failover(billed: Billing) -> None:
    failover = {"kind": "dns-failover", "name": "names", "regions": ["us-east-1", "eu-west-1"]}
    balancer = {"kind": "load-balancer", "name": "x"}
    bill = billed([balancer, USER, failover], [flow("user", "x", SECONDS, 1, "call")])
    hours = {line.region: line.quantity for line in bill.lines if line.usage.sku == "alb_hour"}
    assert hours == {"us-east-1": HOURS, "eu-west-1": HOURS}
    assert sum(1 for line in bill.lines if line.usage.sku == "alb_lcu") == 1


WORK = [
    {
        "name": "w",
        "steps": [{"kind": "task", "name": "A", "component": "code", "next": "B"}, {"kind": "pass", "name": "B"}],
    }
]


def test_retries_are_transitions_too(billed: Billing) -> None:
    engine = {"kind": "workflow", "name": "x", "definition": "w"}
    bill = billed(
        [engine, CODE, USER],
        [flow("user", "x", 100)],
        workflows=WORK,
        assumptions=Assumptions(retried_share=0.5),
    )
    assert_counts(quantities(bill, "x"), {"standard_transitions": 100 * 2.5})


def test_express_workflows_are_billed_in_steps(billed: Billing) -> None:
    engine = {"kind": "workflow", "name": "x", "definition": "w", "durability": "express", "work_s": 0.25}
    bill = billed([engine, CODE, USER], [flow("user", "x", 1000)], workflows=WORK)
    assert_counts(quantities(bill, "x"), {"express_requests": 1000, "express_duration": 1000 * 0.3 * 64 / 1024})


def mapped(**step: Any) -> list[Part]:
    body = {"steps": [{"kind": "task", "name": "One", "component": "code", "work_s": 2}]}
    return [{"name": "w", "steps": [{"kind": "map", "name": "All", "body": body, **step}]}]


def test_an_inline_map_enters_its_body_for_every_item(billed: Billing) -> None:
    engine = {"kind": "workflow", "name": "x", "definition": "w"}
    bill = billed([engine, CODE, USER], [flow("user", "x", 10)], workflows=mapped(mean_items=20))
    assert_counts(quantities(bill, "x"), {"standard_transitions": 10 * 21})


def test_short_bodies_of_distributed_maps_run_express(billed: Billing) -> None:
    engine = {"kind": "workflow", "name": "x", "definition": "w"}
    bill = billed([engine, CODE, USER], [flow("user", "x", 10)], workflows=mapped(mean_items=5000, mode="distributed"))
    children = 10 * 1000
    assert_counts(
        quantities(bill, "x"),
        {"standard_transitions": 10, "express_requests": children, "express_duration": children * 10 * 64 / 1024},
    )


def test_cold_starts_are_billed_and_rarer_under_load(billed: Billing) -> None:
    part = {"kind": "function", "name": "x", "memory_mb": 1024, "work_ms": 100, "language": "java"}
    rare = billed([part, USER], [flow("user", "x", 100)], assumptions=Assumptions())
    busy = billed([part, USER], [flow("user", "x", 100 * SECONDS)], assumptions=Assumptions())
    init_s = 0.196
    each = float(quantities(rare, "x")["duration_arm64"]) / 100
    assert each == pytest.approx(0.1 + init_s, rel=0.05)
    assert float(quantities(busy, "x")["duration_arm64"]) / (100 * SECONDS) == pytest.approx(
        0.1 + 0.01 * init_s, rel=0.01
    )


@pytest.mark.parametrize(
    ("part", "title"),
    [
        ({"kind": "container", "name": "x", "platform": "kubernetes"}, "Tasks"),
        ({"kind": "ai-service", "name": "x", "capability": "custom-model"}, "Inference"),
        ({"kind": "ai-service", "name": "x", "model": "somebody.else-v1"}, "Input tokens"),
        ({"kind": "api", "name": "x", "style": "graphql", "cache_ttl_s": 60}, "Response cache"),
    ],
)
def test_what_has_no_rate_says_so(billed: Billing, part: Part, title: str) -> None:
    bill = billed([part, CODE], [flow("code", "x", 10, 1, "call")])
    lines = [line for line in bill.unpriced if line.component == "x"]
    assert title in [line.title for line in lines]
    assert all(line.note and line.amount is None and line.warnings for line in lines)


def test_a_cloud_without_meters_is_unpriced_and_not_free(billed: Billing) -> None:
    bill = billed([CODE, USER], [flow("user", "code", 10)], provider="azure", region="westeurope")
    assert [(line.component, line.note) for line in bill.unpriced] == [
        ("code", "no rates of function are at hand for azure")
    ]
    assert not bill.is_known
    assert bill.total == 0


def everything() -> tuple[list[Part], list[Part], list[Part]]:
    """One component of each kind, and a link of each kind between any two of them."""
    needed: Part = {
        "ai-service": {},
        "dns-failover": {"regions": ["us-east-1", "eu-west-1"]},
        "layer": {"libraries": ["tools"]},
        "workflow": {"definition": "w"},
    }
    parts = [{"kind": kind, "name": f"a-{kind}", **needed.get(kind, {})} for kind in KINDS]
    names = [part["name"] for part in parts]
    links = ("trigger", "call", "send", "read", "write")
    flows = [
        flow(source, target, 1000, 70, kind)
        for source in names
        for target in names
        if source != target
        for kind in links
    ]
    return parts, flows, [{"name": "w", "steps": [{"kind": "pass", "name": "Only"}]}]


@pytest.mark.parametrize("per_month", [0.0, 1.0, 1e12])
def test_any_part_may_lead_to_any_other(billed: Billing, per_month: float) -> None:
    parts, flows, workflows = everything()
    flows = [{**each, "per_month": per_month} for each in flows]
    bill = billed(parts, flows, workflows=workflows, assumptions=Assumptions())
    silent = set(KINDS) - {line.kind for line in bill.lines if line.component} - {"external", "layer"}
    assert not per_month or not silent
    titles = [(line.component, line.title) for line in bill.lines]
    assert len(set(titles)) == len(titles)
    for line in bill.lines:
        assert line.quantity.is_finite()
        assert line.quantity >= 0
        assert line.amount is None or line.amount >= 0
