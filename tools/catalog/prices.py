"""What a unit of a service costs: exact decimals with tiers, free allowances, source, date and confidence.

Prices are US dollars without tax, on demand, without discounts. A price that is known for another region only is handed
out with `is_exact_region` false: whoever shows it must say so.

`data/prices/<provider>.json` holds, by service and SKU: `price` for `per` units of what it is a price `of`, the
`region` it was published for, `tiers` as [cumulative monthly limit, price] pairs, `free` with the `pool` that shares
it, `source`, `as_of`, `confidence`, `whole` where quantities are rounded up to whole units, and under `elsewhere` what
differs in other regions. A null price is a rate nobody found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from tools.catalog.tables import table

ZERO = Decimal(0)
PROVIDERS = ("aws", "azure", "cloudflare", "gcp")

AllowanceKind = Literal["always_free", "first_12_months", "included_in_paid_plan", "included_in_base_charge"]

MOST_AGE_DAYS = 180
"""Age from which a price should be looked up again."""

_UNVERIFIED = ("unverified", "conflict", "vendor_example_old", "rates_not_found")


class UnknownPriceError(LookupError):
    """The price book has no such provider, service or SKU. The message names what it has."""


class Tier(NamedTuple):
    """A price that holds up to a cumulative monthly quantity, in base units; None is without end."""

    up_to: Decimal | None
    price: Decimal


class Allowance(NamedTuple):
    """A quantity that is free, once for each payer."""

    quantity: Decimal
    """In base units, for each period."""
    period: Literal["month", "day", "hour"]
    kind: AllowanceKind
    pool: str
    """Prices whose allowances bear the same pool share one."""

    def monthly(self, hours: Decimal) -> Decimal:
        """The free quantity of a month of so many hours."""
        if self.period == "hour":
            return self.quantity * hours
        return self.quantity * hours / 24 if self.period == "day" else self.quantity


class Price(NamedTuple):
    """One line of the price book, as it holds for the region asked for."""

    provider: str
    service: str
    service_name: str
    sku: str
    region: str
    """The region asked for; empty for none in particular."""
    priced_region: str
    """The region the price was published for; `global` holds everywhere."""
    price: Decimal | None
    """US dollars for `per` base units, in the first tier; None where no rate is known."""
    per: Decimal
    base_unit: str
    unit: str
    """`per` and `base_unit` in words."""
    tiers: tuple[Tier, ...]
    free: Allowance | None
    source: str
    as_of: str
    confidence: str
    note: str
    is_whole: bool = False
    """Whether what is billed is rounded up to whole units of `per`."""

    @property
    def is_exact_region(self) -> bool:
        """Whether the price was published for the region asked for."""
        return self.region in ("", self.priced_region) or self.priced_region == "global"

    @property
    def is_priced(self) -> bool:
        """Whether a rate is known at all."""
        return self.price is not None

    @property
    def is_verified(self) -> bool:
        """Whether a published source stands behind the rate, undisputed and not known to be out of date."""
        return self.confidence not in _UNVERIFIED

    def amount(self, quantity: Decimal | float) -> Decimal:
        """US dollars for a monthly quantity in base units, tiers applied, allowances not. Raises UnknownPriceError."""
        if self.price is None:
            raise UnknownPriceError(f"no rate is known for {self.provider}.{self.service} {self.sku}: {self.note}")
        wanted = as_decimal(quantity)
        if not self.tiers:
            return wanted * self.price / self.per
        total, start = ZERO, ZERO
        for tier in self.tiers:
            end = wanted if tier.up_to is None else min(wanted, tier.up_to)
            total += (end - start) * tier.price / self.per
            start = end
            if start == wanted:
                break
        return total


Key = tuple[str, str, str, str]
"""Provider, service, SKU and region of a price."""
Sheet = Mapping[Key, Price]
"""Newer prices that take the place of the book's."""


@lru_cache(maxsize=4096, typed=True)
def as_decimal(number: Decimal | float) -> Decimal:
    """A measured quantity as a decimal of twelve significant digits, which leaves the noise of binary fractions out."""
    return number if isinstance(number, Decimal) else Decimal(f"{number:.12g}")


@cache
def price(provider: str, service: str, sku: str, region: str = "") -> Price:
    """The price of a SKU in a region, or in the region it is known for where it is not known there.

    Raises UnknownPriceError, whose message names what exists.
    """
    row = _row(provider, service, sku)
    local: dict[str, Any] | None = row.get("elsewhere", {}).get(region)
    found = row if local is None else {**_inherited(row), **local}
    free = found.get("free")
    return Price(
        provider=provider,
        service=service,
        service_name=_book(provider)[service]["name"],
        sku=sku,
        region=region,
        priced_region=found["region"] if local is None else region,
        price=None if found["price"] is None else Decimal(found["price"]),
        per=Decimal(found["per"]),
        base_unit=found["of"],
        unit=found["unit"],
        tiers=tuple(Tier(None if up_to is None else Decimal(up_to), Decimal(each)) for up_to, each in _tiers(found)),
        free=None if free is None else _allowance(provider, free),
        source=found["source"],
        as_of=found.get("as_of", ""),
        confidence=found["confidence"],
        note=found.get("note", ""),
        is_whole=found.get("whole", False),
    )


def skus(provider: str, service: str) -> tuple[str, ...]:
    """The SKUs known of a service. Raises UnknownPriceError."""
    return tuple(name for name in _service(provider, service) if name != "name")


def priced_services(provider: str) -> tuple[str, ...]:
    """The services of a provider in the price book. Raises UnknownPriceError."""
    return tuple(_book(provider))


def _inherited(row: dict[str, Any]) -> dict[str, Any]:
    """What a price in another region takes from the one it stands beside: everything but its tiers and its note."""
    return {name: value for name, value in row.items() if name not in ("tiers", "note", "elsewhere")}


def _tiers(row: dict[str, Any]) -> list[tuple[str | None, str]]:
    return row.get("tiers", [])


def _allowance(provider: str, row: dict[str, str]) -> Allowance:
    period: Any = row["period"]
    kind: Any = row["kind"]
    return Allowance(Decimal(row["quantity"]), period, kind, f"{provider}.{row['pool']}")


def _book(provider: str) -> dict[str, dict[str, Any]]:
    if provider not in PROVIDERS:
        raise UnknownPriceError(f"no prices of '{provider}'; there is: {', '.join(PROVIDERS)}")
    return table(f"prices/{provider}")


def _service(provider: str, service: str) -> dict[str, Any]:
    book = _book(provider)
    if service not in book:
        raise UnknownPriceError(f"no prices of {provider} '{service}'; there is: {', '.join(book)}")
    return book[service]


def _row(provider: str, service: str, sku: str) -> dict[str, Any]:
    rows = _service(provider, service)
    if sku not in rows or sku == "name":
        known = ", ".join(skus(provider, service))
        raise UnknownPriceError(f"{provider} {service} has no SKU '{sku}'; there is: {known}")
    return rows[sku]


def is_aged(as_of: str, on: date, most_days: int = MOST_AGE_DAYS) -> bool:
    """Whether a price of this date is older than that on a day. Of a year or a month its last day counts, of a range
    its later end; what has no date is aged."""
    last = _last_day(as_of.partition("/")[2] or as_of)
    return last is None or (on - last).days > most_days


def _last_day(written: str) -> date | None:
    match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", written)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not 1 <= year <= 9998 or not 1 <= (month or 1) <= 12:
        return None
    try:
        if day is not None and month is not None:
            return date(year, month, day)
        following = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    except ValueError:
        return None
    return date.fromordinal(following.toordinal() - 1)
