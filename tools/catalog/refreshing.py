"""The price book brought up to date from published price lists: what changed, and a sheet of newer prices beside it.

The book itself is part of the program and is never written. What a list says newer goes to a sheet, a file of the
user's; prices of the sheet take the place of the book's wherever it is given. `data/offers/aws.json` says which
usage type of which offer is which SKU.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, cast

from tools.catalog.offers import Offer, Product
from tools.catalog.prices import Key, Price, Sheet, Tier, UnknownPriceError, price
from tools.catalog.tables import table

SHEET = "cloudwright price sheet 1"

_PREFIX = re.compile(r"[A-Z]{2,4}[0-9]{0,2}-")


class SheetError(ValueError):
    """A file that is no price sheet. The message says where."""


class Change(NamedTuple):
    """One price before and after."""

    key: Key
    before: Price
    after: Price

    @property
    def is_new_region(self) -> bool:
        """Whether there was no price of this region before."""
        return not self.before.is_exact_region


class Refreshed(NamedTuple):
    """The sheet after a price list was read, and what that changed."""

    sheet: Sheet
    changes: tuple[Change, ...]
    confirmed: int
    """Prices that are as they were."""
    unread: tuple[str, ...]
    """SKUs of the book that the list should have and has not."""


def refreshed(sheet: Sheet, offers: Iterable[Offer]) -> Refreshed:
    """The sheet with the prices of these lists. Nothing is taken of a list whose offer is not known: SheetError."""
    found = dict(sheet)
    changes: list[Change] = []
    confirmed, unread = 0, list[str]()
    for offer in offers:
        rows = cast(dict[str, list[dict[str, Any]]], table("offers/aws")).get(offer.code)
        if rows is None:
            raise SheetError(f"no SKU of the price book comes from '{offer.code}'; there is: {_codes()}")
        read: set[str] = set()
        for product, row in _matched(offer, rows):
            after = _price(offer, product, row)
            read.add(row["sku"])
            key = ("aws", after.service, after.sku, after.region)
            before = found.get(key) or price("aws", after.service, after.sku, after.region)
            found[key] = after
            if before.is_exact_region and (before.price, before.tiers) == (after.price, after.tiers):
                confirmed += 1
            else:
                changes.append(Change(key, before, after))
        unread += [f"{row['service']}/{row['sku']}" for row in rows if row["sku"] not in read]
    return Refreshed(found, tuple(changes), confirmed, tuple(dict.fromkeys(unread)))


def _codes() -> str:
    return ", ".join(sorted(table("offers/aws")))


def _matched(offer: Offer, rows: Sequence[dict[str, Any]]) -> Iterator[tuple[Product, dict[str, Any]]]:
    """Products of the list with the row of the mapping each answers to, by usage type and attributes."""
    for product in offer.products:
        plain = _PREFIX.sub("", product.usage, count=1)
        exact = [row for row in rows if row["usage"] == product.usage]
        for row in exact or [row for row in rows if row["usage"] == plain]:
            wanted = {name: value for name, value in row.items() if name not in ("service", "sku", "usage", "scale")}
            if all(product.attributes.get(name, value) == value for name, value in wanted.items()):
                yield product, row
                break


def _price(offer: Offer, product: Product, row: dict[str, Any]) -> Price:
    """The price for as many units as the book has it for; a free first step is the book's allowance and no tier."""
    region = product.region or "us-east-1"
    base = price("aws", row["service"], row["sku"], region)
    scale = base.per / Decimal(row.get("scale", 1))
    steps = product.steps
    free = steps[0].end if len(steps) > 1 and not steps[0].usd and steps[0].end is not None else Decimal(0)
    paid = [step for step in steps if step.begin >= free]
    tiers = tuple(Tier(None if s.end is None else s.end - free, _plain(s.usd * scale)) for s in paid)
    return base._replace(
        region=region,
        priced_region="global" if base.priced_region == "global" else region,
        price=tiers[0].price,
        tiers=tiers if len(tiers) > 1 else (),
        source=f"price list {offer.code}, SKU {product.sku}",
        as_of=offer.published,
        confidence="price_list_copy",
    )


def _plain(amount: Decimal) -> Decimal:
    """Without exponent and trailing noughts, as the book writes prices."""
    found = amount.normalize()
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found


def dump_sheet(sheet: Sheet) -> str:
    """The sheet as a file, in the order of its keys."""
    rows = [
        {
            "provider": key[0],
            "service": key[1],
            "sku": key[2],
            "region": key[3],
            "price": str(found.price),
            "tiers": [[None if tier.up_to is None else str(tier.up_to), str(tier.price)] for tier in found.tiers],
            "source": found.source,
            "as_of": found.as_of,
        }
        for key, found in sorted(sheet.items())
    ]
    return json.dumps({"format": SHEET, "prices": rows}, indent=1) + "\n"


def load_sheet(data: str | bytes) -> Sheet:
    """The sheet of a file. Raises SheetError."""
    try:
        whole = cast(dict[str, Any], json.loads(data))
        if whole["format"] != SHEET:
            raise SheetError("not a price sheet of this version")
        return dict(_row(row) for row in cast(list[dict[str, Any]], whole["prices"]))
    except (KeyError, TypeError, ValueError, InvalidOperation, RecursionError, UnknownPriceError) as error:
        raise SheetError(
            f"not a price sheet: {error}" if isinstance(error, SheetError) else "not a price sheet"
        ) from None


def _row(row: dict[str, Any]) -> tuple[Key, Price]:
    provider, service, sku, region = (str(row[name]) for name in ("provider", "service", "sku", "region"))
    base = price(provider, service, sku, region)
    amount = _money(row["price"])
    tiers = tuple(Tier(None if up_to is None else _money(up_to), _money(each)) for up_to, each in row["tiers"])
    after = base._replace(
        region=region,
        priced_region="global" if base.priced_region == "global" else region,
        price=amount,
        tiers=tiers,
        source=str(row["source"])[:300],
        as_of=str(row["as_of"])[:10],
        confidence="price_list_copy",
    )
    return (provider, service, sku, region), after


def _money(written: object) -> Decimal:
    found = Decimal(str(written))
    if not found.is_finite() or found < 0:
        raise SheetError(f"'{str(written)[:40]}' is not a price")
    return found
