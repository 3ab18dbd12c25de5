"""AWS Lambda: functions, provisioned concurrency, SnapStart, streaming, durable functions, MicroVMs, Lambda@Edge."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from tools.cost.forms.model import ARCHITECTURE, Charge, Field, Form, Given, choice, count, size, switch, time
from tools.cost.metering import functions
from tools.cost.usage import Usage

FIELDS = (
    count("requests", "invocations in a month", "invocations", "events", "calls_per_month", "function_invocations", ""),
    time("duration", "billed time of one invocation", "request_duration", "execution", "execution_time", "avg", "run",
         "exec", "billed", "billed_duration", "invocation", "invocation_duration", "runtime", "work", ""),
    size("memory", "memory of the function", "memory_size", "mem", "ram", "allocated_memory", "", unit="MB",
         default=128.0),
    ARCHITECTURE,
    Field("calls", "pairs", "rows of [invocations, ms of each], in place of requests and duration"),
    count("price_per_ms", "your own price of a millisecond at this memory; duration alone is billed then",
          "usd_per_ms"),
    size("payload", "payload of an asynchronous event", "event_size", "event_payload", unit="KB"),
    switch("asynchronous", "whether it is invoked asynchronously", "async", "is_async"),
    count("cold_starts", "invocations that start cold", "cold_invocations"),
    time("init", "INIT time of one cold start", "init_duration", "cold_start", "cold_init"),
    count("pc", "provisioned environments", "provisioned_concurrency", "provisioned_concurrent_executions",
          "provisioned", "provisioned_environments"),
    Field("pc_hours", "hours", "hours they are kept, in all", ("monthly_duration_hrs", "provisioned_concurrency",
          "provisioned", "provisioned_hours", "pc_time", "pc_enabled", "pc_duration_hours")),
    count("pc_requests", "invocations that they take", "provisioned_requests", "provisioned_concurrency_requests"),
    time("pc_duration", "time of one of those", "pc", "pc_avg", "provisioned_duration", "pc_request_duration"),
    count("od_requests", "invocations beside them", "on_demand_requests", "ondemand_requests", "spillover_requests"),
    time("od_duration", "time of one of those", "od", "od_avg", "on_demand_duration", "on_demand", "ondemand"),
    size("ephemeral", "ephemeral storage", "ephemeral_storage", "ephemeral_storage_size", "tmp", "tmp_storage",
         unit="MB"),
    Field("stream", "pairs", "streamed answers: rows of {n, mb}"),
    count("streamed_requests", "streamed answers", "stream_requests", "streaming_requests", "streamed_responses"),
    size("response", "size of one streamed answer", "response_size", "streamed_response", "stream_response",
         "response_payload", unit="MB"),
    size("streamed", "data streamed beyond the first 6 MB of each answer", "streamed_data", "response_streaming"),
    size("free_stream", "streamed data that is free", "free_streaming", "free_streamed"),
    switch("snapstart", "SnapStart for Python or .NET", "snap_start"),
    count("restores", "starts from a snapshot", "snapstart_restores", "snapshot_restores", "restored"),
    count("versions", "versions with a snapshot", "snapstart_versions", "published_versions", default=1.0),
    Field("cached", "hours", "hours a snapshot is kept", ("snapstart_cache", "cache", "snapshot_cached",
          "snapshot_kept", "cached_time", "snapstart_cached")),
    count("event_pollers", "provisioned event pollers or polling units", "epu", "epus", "event_polling_units",
          "esm_units", "pollers", "provisioned_pollers", "minimum_pollers", "esm_epu"),
    Field("esm_hours", "hours", "hours they are kept", ("epu_hours", "poller_hours", "event_poller_hours", "esm",
          "epu", "event_poller", "poller")),
    choice("event_source", "what they poll", "esm", "esm_type", "esm_source", "source_type", "source",
           of={"sqs": "sqs", "kafka": "kafka", "msk": "kafka"}),
    count("tenant_environments", "environments created for single tenants", "tenant_isolated_environments",
          "environments_created", "environments", "execution_environments_created", "tenants_environments"),
    count("executions", "durable executions"),
    Field("active", "s", "active time of one durable execution", ("active_s_per_exec", "active_s_per_execution",
          "active_per_exec", "active_time", "active_seconds_per_execution", "active_duration")),
    count("operations", "durable operations", "durable_operations", "durable_ops"),
    size("data_written", "durable data written", "durable_data_written", "written"),
    size("retained", "durable data kept", "data_retained", "durable_data_retained", "retention"),
    count("jobs", "MicroVM runs", "microvms", "sessions"),
    Field("peak", "s", "time of all MicroVMs at their peak size", ("peak_time",)),
    count("vcpu_seconds", "vCPU-seconds of MicroVMs, where stated at once", "microvm_vcpu_seconds"),
    count("gb_seconds", "memory-time, where stated at once", "gb_s", "gbs", "compute_gb_seconds",
          "duration_gb_seconds"),
    count("peak_vcpu", "vCPU at the peak", "peak_vcpus"),
    size("peak_memory", "memory at the peak", "peak"),
    Field("base", "s", "time of all MicroVMs at their baseline size", ("baseline", "base_time", "baseline_time")),
    count("base_vcpu", "vCPU at the baseline", "baseline_vcpu", "vcpu", "vcpus"),
    size("base_memory", "memory at the baseline", "base", "baseline", "baseline_memory"),
    size("snapshot_read", "snapshots read", "snapshot_reads", "snapshot_restore"),
    size("snapshot_write", "snapshots written", "snapshot_writes", "snapshot_written"),
    size("snapshot_storage", "snapshots kept", "snapshot_stored", "snapshots"),
    switch("edge", "Lambda@Edge", "at_edge", "lambda_edge"),
    switch("managed_instances", "on Lambda Managed Instances"),
    count("instances", "managed EC2 instances", "instance"),
    Field("instance_hours", "hours", "hours of each instance", ("instance",)),
    count("ec2_price", "EC2 price of an instance hour", "ec2_price_per_hour", "instance_price_per_hour",
          "usd_per_instance_hour", "ec2_usd_per_hour", "instance_price"),
)  # fmt: skip
CHARGES = (
    Charge("durable_operations", "Durable operations", ("operations",)),
    Charge("durable_data_written", "Durable data written", ("data_written",)),
    Charge("durable_data_retained", "Durable data kept", ("retained",)),
    Charge("microvm_vcpu", "Peak vCPU", ("peak", "peak_vcpu")),
    Charge("microvm_memory", "Peak memory", ("peak", "peak_memory")),
    Charge("microvm_vcpu", "vCPU", ("vcpu_seconds",)),
    Charge("microvm_snapshot_read", "Snapshot reads", ("snapshot_read",)),
    Charge("microvm_snapshot_write", "Snapshot writes", ("snapshot_write",)),
    Charge("microvm_snapshot_storage", "Snapshot storage", ("snapshot_storage",)),
)
COVERED = (
    "requests", "duration_x86", "duration_arm64", "provisioned_concurrency_x86", "provisioned_concurrency_arm64",
    "pc_duration_x86", "pc_duration_arm64", "ephemeral_storage", "response_streaming", "snapstart_cache",
    "snapstart_restore", "esm_provisioned_kafka", "esm_provisioned_sqs", "edge_requests", "edge_duration",
    "managed_instances_requests", "tenant_isolation", "microvm_vcpu", "microvm_memory", "web_functions",
)  # fmt: skip


def lines(given: Given) -> Iterator[Usage]:
    """What is billed of the function."""
    if given.has("gb_seconds"):
        arch = functions.suffix(given.text("arch"))
        sku = "microvm_memory" if given.has("vcpu_seconds") else f"duration_{arch}"
        yield given.usage(sku, "Duration", "gb seconds", given.inputs("gb_seconds"))
    if given.has("base", "jobs", "vcpu_seconds"):
        yield from _baseline(given)
        return
    if given.is_on("edge"):
        yield from functions.edge(given.label, *_runs(given), given.number("memory"))
        return
    if given.is_on("managed_instances"):
        yield from _managed(given)
        return
    if given.has("pc"):
        yield from _provisioned(given)
    else:
        yield from _on_demand(given)
    yield from _extras(given)


def _runs(given: Given) -> tuple[float, float]:
    """Invocations and the time of each in ms."""
    if given.has("active"):
        runs = given.number("executions", given.number("requests"))
        return runs, given.number("active") * 1000
    return given.number("requests", given.number("executions")), given.number("duration")


def _on_demand(given: Given) -> Iterator[Usage]:
    memory, arch = given.number("memory"), given.text("arch")
    if given.has("price_per_ms"):
        per_gb_second = Decimal(str(given.number("price_per_ms"))) * 1000 * 1024 / Decimal(str(memory))
        given.state_price(f"duration_{functions.suffix(arch)}", [(None, per_gb_second)])
    rows = given.pairs("calls")
    if rows:
        for row in rows:
            yield functions.duration(given.label, row[0], row[-1], memory, arch)
    runs, work_ms = _runs(given)
    if work_ms:
        cold = given.number("cold_starts") / runs if runs else 0.0
        yield functions.duration(given.label, runs, work_ms, memory, arch, cold, given.number("init"))
    total = given.number("requests", runs or (0.0 if given.has("price_per_ms") else sum(row[0] for row in rows)))
    if given.has("requests") or (total and not given.has("price_per_ms")):
        yield functions.requests(given.label, total, total * _further(given))


def _further(given: Given) -> float:
    """Requests that a large asynchronous event counts beyond the first."""
    over = given.number("payload") - 256.0
    return math.ceil(over / 64.0) if given.is_on("asynchronous") and over > 0 else 0.0


def _provisioned(given: Given) -> Iterator[Usage]:
    memory, arch = given.number("memory"), given.text("arch")
    served = given.number("pc_requests", max(0.0, given.number("requests") - given.number("od_requests")))
    beside = given.number("od_requests", max(0.0, given.number("requests") - served))
    total = given.number("requests", served + beside)
    if total:
        yield functions.requests(given.label, total)
    yield functions.kept_warm(given.label, given.number("pc"), memory, given.number("pc_hours", given.hours), arch)
    if served:
        work_ms = given.number("pc_duration", given.number("duration"))
        yield functions.warm_duration(given.label, served, work_ms, memory, arch)
    if beside:
        work_ms = given.number("od_duration", given.number("duration"))
        yield functions.duration(given.label, beside, work_ms, memory, arch)


def _extras(given: Given) -> Iterator[Usage]:
    runs, work_ms = _runs(given)
    memory = given.number("memory")
    if given.has("ephemeral"):
        yield functions.ephemeral(given.label, runs, work_ms, given.number("ephemeral"))
    yield from _streams(given, runs)
    if given.is_on("snapstart") or given.has("restores", "cached"):
        kept = given.number("cached", given.hours)
        restores = given.number("restores", given.number("cold_starts"))
        yield from functions.snapshots(given.label, memory, kept, restores, given.number("versions"))
    if given.has("event_pollers", "esm_hours"):
        yield _pollers(given)
    if given.has("tenant_environments"):
        inputs = (*given.inputs("tenant_environments"), ("memory GB", memory / 1024))
        yield given.usage("tenant_isolation", "Tenant isolation", "tenant environments x memory GB", inputs)


def _streams(given: Given, runs: float) -> Iterator[Usage]:
    free, title = given.number("free_stream"), "Streamed answers"
    given.own["lambda", "response_streaming"] = given.price("lambda", "response_streaming")._replace(free=None)
    found = [functions.streamed(given.label, row[0], row[-1]) for row in given.pairs("stream")]
    if given.has("response"):
        answers = given.number("streamed_requests", runs)
        found.append(functions.streamed(given.label, answers, given.number("response")))
    if given.has("streamed"):
        found.append(given.usage("response_streaming", title, "streamed GB", given.inputs("streamed")))
    for usage in found:
        part = min(free, usage.quantity)
        free -= part
        if usage.quantity:
            yield _less(usage, part) if part else usage


def _less(usage: Usage, part: float) -> Usage:
    inputs = (*usage.inputs, ("free GB", part))
    return usage._replace(quantity=usage.quantity - part, formula=f"{usage.formula} - free GB", inputs=inputs)


def _pollers(given: Given) -> Usage:
    source = given.text("event_source") or "sqs"
    least = 2.0 if source == "sqs" else 1.0
    units = max(least, given.number("event_pollers", 1.0)) if given.has("event_pollers") else 1.0
    inputs = (("units", units), ("hours kept", given.number("esm_hours", given.hours)))
    return given.usage(f"esm_provisioned_{source}", f"Provisioned pollers ({source})", "units x hours kept", inputs)


def _baseline(given: Given) -> Iterator[Usage]:
    """MicroVMs outside their peak: as stated, else all of what the jobs take."""
    whole = given.number("jobs") * given.number("duration") / 1000
    seconds = given.number("base", max(0.0, whole - given.number("peak")))
    for sku, title, name in (
        ("microvm_vcpu", "Base vCPU", "base_vcpu"),
        ("microvm_memory", "Base memory", "base_memory"),
    ):
        amount = given.number(name, given.number("memory") / 1024 if name == "base_memory" else 0.0)
        inputs = (("seconds", seconds), (name.replace("_", " "), amount))
        if seconds and amount:
            yield given.usage(sku, title, f"seconds x {name.replace('_', ' ')}", inputs)


def _managed(given: Given) -> Iterator[Usage]:
    """Requests, the EC2 instances at the price stated, and 15 % of it for managing them."""
    if given.has("requests"):
        yield given.usage("managed_instances_requests", "Requests", "requests", given.inputs("requests"))
    if given.has("ec2_price"):
        price = Decimal(str(given.number("ec2_price")))
        for sku, title, share in (
            ("ec2_instances", "EC2 instances", "1"),
            ("ec2_management", "Management fee", "0.15"),
        ):
            book = given.price("lambda", "managed_instances_requests")
            each = price * Decimal(share)
            given.own["lambda", sku] = book._replace(
                sku=sku, price=each, per=Decimal(1), base_unit="instance-hour", unit="instance-hour", source="stated"
            )
            inputs = (
                ("instances", given.number("instances", 1.0)),
                ("hours", given.number("instance_hours", given.hours)),
            )
            yield given.usage(sku, title, "instances x hours", inputs)


FORM = Form(
    "lambda",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=COVERED,
    features={
        "lambda_function": {},
        "lambda_provisioned_concurrency_config": {},
        "lambda_provisioned_concurrency": {},
        "lambda_streaming": {},
        "lambda_snapstart": {"snapstart": True},
        "lambda_ephemeral": {},
        "lambda_ephemeral_storage": {},
        "lambda_durable": {},
        "lambda_microvm": {},
        "lambda_tenant_isolation": {},
        "lambda_esm": {},
        "lambda_esm_kafka": {"event_source": "kafka"},
        "lambda_kafka_esm": {"event_source": "kafka"},
        "lambda_kafka": {"event_source": "kafka"},
        "lambda_esm_provisioned_kafka": {"event_source": "kafka"},
        "lambda_esm_provisioned_sqs": {"event_source": "sqs"},
        "lambda_event_source_mapping": {},
        "lambda_provisioned_mode": {},
        "lambda_esm_sqs": {"event_source": "sqs"},
        "lambda_managed_instances": {"managed_instances": True},
        "lambda@edge": {"edge": True},
        "lambda_edge": {"edge": True},
        "edge": {"edge": True},
    },
)
