"""The bill as a value: lines, totals, and what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tools.cost.assumptions import Assumption
from tools.cost.usage import Input

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One position: a quantity at a price, and where both come from."""

    component: str
    """Empty for the system as a whole."""
    kind: str
    service: str
    """Key of the price book."""
    service_name: str
    sku: str
    title: str
    quantity: Decimal
    unit: str
    free_quantity: Decimal
    """Part of the quantity that an always-free allowance covers."""
    unit_price: Decimal | None
    """US dollars for `price_unit`, in the first tier; None where no rate is known."""
    price_unit: str
    amount: Decimal | None
    """US dollars after allowances; None where no rate is known."""
    amount_without_free: Decimal | None
    formula: str
    inputs: tuple[Input, ...]
    region: str
    priced_region: str
    source: str
    as_of: str
    confidence: str
    note: str
    """How the unit is metered, or why there is no price."""
    warnings: tuple[str, ...]

    @property
    def is_priced(self) -> bool:
        """Whether a rate is known."""
        return self.amount is not None


@dataclass(frozen=True, slots=True)
class Bill:
    """What a design costs in a month, in US dollars, without tax and discounts."""

    design: str
    provider: str
    region: str
    hours_per_month: Decimal
    lines: tuple[Line, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def total(self) -> Decimal:
        """Exact sum, always-free allowances deducted."""
        return sum((line.amount for line in self.lines if line.amount is not None), ZERO)

    @property
    def total_without_free(self) -> Decimal:
        """Exact sum with nothing deducted: what holds where other systems of the payer use the allowances up."""
        return sum((line.amount_without_free for line in self.lines if line.amount_without_free is not None), ZERO)

    @property
    def free_tier(self) -> Decimal:
        """What the always-free allowances take off."""
        return self.total_without_free - self.total

    @property
    def shown_total(self) -> Decimal:
        """Sum of the lines as shown, each rounded to cents, as vendors add them up."""
        return sum((in_cents(line.amount) for line in self.lines if line.amount is not None), ZERO)

    @property
    def unpriced(self) -> tuple[Line, ...]:
        """Positions that cost something nobody knows: the totals are without them."""
        return tuple(line for line in self.lines if line.amount is None)

    @property
    def by_component(self) -> dict[str, Decimal]:
        """Exact sums by component, dearest first; the empty name is the system as a whole."""
        return self._sums(lambda line: line.component)

    @property
    def by_service(self) -> dict[str, Decimal]:
        """Exact sums by the name of the service, dearest first."""
        return self._sums(lambda line: line.service_name)

    def drivers(self, count: int = 5) -> tuple[Line, ...]:
        """The lines that cost most, dearest first."""
        priced = [line for line in self.lines if line.amount]
        return tuple(sorted(priced, key=lambda line: -(line.amount or ZERO))[:count])

    def _sums(self, key: Callable[[Line], str]) -> dict[str, Decimal]:
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            if line.amount is not None:
                sums[key(line)] = sums.get(key(line), ZERO) + line.amount
        return dict(sorted(sums.items(), key=lambda item: -item[1]))


def in_cents(amount: Decimal) -> Decimal:
    """Rounded half up to cents."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
