"""How far the design scales, and how fast it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from agent.planners.claude.schemas import record, text
from agent.planners.claude.telling import fitted, limit_line
from agent.planners.claude.tooling import Told, Tool
from agent.planners.claude.workbench import Bench
from tools.scaling.model import ScalingReport

TOKENS = 900
MOST_LIMITS = 12


def run(bench: Bench, given: Mapping[str, Any]) -> tuple[Bench, Told]:
    """Limits, latencies, concurrency and queues, of one component or of all."""
    scaling, name = bench.proven.scaling, given["component"]
    limits = [limit for limit in scaling.limits if limit.is_certain and name in ("", limit.component)]
    return bench, {
        "limits": fitted([limit_line(limit) for limit in limits[:MOST_LIMITS]], TOKENS) or "none within reach",
        "latency": fitted([*_latencies(scaling, name)], TOKENS // 2),
        "concurrency at the worst second": fitted([*_functions(scaling, name)], TOKENS // 2),
        "queues": fitted([*_queues(scaling, name)], TOKENS // 2),
    }


def _latencies(scaling: ScalingReport, name: str) -> Iterator[str]:
    slowest = sorted(scaling.answers, key=lambda answer: -answer.p99_ms.value)
    for answer in slowest:
        if not name or name in answer.route:
            took = f"p50 {answer.p50_ms.value:,.0f}, p99 {answer.p99_ms.value:,.0f} ms"
            yield f"{answer.load} {' > '.join(answer.route)}: {took}"


def _functions(scaling: ScalingReport, name: str) -> Iterator[str]:
    for function in sorted(scaling.functions, key=lambda function: -function.worst.value):
        if name in ("", function.component):
            yield f"{function.component}: {function.worst.value:,.1f} at {function.peak_rps:,.1f}/s"


def _queues(scaling: ScalingReport, name: str) -> Iterator[str]:
    for queue in scaling.queues:
        if name in ("", queue.component, queue.consumer):
            yield f"{queue.component} > {queue.consumer}: longest wait {queue.delay_s.value:,.1f} s"


TOOL = Tool(
    "scale",
    "Limits in the order in which they are reached, latencies, concurrency and queues, for all or one component. Every"
    " answer of `edit` has the first limit and the slowest p99 already.",
    record(component=text("Name of a component, or empty for all", most=48)),
    run,
)
