"""The worst bill that the throttles allow: someone calls the front doors as fast as they let through, all day.

Only limits that are known are counted: those of AWS. What is turned away costs its request at the front door and
nothing behind it. Behind it, functions run up to their reserved concurrency and together up to the account's; the
account's is the default quota of the region.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tools.catalog import UnknownQuotaError, quota
from tools.cost.analysis.pricing import Case
from tools.cost.bill import ZERO, Bill
from tools.design.components import Api, Function
from tools.design.edits import SetField
from tools.workload import propagate

FRONT = ("api", "firewall", "cdn", "load-balancer", "user-pool")
STEPS = 24
"""Halvings of the search for a throttle: one part in sixteen million."""


class Throttle(NamedTuple):
    """One limit that stands between a flood and the bill."""

    name: str
    limit: float
    unit: str
    is_default: bool
    """Whether nobody set it: the provider's own quota holds."""
    lets_through: float
    """Share of what arrives at it in the flood."""


class WorstCase(NamedTuple):
    """A day of the flood."""

    per_day: Decimal
    usual_per_day: Decimal
    throttles: tuple[Throttle, ...]
    capped_by: str
    """The throttle that holds the bill down; empty where nothing does."""
    amount: Decimal | None
    """The most a day may cost, where asked."""
    edits: tuple[SetField, ...]
    """Throttles that keep a day within it; none where nothing would."""


def worst_case(case: Case, amount: Decimal | None = None) -> WorstCase:
    """The bill of a day under flood, and the throttles that would keep it to an amount."""
    apis = _entered(case)
    bill, throttles = _flooded(case, apis, 1.0)
    days = case.hours / 24
    edits = _edits(case, apis, amount) if amount is not None and bill / days > amount else ()
    binding = [each for each in throttles if each.lets_through < 1]
    named = min(binding, key=lambda each: each.lets_through).name if binding else throttles[0].name if throttles else ""
    return WorstCase(bill / days, case.total() / days, throttles, named, amount, edits)


def _entered(case: Case) -> dict[str, tuple[Api, float]]:
    """Front doors that loads enter by, with the most requests a second each lets in."""
    found: dict[str, tuple[Api, float]] = {}
    if case.design.requirements.provider.value != "aws":
        return found
    parts = {part.name: part for part in case.design.components}
    for link in case.design.links:
        part = parts[link.target]
        if link.load is not None and isinstance(part, Api):
            found[part.name] = (part, part.throttle_rps or _quota(case, "apigateway", "throttle_rps", 10_000.0))
    return found


def _quota(case: Case, service: str, name: str, otherwise: float) -> float:
    try:
        value = quota(case.design.requirements.provider.value, service, name, case.region or "").value
    except UnknownQuotaError:
        return otherwise
    return float(value) if isinstance(value, (int, float)) else otherwise


def _flooded(case: Case, apis: dict[str, tuple[Api, float]], scale: float) -> tuple[Decimal, tuple[Throttle, ...]]:
    """The bill of a month at the front doors' limits times `scale`, and what limits it."""
    full = _at(case, apis, scale)
    limits = _concurrency(full)
    share = min((each.lets_through for each in limits), default=1.0)
    behind = full if share >= 1 else _at(case, apis, scale * share)
    total = _part(full.bill(), True) + _part(behind.bill(), False)
    doors = tuple(
        Throttle(f"{name}: throttle of the API", rps * scale, "requests/s", api.throttle_rps is None, 1.0)
        for name, (api, rps) in apis.items()
    )
    return total, (*doors, *limits)


def _at(case: Case, apis: dict[str, tuple[Api, float]], scale: float) -> Case:
    """The case with every load on a front door raised until the door is full; other loads stay as they are."""
    doors = {link.load: link.target for link in case.design.links if link.load is not None and link.target in apis}
    rates: dict[str, float] = {}
    for load in case.design.requirements.loads:
        if load.id in doors:
            rates[doors[load.id]] = rates.get(doors[load.id], 0.0) + load.per_second
    loads = tuple(
        load.model_copy(
            update={"count": load.count * apis[doors[load.id]][1] * scale / rates[doors[load.id]], "peaks": ()}
        )
        if load.id in doors and rates[doors[load.id]]
        else load
        for load in case.design.requirements.loads
    )
    return case.with_loads(loads)


def _concurrency(case: Case) -> tuple[Throttle, ...]:
    """Reserved concurrency of functions and the pool of the account, with the share of the flood each lets through."""
    if case.design.requirements.provider.value != "aws":
        return ()
    workload = propagate(case.design)
    found: list[Throttle] = []
    pooled, reserved = 0.0, 0.0
    for part in case.design.components:
        if not isinstance(part, Function):
            continue
        runs = workload.invocations.get(part.name)
        busy = runs.mean_rps * part.work_ms / 1000 if runs is not None else 0.0
        if part.reserved_concurrency is not None:
            reserved += part.reserved_concurrency
            share = min(1.0, part.reserved_concurrency / busy) if busy else 1.0
            found.append(
                Throttle(f"{part.name}: reserved concurrency", part.reserved_concurrency, "environments", False, share)
            )
        else:
            pooled += busy
    pool = max(0.0, _quota(case, "lambda", "account_concurrency_default", 1000.0) - reserved)
    if pooled:
        found.append(Throttle("concurrency of the account", pool, "environments", True, min(1.0, pool / pooled)))
    return tuple(found)


def _part(bill: Bill, is_front: bool) -> Decimal:
    return sum((line.amount or ZERO for line in bill.lines if (line.kind in FRONT) == is_front), ZERO)


def _edits(case: Case, apis: dict[str, tuple[Api, float]], amount: Decimal) -> tuple[SetField, ...]:
    days = case.hours / 24
    if not apis or _flooded(case, apis, 0.0)[0] / days > amount:
        return ()
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _flooded(case, apis, middle)[0] / days > amount:
            high = middle
        else:
            low = middle
    found = {name: round(rps * low, 1) for name, (_, rps) in apis.items()}
    return tuple(SetField(name=name, field="throttle_rps", value=rps) for name, rps in found.items() if rps > 0)
