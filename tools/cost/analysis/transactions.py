"""What one business transaction costs: on average, and one more of it."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tools.cost.analysis.pricing import Case

STEP = Decimal("0.1")
"""Share by which a load is raised to see what more of it costs."""


class Transaction(NamedTuple):
    """One kind of what enters the system."""

    load: str
    what: str
    per_month: float
    average: Decimal
    """The whole bill over all of them: what is standing included, other loads' work too."""
    marginal: Decimal
    """What a thousand more of it cost, over a thousand."""


def transaction_costs(case: Case) -> tuple[Transaction, ...]:
    """Cost of one of each load, in US dollars, free quantities taken to be used up for the next one."""
    whole = case.total()
    without = case._replace(free_tier=False)
    base = without.total()
    found: list[Transaction] = []
    for load in case.design.requirements.loads:
        if not load.per_month:
            continue
        raised = without.with_load(load.id, load.count * float(1 + STEP)).total()
        month = Decimal(str(load.per_month))
        found.append(Transaction(load.id, load.what, load.per_month, whole / month, (raised - base) / (month * STEP)))
    return tuple(found)
