"""Published cost examples, recomputed to the cent: by the meters where a design can express them, else by the prices.

Vendors round each line to cents and add the rounded lines; `agreement` says whether a total is that sum or the exact
one. Recomputing one ties the rates and the metering rules to what the vendor says they come to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tools.catalog.prices import Allowance, Price, Tier, price
from tools.cost import Bill
from tools.cost.bill import in_cents

Example = dict[str, Any]

EXAMPLES: list[Example] = json.loads((Path(__file__).parent / "data" / "worked_examples.json").read_text())
PRICED = [example for example in EXAMPLES if example["level"] == "price"]
METERED = [example for example in EXAMPLES if example["level"] == "meter"]
NOW = Allowance(Decimal(100), "month", "always_free", "aws.data_transfer:internet_out")


def name_of(example: Example) -> str:
    return example["id"]


def total_of(amounts: Iterable[Decimal], agreement: str) -> Decimal:
    if agreement == "exact":
        return in_cents(sum(amounts, Decimal(0)))
    return sum((in_cents(amount) for amount in amounts), Decimal(0))


def test_as_many_examples_as_there_were() -> None:
    assert (len(PRICED), len(METERED)) == (43, 33)
    assert all(example["source"] and example["as_of"] for example in EXAMPLES)


@pytest.mark.parametrize("example", PRICED, ids=name_of)
def test_the_price_book_gives_the_published_total(example: Example) -> None:
    amounts: list[Decimal] = []
    for line in example["lines"]:
        found = price(example.get("provider", "aws"), line["service"], line["sku"], line.get("region", ""))
        amounts.append(found.amount(Decimal(line["quantity"])))
        assert in_cents(amounts[-1]) == Decimal(line["published"]), line
    assert total_of(amounts, example["agreement"]) == Decimal(example["total"])


@pytest.mark.parametrize("example", METERED, ids=name_of)
def test_the_meters_give_the_published_total(example: Example, billed: Callable[..., Bill]) -> None:
    bill = billed(
        example["components"],
        example["flows"],
        workflows=example.get("workflows", ()),
        hours=example.get("hours", 730),
        region=example.get("region", "us-east-1"),
    )
    wanted = [line for line in bill.lines if {line.service, f"{line.service}/{line.usage.sku}"} & set(example["only"])]
    assert wanted
    free = example.get("free", False)
    amounts = [(line.amount if free else line.amount_without_free) or Decimal(0) for line in wanted]
    assert total_of(amounts, example["agreement"]) == Decimal(example["total"])


def own_price(*tiers: tuple[str | None, str]) -> Price:
    """A price with the tiers of an example that no longer hold."""
    base = price("aws", "data_transfer", "internet_out")
    steps = tuple(Tier(None if up_to is None else Decimal(up_to), Decimal(each)) for up_to, each in tiers)
    return Price(
        provider=base.provider,
        service=base.service,
        service_name=base.service_name,
        sku=base.sku,
        region="",
        priced_region="us-east-1",
        price=steps[0].price,
        per=Decimal(1),
        base_unit="GB",
        unit="GB",
        tiers=steps,
        free=NOW,
        source="the example itself",
        as_of="",
        confidence="official",
        note="",
    )


def test_old_transfer_prices_with_one_free_gigabyte() -> None:
    """https://aws.amazon.com/s3/faqs/ (2021 or earlier): 62 TB out, the first GB of the first band free."""
    bands = own_price(("10240", "0.09"), ("51200", "0.085"), ("153600", "0.07"), (None, "0.05"))
    assert bands.amount(63_488) - bands.amount(1) == Decimal("5263.27")


def test_log_tiers_of_a_thousand_gigabytes() -> None:
    """AWS Compute Blog, 2025-05-01: 60 TB of function logs, a TB counted as 1,000 GB."""
    bands = own_price(("10000", "0.5"), ("30000", "0.25"), ("50000", "0.1"), (None, "0.05"))
    assert bands.amount(60_000) == 12_500
