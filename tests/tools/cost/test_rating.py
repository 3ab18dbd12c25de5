"""Rates applied: tiers and allowances belong to the payer, however the use is spread over components."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.catalog.prices import price
from tools.cost.bill import Line
from tools.cost.rating import rate
from tools.cost.usage import Usage

HOURS = Decimal(730)
CLOSE = Decimal("1e-12")

counts = st.integers(min_value=0, max_value=10**11).map(float)
SKUS = (
    ("lambda", "requests"),
    ("lambda", "duration_arm64"),
    ("lambda", "duration_x86"),
    ("sqs", "standard"),
    ("sqs", "fifo"),
    ("apigateway", "rest_requests"),
    ("cloudfront", "https_requests"),
    ("dynamodb", "storage"),
    ("s3", "standard_storage"),
)
uses = st.lists(st.tuples(st.sampled_from(SKUS), counts), min_size=1, max_size=8)


def lines_of(found: Sequence[tuple[tuple[str, str], float]], region: str = "us-east-1") -> tuple[Line, ...]:
    usages = [
        Usage(f"part-{index}", service, sku, sku, quantity, "count")
        for index, ((service, sku), quantity) in enumerate(found)
    ]
    return rate([(usage, "function") for usage in usages], "aws", region, HOURS)


def total(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount for line in lines if line.amount is not None), Decimal(0))


def gross(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount_without_free for line in lines if line.amount_without_free is not None), Decimal(0))


def assert_close(one: Decimal, other: Decimal) -> None:
    assert abs(one - other) <= CLOSE * max(1, abs(one))


@settings(deadline=None)
@given(uses)
def test_order_changes_nothing(found: list[tuple[tuple[str, str], float]]) -> None:
    forward, backward = lines_of(found), lines_of(found[::-1])
    assert_close(total(forward), total(backward))
    for line, other in zip(forward, backward[::-1], strict=True):
        assert line.free_quantity == other.free_quantity


@settings(deadline=None)
@given(uses)
def test_more_use_never_costs_less(found: list[tuple[tuple[str, str], float]]) -> None:
    doubled = [(sku, 2 * quantity) for sku, quantity in found]
    assert total(lines_of(doubled)) >= total(lines_of(found)) - CLOSE


@settings(deadline=None)
@given(uses)
def test_allowances_only_take_off(found: list[tuple[tuple[str, str], float]]) -> None:
    lines = lines_of(found)
    assert 0 <= total(lines) <= gross(lines) + CLOSE
    for line in lines:
        assert 0 <= line.free_quantity <= line.quantity


@settings(deadline=None)
@given(st.sampled_from(SKUS), counts, counts)
def test_splitting_one_use_over_two_components_costs_the_same(sku: tuple[str, str], one: float, other: float) -> None:
    assert_close(total(lines_of([(sku, one), (sku, other)])), total(lines_of([(sku, one + other)])))


@settings(deadline=None)
@given(counts, counts)
def test_one_allowance_for_both_architectures(arm: float, x86: float) -> None:
    lines = lines_of([(("lambda", "duration_arm64"), arm), (("lambda", "duration_x86"), x86)])
    free = sum(line.free_quantity for line in lines)
    assert abs(free - min(Decimal(400_000), Decimal(arm) + Decimal(x86))) < Decimal("1e-9")


def test_an_allowance_is_counted_once_and_shared_by_use() -> None:
    lines = lines_of([(("lambda", "requests"), 3e6), (("lambda", "requests"), 1e6)])
    assert [line.free_quantity for line in lines] == [750_000, 250_000]
    assert total(lines) == Decimal("0.6")


def test_tiers_are_reached_together() -> None:
    half = (("apigateway", "rest_requests"), 333e6)
    lines = lines_of([half, half])
    assert total(lines) == Decimal("1165.5") + 333 * Decimal("2.8")
    assert lines[0].amount == lines[1].amount


def test_regions_have_tiers_of_their_own() -> None:
    usages = [
        (Usage("a", "data_transfer", "internet_out", "out", 10_240.0, "GB", region=region), "api")
        for region in ("us-east-1", "sa-east-1")
    ]
    lines = rate(usages, "aws", "us-east-1", HOURS)
    assert [line.amount_without_free for line in lines] == [Decimal("921.60"), Decimal("1536.00")]


def test_offers_for_the_first_year_are_not_allowances() -> None:
    [line] = lines_of([(("apigateway", "http_requests"), 1e6)])
    assert (line.free_quantity, line.amount) == (0, 1)


def test_capacity_is_free_by_the_hour() -> None:
    [line] = lines_of([(("dynamodb", "wcu_hour"), 30 * 730.0)])
    assert line.free_quantity == 25 * 730
    assert line.amount == 5 * 730 * Decimal("0.00065")


def test_a_line_says_where_its_price_is_from() -> None:
    [line] = lines_of([(("dynamodb", "wru"), 2e6)], region="eu-central-1")
    found = price("aws", "dynamodb", "wru", "eu-central-1")
    assert (line.source, line.as_of, line.confidence) == (found.source, found.as_of, "price_list_copy")
    assert (line.unit_price, line.price_unit, line.unit) == (
        Decimal("0.625"),
        "1M write request units",
        "write request unit",
    )
    assert line.warnings == ("price of us-east-1, none known for eu-central-1",)


def test_an_unverified_rate_is_marked() -> None:
    [line] = lines_of([(("timestream", "writes"), 1e6)])
    assert line.warnings == ("rate not verified (conflict)",)
    assert line.amount == Decimal("0.5")


@pytest.mark.parametrize("sku", ["", "web_functions", "no_such_sku"])
def test_without_a_rate_there_is_no_amount(sku: str) -> None:
    [(line)] = rate(
        [(Usage("a", "lambda", sku, "x", 5.0, "count", note="no rate"), "function")], "aws", "us-east-1", HOURS
    )
    assert (line.amount, line.amount_without_free, line.is_priced, line.note) == (None, None, False, "no rate")
    assert line.warnings == ("no rate is known: not part of the totals",)
