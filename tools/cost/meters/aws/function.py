"""AWS Lambda: requests, duration by architecture with the INIT phase, provisioned concurrency, SnapStart, Lambda@Edge.

Source: AWS Lambda pricing page. INIT is billed for every package type since 2025-08-01; asynchronous events are one
request for the first 256 KB and one more for each further 64 KB started.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from tools.catalog import UnsuitableRuntimeError, cold_start, newest
from tools.cost.measures import steps
from tools.cost.metering import functions
from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Function
from tools.design.semantics import semantics_of

ASYNC_FIRST_KB = 256.0
ASYNC_STEP_KB = 64.0


def meter(function: Function, scope: Scope) -> Iterator[Usage]:
    """Usage of one function."""
    name, memory, chip = function.name, function.memory_mb, function.architecture
    runs = scope.runs(name).per_month
    if function.placement == "edge":
        yield from functions.edge(name, runs, function.work_ms, memory)
        return
    warm = _provisioned(function)
    served = _served_warm(function, scope, warm)
    cold = _cold_share(function, scope) if runs else 0.0
    yield functions.requests(name, runs, _further_requests(function, scope))
    yield _duration(function, runs * (1 - served), cold)
    if warm:
        yield functions.kept_warm(name, warm, memory, scope.hours, chip)
        yield functions.warm_duration(name, runs * served, function.work_ms, memory, chip)
    if function.cold_start == "snapstart" and function.language in ("python", "dotnet"):
        yield from functions.snapshots(name, memory, scope.hours, runs * cold)
    if function.package == "image":
        yield _image(function, scope)


def _further_requests(function: Function, scope: Scope) -> float:
    found = 0.0
    for flow in scope.incoming(function.name, "trigger"):
        if flow.demand.payload_kb > ASYNC_FIRST_KB:
            mode = semantics_of(flow.link, flow.source, flow.target).mode
            over = steps(flow.demand.payload_kb - ASYNC_FIRST_KB, ASYNC_STEP_KB)
            found += flow.demand.per_month * over if mode == "async" else 0.0
    return found


def _duration(function: Function, runs: float, cold: float) -> Usage:
    init_ms = _init_ms(function) if cold else 0.0
    chip = function.architecture
    return functions.duration(function.name, runs, function.work_ms, function.memory_mb, chip, cold, init_ms)


def _cold_share(function: Function, scope: Scope) -> float:
    """Invocations that find no idle environment: a chance arrival after a pause, and at least the assumed share."""
    rate = scope.runs(function.name).mean_rps
    idle = math.exp(-rate * scope.assume("keep_alive_s")) if rate else 0.0
    return max(scope.assume("cold_start_share"), idle)


def _init_ms(function: Function) -> float:
    try:
        runtime = function.runtime or newest(function.language).id
        variant = function.language if runtime.startswith("provided") else ""
        return cold_start(runtime, function.architecture, function.package, function.memory_mb, variant).p50_ms
    except UnsuitableRuntimeError:
        return 0.0


def _provisioned(function: Function) -> int:
    if function.cold_start == "snapstart":
        return 0
    return max(function.provisioned_concurrency, int(function.cold_start == "provisioned"))


def _served_warm(function: Function, scope: Scope, warm: int) -> float:
    """Share of invocations that provisioned environments take: all, until the mean concurrency exceeds them."""
    busy = scope.runs(function.name).mean_rps * function.work_ms / 1000
    if not warm:
        return 0.0
    return min(1.0, warm / busy) if busy else 1.0


def _image(function: Function, scope: Scope) -> Usage:
    size = scope.assume("image_gb")
    return Usage(
        function.name, "ecr", "storage", "Image storage", size, "image GB", (("image GB", size),), is_standing=True
    )
