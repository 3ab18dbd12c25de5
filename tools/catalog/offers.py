"""Published price-list files read: the vendor's offers in JSON or CSV, as products with attributes and price steps.

Owns the reading of AWS's bulk files (an offer's `index.json`, or the same as CSV) and nothing of the network: bytes
come from whoever calls. A file that is cut off or malformed is an error, never half a list.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, cast

_CODE = re.compile(r"[A-Za-z0-9]{1,64}")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")


class OfferError(ValueError):
    """A file that is no price list. The message says what is missing."""


class Step(NamedTuple):
    """A price from one quantity to another, in the list's own unit."""

    begin: Decimal
    end: Decimal | None
    """None is without end."""
    usd: Decimal
    """US dollars for one unit."""
    unit: str


class Product(NamedTuple):
    """One product with the prices it has on demand."""

    sku: str
    region: str
    usage: str
    """Usage type, with the prefix of its region."""
    attributes: Mapping[str, str]
    steps: tuple[Step, ...]


class Offer(NamedTuple):
    """The price list of one service."""

    code: str
    published: str
    """Day of publication, ISO 8601."""
    products: tuple[Product, ...]


def read_offer(data: bytes) -> Offer:
    """A price-list file in JSON or CSV. Raises OfferError."""
    text = _text(data)
    try:
        return _from_json(text) if text.lstrip().startswith("{") else _from_csv(text)
    except OfferError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation, RecursionError, csv.Error) as error:
        raise OfferError(f"not a price list, or cut off: {type(error).__name__}") from None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OfferError("not a price list: it is not text in UTF-8") from None


def _from_json(text: str) -> Offer:
    whole = cast(dict[str, Any], json.loads(text))
    terms = cast(dict[str, dict[str, Any]], whole["terms"]["OnDemand"])
    products: list[Product] = []
    for sku, product in cast(dict[str, dict[str, Any]], whole["products"]).items():
        attributes = {str(key): str(value) for key, value in cast(dict[str, Any], product["attributes"]).items()}
        steps = tuple(_steps_of(terms.get(sku, {})))
        if steps:
            region = attributes.get("regionCode", "")
            products.append(Product(sku, region, attributes.get("usagetype", ""), attributes, steps))
    return _checked(Offer(str(whole["offerCode"]), _day(whole["publicationDate"]), tuple(products)))


def _steps_of(offers: Mapping[str, Any]) -> Iterator[Step]:
    """The newest term's steps, from nothing upwards."""
    newest = max(offers.values(), key=lambda term: str(term.get("effectiveDate", "")), default=None)
    if newest is None:
        return
    found = [
        Step(_amount(row["beginRange"]), _end(row["endRange"]), _amount(row["pricePerUnit"]["USD"]), str(row["unit"]))
        for row in newest["priceDimensions"].values()
        if "USD" in row["pricePerUnit"]
    ]
    yield from sorted(found, key=lambda step: step.begin)


def _from_csv(text: str) -> Offer:
    rows = list(csv.reader(io.StringIO(text), strict=True))
    at = next((place for place, row in enumerate(rows[:20]) if row[:1] == ["SKU"]), None)
    if at is None:
        raise OfferError("not a price list: no row of column names that begins with SKU")
    about = {row[0]: row[1] for row in rows[:at] if len(row) > 1}
    columns = {name.lower().replace(" ", ""): place for place, name in enumerate(rows[at])}
    steps: dict[str, list[Step]] = {}
    attributes: dict[str, dict[str, str]] = {}
    for row in rows[at + 1 :]:
        cells = {name: row[place] for name, place in columns.items()}
        if cells["termtype"] != "OnDemand" or cells["currency"] != "USD":
            continue
        step = Step(
            _amount(cells["startingrange"]), _end(cells["endingrange"]), _amount(cells["priceperunit"]), cells["unit"]
        )
        steps.setdefault(cells["sku"], []).append(step)
        attributes[cells["sku"]] = cells
    products = tuple(
        Product(
            sku,
            cells.get("regioncode", ""),
            cells.get("usagetype", ""),
            {**cells, "queueType": cells.get("queuetype", "")},
            tuple(sorted(steps[sku], key=lambda step: step.begin)),
        )
        for sku, cells in attributes.items()
    )
    return _checked(Offer(about["OfferCode"], _day(about["Publication Date"]), products))


def _checked(offer: Offer) -> Offer:
    if not _CODE.fullmatch(offer.code):
        raise OfferError("not a price list: its offer code is no name")
    if not offer.products:
        raise OfferError(f"the price list of {offer.code} has no product with a price on demand")
    return offer


def _day(written: object) -> str:
    match = _DAY.match(str(written))
    if match is None:
        raise OfferError("not a price list: it has no date of publication")
    return match.group(1)


def _amount(written: object) -> Decimal:
    found = Decimal(str(written) or "0")
    if not found.is_finite() or found < 0:
        raise OfferError(f"'{str(written)[:40]}' is not a price or a quantity")
    return found


def _end(written: object) -> Decimal | None:
    return None if str(written) in ("Inf", "") else _amount(written)
