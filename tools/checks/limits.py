"""Limits of the cloud that rules judge by, read once from the catalog. None where the catalog knows none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from tools.catalog.quotas import UnknownQuotaError, quota

KB_PER_MB = 1024.0
_MINUTES = {"min": 60.0, "hour": 3600.0, "year": 31_557_600.0}


class Limits(NamedTuple):
    """What one cloud allows in one region."""

    function_max_s: float
    """Longest run of a function. AWS's for every cloud: what outlives it is no work for a function anywhere."""
    function_layers: int | None
    sync_payload_kb: float | None
    """Request or response of a function that is waited for."""
    async_payload_kb: float | None
    account_concurrency: int | None
    unreserved_concurrency: int | None
    """Concurrency that reservations must leave to the functions without one."""
    snapshot_runtimes: tuple[str, ...]
    """Runtimes that can start from a snapshot, each with its first version: `python3.12+`."""
    rest_timeout_s: float | None
    http_timeout_s: float | None
    api_payload_kb: float | None
    websocket_message_kb: float | None
    queue_message_kb: float | None
    queue_retention_s: float | None
    queue_visibility_s: float | None
    queue_delay_s: float | None
    queue_batch: int | None
    """Messages of one batch without a window to gather them in."""
    fifo_batch: int | None
    standard_batch: int | None
    fifo_rps: float | None
    """Messages a second of a FIFO queue, batched."""
    queue_concurrency: int | None
    """Most executions a queue's consumer can be held to."""
    topic_message_kb: float | None
    event_kb: float | None
    rule_targets: int | None
    bus_rules: int | None
    record_kb: float | None
    shard_rps: float | None
    item_kb: float | None
    table_readers: int | None
    """Readers of one table's changes."""
    workflow_payload_kb: float | None
    workflow_history_events: int | None
    express_max_s: float | None
    inline_map_concurrency: int | None


@cache
def limits_of(provider: str, region: str) -> Limits:
    """Limits of a cloud in a region."""
    book = _Book(provider, region)
    return Limits(
        function_max_s=_Book("aws", region).need("lambda", "timeout_s", "max"),
        function_layers=book.count("lambda", "layers"),
        sync_payload_kb=book.megabytes("lambda", "payload_sync_mb"),
        async_payload_kb=book.megabytes("lambda", "payload_async_mb"),
        account_concurrency=book.count("lambda", "account_concurrency_default"),
        unreserved_concurrency=book.count("lambda", "unreserved_minimum"),
        snapshot_runtimes=book.words("lambda", "snapstart_runtimes"),
        rest_timeout_s=book.number("apigateway", "rest_integration_timeout_s", "max"),
        http_timeout_s=book.number("apigateway", "http_integration_timeout_s"),
        api_payload_kb=book.megabytes("apigateway", "payload_mb"),
        websocket_message_kb=book.number("apigateway", "websocket", "message_kb"),
        queue_message_kb=book.bytes("sqs", "message_bytes"),
        queue_retention_s=book.number("sqs", "retention_s", "max"),
        queue_visibility_s=book.number("sqs", "visibility_s", "max"),
        queue_delay_s=book.number("sqs", "delay_s_max"),
        queue_batch=book.count("sqs", "batch"),
        fifo_batch=book.count("lambda_esm", "sqs_batch", "fifo"),
        standard_batch=book.count("lambda_esm", "sqs_batch", "standard"),
        fifo_rps=book.number("sqs", "fifo_tps_per_api", "batched_msgs"),
        queue_concurrency=book.count("lambda_esm", "sqs_max_concurrency", "maximum"),
        topic_message_kb=book.number("sns", "message_kb"),
        event_kb=book.megabytes("eventbridge", "event_size"),
        rule_targets=book.count("eventbridge", "targets_per_rule"),
        bus_rules=book.count("eventbridge", "rules_per_bus"),
        record_kb=book.megabytes("kinesis", "record_mib"),
        shard_rps=book.number("kinesis", "shard_in", "records_s"),
        item_kb=book.number("dynamodb", "item_kb"),
        table_readers=book.count("dynamodb", "streams_readers_per_shard"),
        workflow_payload_kb=book.number("stepfunctions", "payload_kib"),
        workflow_history_events=book.count("stepfunctions", "history_events"),
        express_max_s=book.duration("stepfunctions", "execution_max", "express"),
        inline_map_concurrency=book.count("stepfunctions", "inline_map_concurrency"),
    )


@dataclass(frozen=True, slots=True)
class _Book:
    """The quotas of one provider in one region, with None for what is not known."""

    provider: str
    region: str

    def need(self, service: str, name: str, part: str = "") -> float:
        return quota(self.provider, service, name, self.region).number(part)

    def number(self, service: str, name: str, part: str = "") -> float | None:
        try:
            return self.need(service, name, part)
        except UnknownQuotaError:
            return None

    def count(self, service: str, name: str, part: str = "") -> int | None:
        found = self.number(service, name, part)
        return None if found is None else int(found)

    def megabytes(self, service: str, name: str, part: str = "") -> float | None:
        found = self.number(service, name, part)
        return None if found is None else found * KB_PER_MB

    def bytes(self, service: str, name: str) -> float | None:
        found = self.number(service, name)
        return None if found is None else found / 1024

    def words(self, service: str, name: str) -> tuple[str, ...]:
        try:
            value = quota(self.provider, service, name, self.region).value
        except UnknownQuotaError:
            return ()
        return tuple(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else ()

    def duration(self, service: str, name: str, part: str) -> float | None:
        """A part that is a length of time in words, `5 min` say, in seconds."""
        try:
            value = quota(self.provider, service, name, self.region).value
        except UnknownQuotaError:
            return None
        text = str(cast("dict[str, object]", value)[part]) if not isinstance(value, (int, float, str, tuple)) else ""
        count, _, unit = text.partition(" ")
        return float(count) * _MINUTES[unit] if unit in _MINUTES else None
