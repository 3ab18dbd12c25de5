"""Published examples priced from their inputs alone, as anyone can: `cloudwright cost --usage`."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from tools.cost.bill import in_cents
from tools.cost.forms import Priced, price_usage, read_usage

FLAT = {
    "live-cloudfront-2": {"dto_us_eu": 0.085},
}
"""Prices that a source used against its own price list; its notes say so."""

NOT_MONEY = {"cf-r2-gbmonth"}
"""Examples whose published figure is a quantity."""


def priced(example: dict[str, Any]) -> Priced:
    return price_usage(read_usage(json.dumps(example))).items[0]


def examples(facts: Path) -> list[dict[str, Any]]:
    book = json.loads((facts / "worked_examples.json").read_text())
    return [*book["examples"], *book["infracost_examples"]]


def test_every_published_example_agrees_to_the_cent(facts: Path) -> None:
    found = examples(facts)
    assert len(found) == 69
    wrong: dict[str, tuple[Decimal, object]] = {}
    for example in found:
        if example["id"] in NOT_MONEY:
            continue
        result = priced({**example, "prices": FLAT.get(example["id"], {})})
        if not result.agrees:
            wrong[example["id"]] = (result.bill.total, example["expected_total"])
    assert not wrong


def test_the_totals_are_rounded_as_the_sources_say(facts: Path) -> None:
    for example in examples(facts):
        if example["agreement"] != "exact" or example["id"] in NOT_MONEY | set(FLAT):
            continue
        expected = Decimal(str(example["expected_total"]))
        assert in_cents(priced(example).bill.total) == in_cents(expected), example["id"]


def test_the_price_list_where_a_source_did_not_use_it(facts: Path) -> None:
    """The page bills a flat 0.085; its notes give 1,492.61 for the bands."""
    example = next(each for each in examples(facts) if each["id"] == "live-cloudfront-2")
    assert in_cents(priced(example).bill.total) == Decimal("1492.61")


def test_a_quantity_that_is_published(facts: Path) -> None:
    example = next(each for each in examples(facts) if each["id"] == "cf-r2-gbmonth")
    (line,) = priced(example).bill.lines
    assert in_cents(line.quantity) == Decimal(str(example["expected_total"]))


def test_the_file_is_priced_as_it_is(facts: Path) -> None:
    usage = price_usage(read_usage((facts / "worked_examples.json").read_bytes()))
    checked = [item.agrees for item in usage.items if item.agrees is not None]
    assert len(usage.items) == 69
    assert checked.count(False) == len(FLAT)
