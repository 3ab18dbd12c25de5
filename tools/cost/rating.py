"""From usages to lines: prices looked up, allowances shared out, tiers applied over the whole design.

Allowances and tiers belong to the payer, not to a component. Where several components use one, each gets the part of it
that its quantity has in all of them, so the order of the components changes nothing and the lines add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from tools.catalog.prices import Price, Sheet, UnknownPriceError, as_decimal, price
from tools.cost.bill import ZERO, Line
from tools.cost.usage import Usage

_HOME = {"aws": "us-east-1"}
"""Region of the newer prices where none is named."""


class Rated(NamedTuple):
    """A usage with its price, before allowances and tiers."""

    usage: Usage
    kind: str
    price: Price | None
    quantity: Decimal


ALWAYS = frozenset({"always_free"})
"""Allowances that every payer has every month. Those of the first year are never taken for granted."""

INCLUDED = frozenset({"included_in_paid_plan", "included_in_base_charge"})
"""Allowances that come with a charge of their own."""

Own = Mapping[tuple[str, str, str], Price]
"""Prices that take the place of the price book's, by component, service and SKU."""


def rate(
    usages: Iterable[tuple[Usage, str]],
    provider: str,
    region: str,
    hours: Decimal,
    *,
    allowances: frozenset[str] = ALWAYS,
    own: Own | None = None,
    sheet: Sheet | None = None,
) -> tuple[Line, ...]:
    """The lines of these usages, each given with its component's kind, in their order."""
    rated = [_rated(usage, kind, provider, region, own, sheet) for usage, kind in usages]
    free = _free_quantities(rated, hours, allowances)
    gross, net = _amounts([(item.price, item.quantity) for item in rated]), _net_amounts(rated, free)
    return tuple(
        Line(item.usage, item.kind, item.price, item.usage.region or region, item.quantity, part, amount, without)
        for item, part, amount, without in zip(rated, free, net, gross, strict=True)
    )


def total(usages: Iterable[tuple[Usage, str]], provider: str, region: str, hours: Decimal) -> Decimal:
    """What these lines come to, allowances deducted."""
    rated = [_rated(usage, kind, provider, region) for usage, kind in usages]
    net = _net_amounts(rated, _free_quantities(rated, hours, ALWAYS))
    return sum((amount for amount in net if amount is not None), ZERO)


def _net_amounts(rated: Sequence[Rated], free: Sequence[Decimal]) -> list[Decimal | None]:
    return _amounts([(item.price, item.quantity - part) for item, part in zip(rated, free, strict=True)])


def _rated(
    usage: Usage, kind: str, provider: str, region: str, own: Own | None = None, sheet: Sheet | None = None
) -> Rated:
    found = own.get((usage.component, usage.service, usage.sku)) if own else None
    if sheet and found is None:
        where = usage.region or region or _HOME.get(provider, "")
        found = sheet.get((provider, usage.service, usage.sku, where))
    if usage.sku and found is None:
        try:
            found = price(provider, usage.service, usage.sku, usage.region or region)
        except UnknownPriceError:
            found = None
    return Rated(usage, kind, found, as_decimal(usage.quantity))


def _free_quantities(rated: Sequence[Rated], hours: Decimal, allowances: frozenset[str]) -> list[Decimal]:
    used: dict[str, Decimal] = defaultdict(Decimal)
    allowed: dict[str, Decimal] = {}
    for item in rated:
        free = item.price.free if item.price is not None else None
        if free is not None and free.kind in allowances:
            used[free.pool] += item.quantity
            allowed[free.pool] = max(allowed.get(free.pool, ZERO), free.monthly(hours))
    return [_free_part(item, used, allowed) for item in rated]


def _free_part(item: Rated, used: dict[str, Decimal], allowed: dict[str, Decimal]) -> Decimal:
    free = item.price.free if item.price is not None else None
    if free is None or free.pool not in allowed or not item.quantity:
        return ZERO
    if used[free.pool] <= allowed[free.pool]:
        return item.quantity
    return allowed[free.pool] * item.quantity / used[free.pool]


def _amounts(priced: Sequence[tuple[Price | None, Decimal]]) -> list[Decimal | None]:
    """What each quantity costs; tiers count all quantities of the same price together."""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for found, quantity in priced:
        if found is not None and (found.tiers or found.is_whole):
            sums[id(found)] += quantity
    return [None if found is None else _amount(found, quantity, sums) for found, quantity in priced]


def _amount(found: Price, quantity: Decimal, sums: dict[int, Decimal]) -> Decimal | None:
    if found.price is None:
        return None
    if found.is_whole:
        return _whole_amount(found, quantity, sums[id(found)])
    if found.tiers:
        whole, first = sums[id(found)], found.tiers[0].up_to
        if first is not None and whole > first:
            return found.amount(whole) * quantity / whole
    return quantity * found.price / found.per


def _whole_amount(found: Price, quantity: Decimal, whole: Decimal) -> Decimal:
    """What is billed in whole units: the units started by all of it, shared out by quantity."""
    if not whole:
        return ZERO
    units = (whole / found.per).to_integral_value(ROUND_CEILING) * found.per
    return found.amount(units) * quantity / whole
