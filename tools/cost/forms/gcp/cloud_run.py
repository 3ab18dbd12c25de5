"""Google Cloud Run: vCPU, memory and requests, by started 100 ms; tier by region."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Form, Given, choice, count, size, switch, time
from tools.cost.usage import Usage

TIER_2 = (
    "africa-south1", "asia-east2", "asia-northeast3", "asia-south1", "asia-south2", "asia-southeast1",
    "asia-southeast2",     "australia-southeast1", "australia-southeast2", "europe-central2", "europe-west10",
    "europe-west12", "europe-west2",
    "europe-west3", "europe-west6", "me-central1", "me-central2", "me-west1", "northamerica-northeast1",
    "northamerica-northeast2", "southamerica-east1", "southamerica-west1", "us-west2", "us-west3", "us-west4",
)  # fmt: skip
"""Regions of the dearer tier, as the pricing page groups them."""

FIELDS = (
    count("requests", "requests in a month", "invocations", "calls", ""),
    time(
        "duration",
        "time of one request",
        "request_duration",
        "average_request_duration",
        "execution",
        "latency",
        "avg",
        "",
    ),
    count("vcpu", "vCPU of an instance", "vcpus", "cpu", "cpus", "cpu_limit", default=1.0),
    size("memory", "memory of an instance", "mem", "ram", "memory_limit", "", unit="MB", default=512.0),
    count(
        "concurrency",
        "requests at once in one instance",
        "concurrent_requests_per_instance",
        "concurrent_requests",
        "max_concurrency",
        default=1.0,
    ),
    switch(
        "cpu_idle",
        "billed for requests, not for the life of instances",
        "cpu_throttling",
        "throttling",
        "request_based",
    ),
    switch("always_allocated", "billed for the life of instances", "cpu_always_allocated", "instance_based"),
    count("min_instances", "instances kept ready", "minimum_instances", "idle_instances"),
    count("instance_hours", "hours of instances, where they are billed by life", "instances_hours", "instance_hrs"),
    count("vcpu_seconds", "vCPU-seconds, where stated at once", "vcpu_s", "cpu_seconds"),
    count("gib_seconds", "GiB-seconds, where stated at once", "gb_seconds", "memory_gib_seconds", "memory_gb_seconds"),
    choice(
        "tier",
        "price tier of the region",
        "price_tier",
        of={"1": "1", "2": "2", "tier1": "1", "tier2": "2", "tier_1": "1", "tier_2": "2"},
    ),
)


def lines(given: Given) -> Iterator[Usage]:
    """vCPU and memory while requests are served, or while instances live."""
    tier = given.text("tier") or ("2" if given.region in TIER_2 else "1")
    alive = given.is_on("always_allocated") or (given.has("cpu_idle") and not given.is_on("cpu_idle"))
    based = "_instance_based" if alive else ""
    skus = (f"vcpu{based}_tier{tier}", f"memory{based}_tier{tier}")
    for sku, title, name in zip(skus, ("vCPU", "Memory"), ("vcpu_seconds", "gib_seconds"), strict=True):
        if given.has(name):
            yield given.usage(sku, title, given.label_of(name), given.inputs(name))
    formula, inputs = "", ()
    if alive and given.has("instance_hours"):
        formula, inputs = "instance hours x 3600", given.inputs("instance_hours")
    elif given.has("duration") and given.has("requests"):
        formula = "requests x started(duration ms / 100) x 100 / 1000 / concurrency"
        inputs = given.inputs("requests", "duration", "concurrency")
    if formula:
        yield given.usage(skus[0], "vCPU", f"{formula} x vcpu", (*inputs, *given.inputs("vcpu")))
        memory = f"{formula} x memory MB / 1024"
        yield given.usage(skus[1], "Memory", memory, (*inputs, *given.inputs("memory")))
    if given.has("requests") and not alive:
        yield given.usage("requests", "Requests", "requests", given.inputs("requests"))
    if given.has("min_instances"):
        formula, inputs = "min instances x vcpu x hours x 3600", given.inputs("min_instances", "vcpu", "hours")
        yield given.usage("idle_vcpu_tier1", "Instances kept ready", formula, inputs)


FORM = Form(
    "cloud_run",
    FIELDS,
    lines=lines,
    covers=(
        "requests",
        "vcpu_tier1",
        "memory_tier1",
        "idle_vcpu_tier1",
        "vcpu_tier2",
        "memory_tier2",
        "vcpu_instance_based_tier2",
        "memory_instance_based_tier2",
    ),
    features={"cloud_run_service": {}, "cloud_run_v2_service": {}, "cloud_run_v2_job": {}, "cloudrun": {}, "run": {}},
)
