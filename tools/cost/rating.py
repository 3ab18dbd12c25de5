"""From usages to lines: prices looked up, allowances shared out, tiers applied over the whole design.

Allowances and tiers belong to the payer, not to a component. Where several components use one, each gets the part of it
that its quantity has in all of them, so the order of the components changes nothing and the lines add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tools.catalog.prices import Price, UnknownPriceError, as_decimal, price
from tools.cost.bill import ZERO, Line
from tools.cost.usage import Usage


@dataclass(frozen=True, slots=True)
class Rated:
    """A usage with its price, before allowances and tiers."""

    usage: Usage
    kind: str
    price: Price | None
    quantity: Decimal


def rate(usages: Iterable[tuple[Usage, str]], provider: str, region: str, hours: Decimal) -> tuple[Line, ...]:
    """The lines of these usages, each given with its component's kind, in their order."""
    rated = [_rated(usage, kind, provider, region) for usage, kind in usages]
    free = _free_quantities(rated, hours)
    gross = _amounts(rated, [item.quantity for item in rated])
    net = _amounts(rated, [item.quantity - part for item, part in zip(rated, free, strict=True)])
    parts = zip(rated, free, net, gross, strict=True)
    return tuple(_line(item, part, amount, without, region) for item, part, amount, without in parts)


def _rated(usage: Usage, kind: str, provider: str, region: str) -> Rated:
    found: Price | None = None
    if usage.sku:
        try:
            found = price(provider, usage.service, usage.sku, usage.region or region)
        except UnknownPriceError:
            found = None
    return Rated(usage, kind, found, as_decimal(usage.quantity))


def _free_quantities(rated: Sequence[Rated], hours: Decimal) -> list[Decimal]:
    used: dict[str, Decimal] = defaultdict(Decimal)
    allowed: dict[str, Decimal] = {}
    for item in rated:
        if item.price is not None and item.price.free is not None and item.price.free.kind == "always_free":
            pool = item.price.free.pool
            used[pool] += item.quantity
            allowed[pool] = max(allowed.get(pool, ZERO), item.price.free.monthly(hours))
    return [_free_part(item, used, allowed) for item in rated]


def _free_part(item: Rated, used: dict[str, Decimal], allowed: dict[str, Decimal]) -> Decimal:
    pool = item.price.free.pool if item.price is not None and item.price.free is not None else ""
    if pool not in allowed or not item.quantity:
        return ZERO
    if used[pool] <= allowed[pool]:
        return item.quantity
    return allowed[pool] * item.quantity / used[pool]


def _amounts(rated: Sequence[Rated], quantities: Sequence[Decimal]) -> list[Decimal | None]:
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for item, quantity in zip(rated, quantities, strict=True):
        if item.price is not None:
            sums[_key(item.price)] += quantity
    return [_amount(item.price, quantity, sums) for item, quantity in zip(rated, quantities, strict=True)]


def _amount(found: Price | None, quantity: Decimal, sums: dict[tuple[str, str, str], Decimal]) -> Decimal | None:
    if found is None or found.price is None:
        return None
    whole = sums[_key(found)]
    first = found.tiers[0].up_to if found.tiers else None
    if first is None or whole <= first:
        return quantity * found.price / found.per
    return found.amount(whole) * quantity / whole


def _key(found: Price) -> tuple[str, str, str]:
    return found.service, found.sku, found.region


def _line(item: Rated, free: Decimal, amount: Decimal | None, without: Decimal | None, region: str) -> Line:
    usage, found = item.usage, item.price
    return Line(
        component=usage.component,
        kind=item.kind,
        service=usage.service,
        service_name=found.service_name if found else usage.service,
        sku=usage.sku,
        title=usage.title,
        quantity=item.quantity,
        unit=found.base_unit if found else "",
        free_quantity=free,
        unit_price=found.price if found else None,
        price_unit=found.unit if found else "",
        amount=amount,
        amount_without_free=without,
        formula=usage.formula,
        inputs=usage.inputs,
        region=usage.region or region,
        priced_region=found.priced_region if found else "",
        source=found.source if found else "",
        as_of=found.as_of if found else "",
        confidence=found.confidence if found else "rates_not_found",
        note=usage.note or (found.note if found else ""),
        warnings=_warnings(found),
    )


def _warnings(found: Price | None) -> tuple[str, ...]:
    if found is None or found.price is None:
        return ("no rate is known: not part of the totals",)
    said: list[str] = []
    if not found.is_exact_region:
        said.append(f"price of {found.priced_region}, none known for {found.region}")
    if not found.is_verified:
        said.append(f"rate not verified ({found.confidence})")
    return tuple(said)
