"""How the bill moves with traffic: the same design under other amounts of it, and what then costs most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tools.cost.assumptions import Assumptions
from tools.cost.bill import Bill, Line
from tools.cost.estimating import HOURS_PER_MONTH, estimate
from tools.design.design import Design
from tools.workload import Workload, propagate, scaled

FACTORS = (0.1, 1.0, 2.0, 10.0, 100.0)


@dataclass(frozen=True, slots=True)
class Point:
    """The bill at a multiple of the expected traffic. What is stored stays as the design says."""

    factor: float
    total: Decimal
    total_without_free: Decimal
    drivers: tuple[Line, ...]
    """The lines that cost most, dearest first."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The bill at several amounts of traffic, least first."""

    points: tuple[Point, ...]
    standing: Decimal
    """What is paid in a month without any traffic, allowances deducted."""


def sensitivity(
    design: Design,
    *,
    factors: tuple[float, ...] = FACTORS,
    workload_at: Callable[[float], Workload] | None = None,
    region: str | None = None,
    hours_per_month: Decimal = HOURS_PER_MONTH,
    assumptions: Assumptions | None = None,
) -> Sensitivity:
    """The bill of a design at multiples of its traffic; `workload_at` gives the workload of each, by default the
    design's own loads and schedules, scaled."""

    def billed(factor: float) -> Bill:
        workload = workload_at(factor) if workload_at else propagate(scaled(design, factor))
        return estimate(design, workload, region=region, hours_per_month=hours_per_month, assumptions=assumptions)

    points = tuple(_point(factor, billed(factor)) for factor in sorted(factors))
    return Sensitivity(points, billed(0.0).total)


def _point(factor: float, bill: Bill) -> Point:
    return Point(factor, bill.total, bill.total_without_free, bill.drivers())
