"""The bill as a value: lines, totals, and what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from tools.catalog.prices import Price, is_aged
from tools.cost.assumptions import Assumption
from tools.cost.usage import Usage

CENT = Decimal("0.01")
ZERO = Decimal(0)


class Line(NamedTuple):
    """One position: a quantity at a price, and where both come from."""

    usage: Usage
    kind: str
    """Kind of the component; empty for the system as a whole."""
    price: Price | None
    """None where the price book has nothing of the kind."""
    region: str
    """Where it is used."""
    quantity: Decimal
    free_quantity: Decimal
    """Part of the quantity that an always-free allowance covers."""
    amount: Decimal | None
    """US dollars after allowances; None where no rate is known."""
    amount_without_free: Decimal | None

    @property
    def component(self) -> str:
        """Name of the component; empty for the system as a whole."""
        return self.usage.component

    @property
    def service(self) -> str:
        """Key of the price book."""
        return self.usage.service

    @property
    def service_name(self) -> str:
        """What the provider calls it."""
        return self.price.service_name if self.price is not None else self.usage.service

    @property
    def title(self) -> str:
        """What is counted, in words."""
        return self.usage.title

    @property
    def unit(self) -> str:
        """What the quantity is counted in."""
        return self.price.base_unit if self.price is not None else ""

    @property
    def unit_price(self) -> Decimal | None:
        """US dollars for `price_unit`, in the first tier; None where no rate is known."""
        return self.price.price if self.price is not None else None

    @property
    def price_unit(self) -> str:
        """What the unit price is for: "1M requests"."""
        return self.price.unit if self.price is not None else ""

    @property
    def source(self) -> str:
        """Where the rate was published."""
        return self.price.source if self.price is not None else ""

    @property
    def as_of(self) -> str:
        """When."""
        return self.price.as_of if self.price is not None else ""

    @property
    def confidence(self) -> str:
        """How good the source is."""
        return self.price.confidence if self.price is not None else "rates_not_found"

    @property
    def note(self) -> str:
        """How the unit is metered, or why there is no price."""
        return self.usage.note or (self.price.note if self.price is not None else "")

    @property
    def is_priced(self) -> bool:
        """Whether a rate is known."""
        return self.amount is not None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know before the amount is believed."""
        price = self.price
        if price is None or price.price is None:
            return ("no rate is known: not part of the totals",)
        said: list[str] = []
        if not price.is_exact_region:
            said.append(f"price of {price.priced_region}, none known for {price.region}")
        if not price.is_verified:
            said.append(f"rate not verified ({price.confidence})")
        return tuple(said)


class Bill(NamedTuple):
    """What a design costs in a month, in US dollars, without tax and discounts."""

    design: str
    provider: str
    region: str
    hours_per_month: Decimal
    lines: tuple[Line, ...]
    assumptions: tuple[Assumption, ...]
    on: date | None = None
    """Day on which the age of the prices is judged; it is not where none is given."""

    @property
    def aged(self) -> tuple[Line, ...]:
        """Lines whose rates are older than 180 days on that day."""
        if self.on is None:
            return ()
        return tuple(line for line in self.lines if line.amount is not None and is_aged(line.as_of, self.on))

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
    def is_known(self) -> bool:
        """Whether a rate is known for any of it; otherwise its total of nothing says nothing."""
        return not self.lines or any(line.amount is not None for line in self.lines)

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
