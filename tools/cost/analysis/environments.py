"""What further environments of the same design cost: less traffic, and what can be stopped is off at night."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tools.cost.analysis.pricing import Case
from tools.cost.bill import ZERO, Line
from tools.workload import scaled

STOPPABLE = frozenset({
    ("fargate", "linux_x86_vcpu"), ("fargate", "linux_x86_gb"), ("fargate", "linux_arm_vcpu"),
    ("fargate", "linux_arm_gb"), ("lambda", "provisioned_concurrency_x86"),
    ("lambda", "provisioned_concurrency_arm64"), ("aurora_serverless_v2", "acu_hour"), ("rds_proxy", "acu_hour"),
    ("documentdb_serverless", "dcu_hour"), ("opensearch_serverless", "ocu_hour"),
    ("redshift_serverless", "rpu_hour"),
})  # fmt: skip
"""What costs by the hour and can be stopped and started again without losing anything."""

WORKING = Decimal(50) / Decimal(168)
"""Share of a week in which people work: ten hours on five days."""


class Environment(NamedTuple):
    """One copy of the system."""

    name: str
    traffic: float
    """Share of the production's."""
    on: Decimal
    """Share of the time that what can be stopped is on."""
    total: Decimal
    always_on: Decimal
    """The same, never stopped."""


KINDS: tuple[tuple[str, float, Decimal], ...] = (
    ("production", 1.0, Decimal(1)),
    ("staging", 0.1, Decimal(1)),
    ("development, off at night and at weekends", 0.01, WORKING),
)


def environments(case: Case) -> tuple[Environment, ...]:
    """Production, staging and development. The free quantities of the payer go to production."""
    found: list[Environment] = []
    for name, traffic, on in KINDS:
        own = case if traffic == 1.0 else case.of(scaled(case.design, traffic))._replace(free_tier=False)
        lines = own.bill().lines
        whole = sum((line.amount or ZERO for line in lines), ZERO)
        found.append(Environment(name, traffic, on, sum((_running(line, on) for line in lines), ZERO), whole))
    return tuple(found)


def _running(line: Line, on: Decimal) -> Decimal:
    share = on if (line.service, line.usage.sku) in STOPPABLE and line.usage.is_standing else Decimal(1)
    return (line.amount or ZERO) * share
