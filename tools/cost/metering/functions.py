"""AWS Lambda: requests, duration, provisioned concurrency, SnapStart, ephemeral storage, streaming, Lambda@Edge.

Source: AWS Lambda pricing page. Durations are billed by the started millisecond and memory by MB / 1,024; INIT is part
of the duration for every package type since 2025-08-01; asynchronous events are one request for the first 256 KB and
one more for each further 64 KB started; of ephemeral storage and of streamed answers only what is beyond the first
512 MB and 6 MB counts.
"""

from __future__ import annotations

import math

from tools.cost.usage import Usage, metered

SERVICE = "lambda"
DURATION = "invocations x work ms / 1000 x memory MB / 1024"
WITH_INIT = "invocations x (work ms + cold share x init ms) / 1000 x memory MB / 1024"
FREE_EPHEMERAL_MB = 512
FREE_STREAM_MB = 6


def suffix(architecture: str) -> str:
    """How SKUs name an architecture."""
    return "arm64" if architecture == "arm64" else "x86"


def requests(name: str, runs: float, extra: float = 0.0) -> Usage:
    """Invocations, and what payloads over 256 KB count beyond."""
    if not extra:
        return metered(name, SERVICE, "requests", "Requests", "invocations", (("invocations", runs),))
    inputs = (("invocations", runs), ("for payloads over 256 KB", extra))
    return metered(name, SERVICE, "requests", "Requests", "invocations + for payloads over 256 KB", inputs)


def duration(
    name: str, runs: float, work_ms: float, memory_mb: float, architecture: str, cold: float = 0.0, init_ms: float = 0.0
) -> Usage:
    """Memory held while working, and while starting where some do."""
    sku, title = f"duration_{suffix(architecture)}", f"Duration ({architecture})"
    inputs = (
        ("invocations", runs),
        ("work ms", math.ceil(work_ms - 1e-9)),
        ("cold share", cold),
        ("init ms", init_ms),
        ("memory MB", memory_mb),
    )
    return metered(name, SERVICE, sku, title, WITH_INIT, inputs)


def kept_warm(name: str, environments: float, memory_mb: float, hours: float, architecture: str) -> Usage:
    """Memory of the environments that are kept ready."""
    return metered(
        name,
        SERVICE,
        f"provisioned_concurrency_{suffix(architecture)}",
        "Provisioned concurrency",
        "environments x memory GB x hours x 3600",
        (("environments", environments), ("memory GB", memory_mb / 1024), ("hours", hours)),
        is_standing=True,
    )


def warm_duration(name: str, runs: float, work_ms: float, memory_mb: float, architecture: str) -> Usage:
    """Memory held while working in environments kept ready."""
    inputs = (("invocations", runs), ("work ms", math.ceil(work_ms - 1e-9)), ("memory MB", memory_mb))
    sku = f"pc_duration_{suffix(architecture)}"
    return metered(name, SERVICE, sku, "Duration on provisioned concurrency", DURATION, inputs)


def edge(name: str, runs: float, work_ms: float, memory_mb: float) -> tuple[Usage, Usage]:
    """Requests and duration at the edge."""
    inputs = (("invocations", runs), ("work ms", math.ceil(work_ms - 1e-9)), ("memory MB", memory_mb))
    return (
        metered(name, SERVICE, "edge_requests", "Edge requests", "invocations", (("invocations", runs),)),
        metered(name, SERVICE, "edge_duration", "Edge duration", DURATION, inputs),
    )


def snapshots(name: str, memory_mb: float, hours: float, restores: float, versions: float = 1.0) -> tuple[Usage, Usage]:
    """Snapshots kept, and what starting from them reads."""
    memory_gb = memory_mb / 1024
    cache = (("memory GB", memory_gb), ("versions", versions), ("hours", hours))
    formula = "memory GB x versions x hours x 3600"
    restored = (("cold starts", restores), ("memory GB", memory_gb))
    return (
        metered(name, SERVICE, "snapstart_cache", "SnapStart cache", formula, cache, is_standing=True),
        metered(name, SERVICE, "snapstart_restore", "SnapStart restores", "cold starts x memory GB", restored),
    )


def ephemeral(name: str, runs: float, work_ms: float, storage_mb: float) -> Usage:
    """Ephemeral storage beyond what is free, while working."""
    formula = f"invocations x work ms / 1000 x max(0, storage MB - {FREE_EPHEMERAL_MB}) / 1024"
    inputs = (("invocations", runs), ("work ms", math.ceil(work_ms - 1e-9)), ("storage MB", storage_mb))
    return metered(name, SERVICE, "ephemeral_storage", "Ephemeral storage", formula, inputs)


def streamed(name: str, answers: float, size_mb: float) -> Usage:
    """Streamed answers, beyond the first 6 MB of each."""
    formula = f"answers x max(0, answer MB - {FREE_STREAM_MB}) / 1024"
    inputs = (("answers", answers), ("answer MB", size_mb))
    note = "the vendor's own example bills all of it; state free_stream_gb: 100 to deduct the monthly allowance"
    return metered(name, SERVICE, "response_streaming", "Streamed answers", formula, inputs, note=note)
