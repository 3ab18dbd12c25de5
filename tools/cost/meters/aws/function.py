"""AWS Lambda: requests, duration by architecture with the INIT phase, provisioned concurrency, SnapStart, Lambda@Edge.

Source: AWS Lambda pricing page. INIT is billed for every package type since 2025-08-01; asynchronous events are one
request for the first 256 KB and one more for each further 64 KB started.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from tools.catalog import UnsuitableRuntimeError, cold_start, newest
from tools.cost.measures import MB_PER_GB, gb_seconds, steps
from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Function
from tools.design.semantics import semantics_of

ASYNC_FIRST_KB = 256.0
ASYNC_STEP_KB = 64.0


def meter(function: Function, scope: Scope) -> Iterator[Usage]:
    """Usage of one function."""
    runs = scope.runs(function.name).per_month
    if function.placement == "edge":
        yield from _edge(function, runs)
        return
    warm = _provisioned(function)
    served = _served_warm(function, scope, warm)
    cold = _cold_share(function, scope) if runs else 0.0
    yield _requests(function, scope, runs)
    yield _duration(function, runs * (1 - served), cold)
    if warm:
        yield from _kept_warm(function, scope, warm, runs * served)
    if function.cold_start == "snapstart" and function.language in ("python", "dotnet"):
        yield from _snapshots(function, scope, runs * cold)
    if function.package == "image":
        yield _image(function, scope)


def _requests(function: Function, scope: Scope, runs: float) -> Usage:
    extra = _further_requests(function, scope)
    inputs = (("invocations", runs),) if not extra else (("invocations", runs), ("for payloads over 256 KB", extra))
    formula = "invocations" if not extra else "invocations + further 64 KB of large asynchronous payloads"
    return Usage(function.name, "lambda", "requests", "Requests", runs + extra, formula, inputs)


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
    milliseconds = math.ceil(function.work_ms) + cold * init_ms
    return Usage(
        function.name,
        "lambda",
        f"duration_{_suffix(function)}",
        f"Duration ({function.architecture})",
        gb_seconds(runs, milliseconds, function.memory_mb),
        "invocations x (work + cold share x init) ms / 1000 x memory MB / 1024",
        (
            ("invocations", runs),
            ("work ms", math.ceil(function.work_ms)),
            ("cold share", cold),
            ("init ms", init_ms),
            ("memory MB", function.memory_mb),
        ),
    )


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


def _kept_warm(function: Function, scope: Scope, warm: int, runs: float) -> Iterator[Usage]:
    memory_gb = function.memory_mb / MB_PER_GB
    suffix = _suffix(function)
    yield Usage(
        function.name,
        "lambda",
        f"provisioned_concurrency_{suffix}",
        "Provisioned concurrency",
        warm * memory_gb * scope.seconds,
        "environments x memory GB x hours x 3600",
        (("environments", warm), ("memory GB", memory_gb), ("hours", scope.hours)),
        is_standing=True,
    )
    yield Usage(
        function.name,
        "lambda",
        f"pc_duration_{suffix}",
        "Duration on provisioned concurrency",
        gb_seconds(runs, math.ceil(function.work_ms), function.memory_mb),
        "invocations x work ms / 1000 x memory MB / 1024",
        (("invocations", runs), ("work ms", math.ceil(function.work_ms)), ("memory MB", function.memory_mb)),
    )


def _snapshots(function: Function, scope: Scope, restores: float) -> Iterator[Usage]:
    memory_gb = function.memory_mb / MB_PER_GB
    yield Usage(
        function.name,
        "lambda",
        "snapstart_cache",
        "SnapStart cache",
        memory_gb * scope.seconds,
        "memory GB x hours x 3600, one version",
        (("memory GB", memory_gb), ("hours", scope.hours)),
        is_standing=True,
    )
    yield Usage(
        function.name,
        "lambda",
        "snapstart_restore",
        "SnapStart restores",
        restores * memory_gb,
        "cold starts x memory GB",
        (("cold starts", restores), ("memory GB", memory_gb)),
    )


def _image(function: Function, scope: Scope) -> Usage:
    size = scope.assume("image_gb")
    return Usage(
        function.name, "ecr", "storage", "Image storage", size, "image GB", (("image GB", size),), is_standing=True
    )


def _edge(function: Function, runs: float) -> Iterator[Usage]:
    yield Usage(
        function.name, "lambda", "edge_requests", "Edge requests", runs, "invocations", (("invocations", runs),)
    )
    milliseconds = math.ceil(function.work_ms)
    yield Usage(
        function.name,
        "lambda",
        "edge_duration",
        "Edge duration",
        gb_seconds(runs, milliseconds, function.memory_mb),
        "invocations x work ms / 1000 x memory MB / 1024",
        (("invocations", runs), ("work ms", milliseconds), ("memory MB", function.memory_mb)),
    )


def _suffix(function: Function) -> str:
    return "arm64" if function.architecture == "arm64" else "x86"
