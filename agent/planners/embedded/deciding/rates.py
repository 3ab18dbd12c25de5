"""The few prices and limits on which choices flip, from the catalog, as plain numbers."""

from __future__ import annotations

from functools import cache

from tools.catalog.prices import price
from tools.catalog.quotas import quota


@cache
def rate(service: str, sku: str, region: str = "us-east-1") -> float:
    """US dollars for one base unit of an AWS price, first tier."""
    return float(price("aws", service, sku, region).amount(1_000_000)) / 1_000_000


@cache
def limit(service: str, name: str, region: str = "us-east-1", part: str = "") -> float:
    """An AWS quota as a number; `part` picks one of a quota with several figures."""
    return quota("aws", service, name, region).number(part)


def rate_text(rps: float) -> str:
    """A rate a second as people write it: two significant digits below one, a decimal above."""
    return f"{rps:,.1f}" if rps >= 1 or rps < 1e-4 else f"{rps:.2g}"


HOURS_PER_MONTH = 730.0
SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600


def function_cost(rps: float, work_ms: float, memory_mb: float) -> float:
    """Monthly cost of arm64 functions at a mean rate: requests and GB-seconds, without the free tier."""
    calls = rps * SECONDS_PER_MONTH
    gb_seconds = calls * work_ms / 1000 * memory_mb / 1024
    return calls * rate("lambda", "requests") + gb_seconds * rate("lambda", "duration_arm64")


def container_cost(tasks: float, vcpu: float, memory_gb: float) -> float:
    """Monthly cost of arm64 tasks that are always on."""
    second = vcpu * rate("fargate", "linux_arm_vcpu") + memory_gb * rate("fargate", "linux_arm_gb")
    return tasks * second * SECONDS_PER_MONTH


def break_even_rps(work_ms: float, memory_mb: float, vcpu: float, memory_gb: float, per_task_rps: float) -> float:
    """Mean rate from which two always-on tasks (more as the rate asks for) cost less than functions.

    Both sides grow linearly beyond two tasks, so the crossing lies where functions cost what two tasks do, or, if a
    task serves fewer requests than that, nowhere below the rate at which the slopes cross.
    """
    one_call_per_second = function_cost(1.0, work_ms, memory_mb)
    two_tasks = container_cost(2, vcpu, memory_gb)
    crossing = two_tasks / one_call_per_second
    if crossing <= 2 * per_task_rps:
        return crossing
    slope = container_cost(1, vcpu, memory_gb) / per_task_rps
    return crossing if slope < one_call_per_second else float("inf")
