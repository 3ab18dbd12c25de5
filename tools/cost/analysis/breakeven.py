"""Where the other choice becomes the cheaper one, in numbers of this design."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from tools.catalog.prices import UnknownPriceError, price
from tools.catalog.sizes import task_size
from tools.cost.analysis.pricing import Case
from tools.cost.measures import rounded_up
from tools.cost.metering.functions import suffix
from tools.cost.metering.steps import EXPRESS_MB, EXPRESS_MS
from tools.design.components import Api, Function, Table, WorkflowEngine
from tools.design.queries import Graph
from tools.workload import Workload, propagate
from tools.workload.executions import transitions

REQUESTS_PER_VCPU = 10.0
LEAST_TASKS = 2.0
"""Tasks of a service that survives the loss of a zone."""
WORTH_TELLING = 0.3
"""Busy share from which a function that keeps nothing warm is told what that would cost."""
FULL = 0.7
"""Share of its capacity that a container service is run at."""


class BreakEven(NamedTuple):
    """One choice: where it turns, and where the design stands."""

    component: str
    question: str
    threshold: float | None
    """None where the one is cheaper at any amount."""
    unit: str
    here: float
    verdict: str


def break_evens(case: Case) -> tuple[BreakEven, ...]:
    """Every choice of the design that has a number. Empty where the provider's rates are not known."""
    if case.design.requirements.provider.value != "aws":
        return ()
    workload, found = propagate(case.design), list[BreakEven]()
    for part in case.design.components:
        try:
            if isinstance(part, Function) and part.placement == "regional":
                found += _of_function(part, case, workload)
            elif isinstance(part, Table):
                found += _of_table(part, case, workload)
            elif isinstance(part, WorkflowEngine):
                found += _of_workflow(part, case, workload)
            elif isinstance(part, Api) and part.style in ("http", "rest"):
                found.append(_of_api(part, case, workload))
        except UnknownPriceError:
            continue
    return tuple(found)


def _rate(case: Case, service: str, sku: str) -> float:
    region = case.region or ""
    newer = (case.sheet or {}).get(("aws", service, sku, region))
    found = newer or price("aws", service, sku, region)
    if found.price is None:
        raise UnknownPriceError(f"no rate of {service} {sku}")
    return float(found.price / found.per)


def _of_function(function: Function, case: Case, workload: Workload) -> Iterator[BreakEven]:
    runs = workload.invocations.get(function.name)
    month = runs.per_month if runs is not None else 0.0
    yield _fargate(function, case, month)
    if function.architecture == "x86_64":
        yield _processor(function, case)
    warm = _kept_warm(function, case, runs.mean_rps if runs is not None else 0.0)
    if function.provisioned_concurrency or function.cold_start == "provisioned" or warm.here >= WORTH_TELLING:
        yield warm


def _fargate(function: Function, case: Case, month: float) -> BreakEven:
    gb_seconds = function.work_ms / 1000 * function.memory_mb / 1024
    duration = _rate(case, "lambda", f"duration_{suffix(function.architecture)}")
    each = gb_seconds * duration + _rate(case, "lambda", "requests")
    size = task_size(0.25, max(512, function.memory_mb))
    chip = "arm" if function.architecture == "arm64" else "x86"
    second = size.vcpu * _rate(case, "fargate", f"linux_{chip}_vcpu")
    second += size.memory_mb / 1024 * _rate(case, "fargate", f"linux_{chip}_gb")
    full = second * function.work_ms / 1000 / (size.vcpu * REQUESTS_PER_VCPU * FULL)
    standing = second * LEAST_TASKS * float(case.hours) * 3600
    threshold = standing / each if full < each else None
    cheaper = "a container service" if threshold is not None and month > threshold else "the function"
    return BreakEven(
        function.name,
        f"function or {LEAST_TASKS:g} tasks of {size.vcpu:g} vCPU and {size.memory_mb / 1024:g} GB",
        threshold,
        "invocations a month",
        month,
        f"{cheaper} is cheaper",
    )


def _processor(function: Function, case: Case) -> BreakEven:
    arm, x86 = (_rate(case, "lambda", f"duration_{chip}") for chip in ("arm64", "x86"))
    cheaper = "arm64" if arm < x86 else "x86"
    text = f"{cheaper} is cheaper unless the other is done in less than this share of its time"
    now = 1.0 if function.architecture == "arm64" else x86 / arm
    share = min(arm, x86) / max(arm, x86)
    return BreakEven(function.name, "arm64 or x86", share, "of the duration", now * share, text)


def _kept_warm(function: Function, case: Case, rps: float) -> BreakEven:
    chip = suffix(function.architecture)
    kept, warm, cold = (
        _rate(case, "lambda", f"{name}_{chip}") for name in ("provisioned_concurrency", "pc_duration", "duration")
    )
    threshold = kept / (cold - warm) if cold > warm else None
    environments = max(1.0, float(function.provisioned_concurrency))
    used = min(1.0, rps * function.work_ms / 1000 / environments)
    pays = threshold is not None and used >= threshold
    text = "provisioned concurrency pays for itself" if pays else "provisioned concurrency buys latency, not savings"
    return BreakEven(function.name, "provisioned concurrency or on demand", threshold, "busy share", used, text)


def _of_table(table: Table, case: Case, workload: Workload) -> Iterator[BreakEven]:
    demand = workload.components.get(table.name)
    if demand is None or not demand.peak_rps:
        return
    asked = _rate(case, "dynamodb", "wru") * 3600
    threshold = _rate(case, "dynamodb", "wcu_hour") / asked
    used = min(1.0, demand.mean_rps / demand.peak_rps)
    cheaper = "provisioned" if used > threshold else "on demand"
    yield BreakEven(
        table.name, "on-demand or provisioned capacity", threshold, "mean over peak", used, f"{cheaper} is cheaper"
    )


def _of_workflow(engine: WorkflowEngine, case: Case, workload: Workload) -> Iterator[BreakEven]:
    workflow = Graph(case.design).workflow(engine.definition)
    entered, seconds = transitions(workflow), rounded_up(engine.work_s * 1000, EXPRESS_MS) / 1000
    express = _rate(case, "stepfunctions", "express_requests")
    express += seconds * EXPRESS_MB / 1024 * _rate(case, "stepfunctions", "express_duration")
    threshold = express / _rate(case, "stepfunctions", "standard_transitions")
    cheaper = "express" if entered > threshold else "standard"
    limit = "; express ends after five minutes" if engine.work_s > 300 else ""
    yield BreakEven(
        engine.name, "standard or express", threshold, "transitions of one run", entered, f"{cheaper} is cheaper{limit}"
    )


def _of_api(api: Api, case: Case, workload: Workload) -> BreakEven:
    demand = workload.components.get(api.name)
    month = demand.per_month if demand is not None else 0.0
    more = _rate(case, "apigateway", "rest_requests") - _rate(case, "apigateway", "http_requests")
    cost = Decimal(str(more * month)).quantize(Decimal("0.01"))
    text = f"HTTP is cheaper at any amount; what only REST has costs ${cost} a month here"
    return BreakEven(api.name, "HTTP or REST", None, "requests a month", month, text)
