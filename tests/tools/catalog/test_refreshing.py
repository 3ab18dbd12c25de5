"""Price lists read into a sheet: made-up lists in the published form, and every way they can be broken."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tools.catalog.offers import Offer, OfferError, read_offer
from tools.catalog.prices import is_aged, price
from tools.catalog.refreshing import SheetError, dump_sheet, load_sheet, refreshed
from tools.catalog.tables import table

Plain = dict[str, Any]


def product(sku: str, usage: str, region: str = "us-east-1", **attributes: str) -> Plain:
    return {"sku": sku, "attributes": {"usagetype": usage, "regionCode": region, **attributes}}


def term(*steps: tuple[str, str, str], unit: str = "Requests") -> Plain:
    dimensions = {
        str(place): {"beginRange": begin, "endRange": end, "unit": unit, "pricePerUnit": {"USD": usd}}
        for place, (begin, end, usd) in enumerate(steps)
    }
    return {"T": {"effectiveDate": "2027-01-01T00:00:00Z", "priceDimensions": dimensions}}


def listed(code: str, rows: list[tuple[Plain, Plain]], **more: Any) -> bytes:
    whole = {
        "offerCode": code,
        "publicationDate": "2027-01-15T10:00:00Z",
        "products": {each["sku"]: each for each, _ in rows},
        "terms": {"OnDemand": {each["sku"]: terms for each, terms in rows}},
    }
    return json.dumps({**whole, **more}).encode()


QUEUES = listed(
    "AWSQueueService",
    [
        (
            product("A1", "Requests-Tier1", queueType="Standard"),
            term(("0", "1000000", "0"), ("1000000", "Inf", "5e-7")),
        ),
        (product("A2", "EUW1-Requests-Tier1", "eu-west-1", queueType="Standard"), term(("0", "Inf", "0.00000045"))),
        (product("A3", "USE1-Something-Else"), term(("0", "Inf", "9"))),
    ],
)


def only(data: bytes) -> tuple[Offer, ...]:
    return (read_offer(data),)


def test_new_prices_take_the_place_of_old_ones_and_bring_regions() -> None:
    found = refreshed({}, only(QUEUES))
    here, there = (found.sheet["aws", "sqs", "standard", region] for region in ("us-east-1", "eu-west-1"))
    assert (here.price, here.per, here.tiers) == (Decimal("0.5"), 1_000_000, ())
    assert (there.price, there.is_exact_region) == (Decimal("0.45"), True)
    assert not price("aws", "sqs", "standard", "eu-west-1").is_exact_region
    assert {change.key[3]: change.is_new_region for change in found.changes} == {"us-east-1": False, "eu-west-1": True}
    assert here.free == price("aws", "sqs", "standard", "us-east-1").free
    assert here.as_of == "2027-01-15"
    assert "sqs/fifo" in found.unread


def test_a_list_that_says_the_same_confirms() -> None:
    first = refreshed({}, only(QUEUES))
    again = refreshed(first.sheet, only(QUEUES))
    assert again.changes == ()
    assert again.confirmed == 2
    assert again.sheet == first.sheet


def test_bands_and_hours_become_those_of_the_book() -> None:
    bands = term(("0", "333000000", "0.0000035"), ("333000000", "Inf", "0.0000028"))
    found = refreshed({}, only(listed("AmazonApiGateway", [(product("B", "USE1-ApiGatewayRequest"), bands)])))
    tiers = found.sheet["aws", "apigateway", "rest_requests", "us-east-1"].tiers
    assert [(tier.up_to, tier.price) for tier in tiers] == [(333_000_000, Decimal("3.5")), (None, Decimal("2.8"))]
    hours = term(("0", "Inf", "0.0404784"), unit="hours")
    found = refreshed({}, only(listed("AmazonECS", [(product("C", "Fargate-vCPU-Hours:perCPU"), hours)])))
    assert found.sheet["aws", "fargate", "linux_x86_vcpu", "us-east-1"].price == Decimal("0.000011244")


def test_the_same_list_as_csv() -> None:
    text = (
        '"FormatVersion","v1.0"\n"Publication Date","2027-01-15T10:00:00Z"\n"OfferCode","AWSQueueService"\n'
        '"SKU","TermType","StartingRange","EndingRange","Unit","PricePerUnit","Currency","Region Code",'
        '"usageType","Queue Type"\n'
        '"A1","OnDemand","0","1000000","Requests","0","USD","us-east-1","Requests-Tier1","Standard"\n'
        '"A1","OnDemand","1000000","Inf","Requests","0.0000005","USD","us-east-1","Requests-Tier1","Standard"\n'
        '"A2","Reserved","0","Inf","Requests","0.1","USD","us-east-1","Requests-Tier1","Standard"\n'
    )
    found = refreshed({}, only(text.encode()))
    assert found.sheet["aws", "sqs", "standard", "us-east-1"].price == Decimal("0.5")
    assert len(found.sheet) == 1


def test_a_sheet_is_written_and_read_back_the_same() -> None:
    sheet = refreshed({}, only(QUEUES)).sheet
    text = dump_sheet(sheet)
    assert load_sheet(text) == sheet
    assert dump_sheet(load_sheet(text)) == text


def test_every_row_of_the_mapping_is_a_price_of_the_book() -> None:
    rows = [row for rows in table("offers/aws").values() for row in rows]
    assert len(rows) == 97
    for row in rows:
        assert price("aws", row["service"], row["sku"]).price is not None, row
    for rows in table("offers/aws").values():
        marks = [tuple(sorted((k, v) for k, v in row.items() if k not in ("service", "sku", "scale"))) for row in rows]
        assert len(marks) == len(set(marks))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"{}", b"\xff\xfe", b"SKU,TermType\n", QUEUES[: len(QUEUES) // 2],
        listed("AWSQueueService", []), listed("../x", [(product("A", "Requests"), term(("0", "Inf", "1")))]),
        listed("AWSQueueService", [(product("A", "Requests"), term(("0", "Inf", "-1")))]),
        listed("AWSQueueService", [(product("A", "Requests"), term(("0", "Inf", "NaN")))]),
        listed("AWSQueueService", [(product("A", "Requests"), term(("0", "Inf", "1")))], publicationDate="soon"),
        b'{"a":' * 50_000,
    ],
)  # fmt: skip
def test_what_is_no_price_list_is_refused(data: bytes) -> None:
    with pytest.raises(OfferError):
        read_offer(data)


def test_a_list_that_nothing_comes_from_is_refused() -> None:
    with pytest.raises(SheetError, match="AWSLambda"):
        refreshed({}, only(listed("AmazonChime", [(product("A", "Calls"), term(("0", "Inf", "1")))])))


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"format": "other", "prices": []}', '{"format": "cloudwright price sheet 1", "prices": [{}]}',
     '{"format": "cloudwright price sheet 1", "prices": [{"provider": "aws", "service": "no", "sku": "no",'
     ' "region": "", "price": "1", "tiers": [], "source": "", "as_of": ""}]}',
     '{"format": "cloudwright price sheet 1", "prices": [{"provider": "aws", "service": "sqs", "sku": "standard",'
     ' "region": "", "price": "-1", "tiers": [], "source": "", "as_of": ""}]}'],
)  # fmt: skip
def test_what_is_no_sheet_is_refused(text: str) -> None:
    with pytest.raises(SheetError):
        load_sheet(text)


@pytest.mark.parametrize(
    ("as_of", "aged"),
    [("2026-05-25", True), ("2026-05-26", False), ("2026-05", False), ("2026-04", True), ("2026", False),
     ("2025", True), ("2024/2026", False), ("2024", True), ("", True), ("2024 or earlier", True), ("soon", True),
     ("2026-13", True)],
)  # fmt: skip
def test_age_on_a_day(as_of: str, aged: bool) -> None:
    assert is_aged(as_of, date(2026, 11, 22)) is aged
