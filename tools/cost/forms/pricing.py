"""Usage priced: the items of a payer together, so that tiers and free quantities are counted once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

from tools.catalog.prices import Price, Sheet, Tier
from tools.cost.bill import ZERO, Bill, Line, in_cents
from tools.cost.forms.binding import FREE, bound
from tools.cost.forms.model import Given
from tools.cost.forms.reading import Item, UsageError
from tools.cost.formulas import FormulaError
from tools.cost.rating import ALWAYS, INCLUDED, rate
from tools.cost.usage import Usage


class Priced(NamedTuple):
    """One item and its bill."""

    item: Item
    bill: Bill

    @property
    def agrees(self) -> bool | None:
        """Whether the published total is met, exactly or as the sum of rounded lines; None where there is none."""
        expected = self.item.expected
        if expected is None or self.item.expected_unit != "USD":
            return None
        places = max(2, -int(expected.normalize().as_tuple().exponent))
        step = Decimal(1).scaleb(-places)
        return in_cents(self.bill.total) == in_cents(expected) or self.bill.shown_total == in_cents(expected) or (
            self.bill.total.quantize(step) == expected
        )  # fmt: skip


class UsageBill(NamedTuple):
    """Every item with its bill, in the order of the file."""

    items: tuple[Priced, ...]

    @property
    def total(self) -> Decimal:
        """Exact sum in US dollars."""
        return sum((priced.bill.total for priced in self.items), ZERO)

    @property
    def shown_total(self) -> Decimal:
        """Sum of the lines as shown, each rounded to cents."""
        return sum((priced.bill.shown_total for priced in self.items), ZERO)


class _Group(NamedTuple):
    """Items whose tiers and free quantities are counted together."""

    payer: str
    provider: str
    hours: float
    free: bool


def price_usage(
    items: Sequence[Item], *, hours: float | None = None, free_tier: bool | None = None, sheet: Sheet | None = None
) -> UsageBill:
    """The bill of these items. `free_tier` decides for all items that do not say themselves. Raises UsageError."""
    groups: dict[_Group, list[tuple[int, Given]]] = {}
    months: list[float] = []
    for place, item in enumerate(items):
        givens = bound(item, hours)
        months.append(givens[0].hours)
        for given in givens:
            free = _has_free(item, given, free_tier)
            key = _Group(item.payer, item.provider, given.hours, free)
            groups.setdefault(key, []).append((place, given))
    found: list[list[Line]] = [[] for _ in items]
    with localcontext(Context(prec=28)):
        for group, members in groups.items():
            for place, line in _rated(group, members, sheet):
                found[place].append(line)
    bills = (_bill(*each) for each in zip(items, found, months, strict=True))
    return UsageBill(tuple(map(Priced, items, bills)))


def _has_free(item: Item, given: Given, asked: bool | None) -> bool:
    for said in (given.values.get(FREE), item.free_tier, asked):
        if isinstance(said, bool):
            return said
    given.takes_listed = bool(given.form.free_by_default)
    return given.takes_listed


def _rated(group: _Group, members: list[tuple[int, Given]], sheet: Sheet | None) -> list[tuple[int, Line]]:
    usages: list[tuple[Usage, str]] = []
    places: list[int] = []
    own: dict[tuple[str, str, str], Price] = {}
    for place, given in members:
        lines = _lines(given)
        if not lines:
            raise UsageError(f"{given.label}: nothing to price. State one of: {_wanted(given)}")
        places += [place] * len(lines)
        usages += [(line, "") for line in lines]
        own.update({(given.label, *key): found for key, found in _own(given, lines).items()})
    allowances = ALWAYS | INCLUDED if group.free else INCLUDED
    rated = rate(usages, group.provider, "", Decimal(str(group.hours)), allowances=allowances, own=own, sheet=sheet)
    pools = _pooled(rated)
    return [
        (place, part)
        for place, line in zip(places, rated, strict=True)
        for part in _banded(line, pools.get(id(line.price), 0) == 1)
    ]


def _lines(given: Given) -> list[Usage]:
    try:
        return list(given.form.usages(given))
    except FormulaError as error:
        raise UsageError(f"{given.label}: {error}") from None


def _own(given: Given, lines: Sequence[Usage]) -> dict[tuple[str, str], Price]:
    """Prices of the item's own, and those whose free quantity the price list does not carry."""
    found = dict(given.own)
    listed = given.form.free_by_default
    if given.takes_listed and "*" not in listed:
        for line in lines:
            if line.sku and line.sku not in listed:
                found.setdefault((line.service, line.sku), given.price(line.service, line.sku)._replace(free=None))
    return found


def _pooled(lines: Sequence[Line]) -> dict[int, int]:
    """How many lines share the tiers of each price."""
    found: dict[int, int] = {}
    for line in lines:
        found[id(line.price)] = found.get(id(line.price), 0) + 1
    return found


def _banded(line: Line, is_alone: bool) -> tuple[Line, ...]:
    """One line for each tier that is reached, as vendors print them; only where the line has the tiers for itself."""
    price, billed = line.price, line.quantity - line.free_quantity
    if price is None or not price.tiers or not is_alone or line.amount is None:
        return (line,)
    first = price.tiers[0].up_to
    if first is None or billed <= first:
        return (line,)
    parts: list[Line] = []
    start = ZERO
    for tier in price.tiers:
        end = billed if tier.up_to is None else min(billed, tier.up_to)
        if end > start:
            parts.append(_band(line, price, tier, start, end - start))
        start = max(start, end)
    return (
        parts[0]._replace(free_quantity=line.free_quantity, quantity=parts[0].quantity + line.free_quantity),
        *parts[1:],
    )


def _band(line: Line, price: Price, tier: Tier, start: Decimal, quantity: Decimal) -> Line:
    words = f"over {start:,f}" if tier.up_to is None else f"up to {tier.up_to:,f}"
    amount = quantity * tier.price / price.per
    usage = line.usage._replace(title=f"{line.usage.title} ({words.replace('.000', '')})")
    rate_here = price._replace(price=tier.price, tiers=(), free=None)
    return line._replace(usage=usage, price=rate_here, quantity=quantity, free_quantity=ZERO, amount=amount,
                         amount_without_free=amount)  # fmt: skip


def _bill(item: Item, lines: list[Line], hours: float) -> Bill:
    return Bill(item.label, item.provider, item.region or "any region", Decimal(str(hours)), tuple(lines), ())


def _wanted(given: Given) -> str:
    return ", ".join(field.key for field in given.form.fields)
