"""The price book: every rate sourced and dated, regions explicit, tiers exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.catalog.prices import (
    PROVIDERS,
    Price,
    UnknownPriceError,
    as_decimal,
    price,
    priced_services,
    skus,
)
from tools.catalog.tables import table

BOOK = [
    (provider, service, sku)
    for provider in PROVIDERS
    for service in priced_services(provider)
    for sku in skus(provider, service)
]
TIERED = [found for found in (price(*key) for key in BOOK) if found.tiers]
CONFIDENCE = {
    "official",
    "official_code",
    "official_excerpt",
    "price_api_snapshot",
    "price_list_copy",
    "third_party",
    "vendor_example_old",
    "conflict",
    "unverified",
    "rates_not_found",
}


def test_the_book_is_as_large_as_it_was() -> None:
    counts = {provider: sum(1 for key in BOOK if key[0] == provider) for provider in PROVIDERS}
    assert counts == {"aws": 272, "azure": 40, "cloudflare": 29, "gcp": 32}


@pytest.mark.parametrize("key", BOOK, ids="/".join)
def test_every_price_says_where_it_is_from(key: tuple[str, str, str]) -> None:
    found = price(*key)
    assert found.source
    assert found.confidence in CONFIDENCE
    assert found.unit or not found.is_priced
    assert found.as_of or not found.is_verified
    assert found.per > 0
    assert found.price is None or found.price >= 0


def test_regions_of_every_price_are_well_formed() -> None:
    for provider, service, sku in BOOK:
        for region in table(f"prices/{provider}")[service][sku].get("elsewhere", {}):
            found = price(provider, service, sku, region)
            assert found.is_exact_region
            assert found.priced_region == region
            assert found.source
            assert found.base_unit == price(provider, service, sku).base_unit


@pytest.mark.parametrize("found", TIERED, ids=lambda found: f"{found.provider}/{found.service}/{found.sku}")
def test_tiers_rise_in_quantity_and_fall_in_price(found: Price) -> None:
    limits = [tier.up_to for tier in found.tiers]
    assert limits[-1] is None
    bounded = [limit for limit in limits if limit is not None]
    assert bounded == sorted(set(bounded))
    rates = [tier.price for tier in found.tiers]
    assert rates == sorted(rates, reverse=True)
    assert found.price == rates[0]


def test_a_region_of_its_own_is_exact() -> None:
    found = price("aws", "lambda", "provisioned_concurrency_x86", "eu-central-1")
    assert (found.price, found.is_exact_region) == (Decimal("0.0000050147"), True)


def test_a_price_from_elsewhere_says_so() -> None:
    found = price("aws", "dynamodb", "wru", "eu-west-3")
    assert (found.region, found.priced_region, found.is_exact_region) == ("eu-west-3", "us-east-1", False)


def test_a_global_price_holds_everywhere() -> None:
    assert price("aws", "cloudfront", "https_requests", "eu-west-1").is_exact_region
    assert price("cloudflare", "workers", "requests", "weur").is_exact_region


def test_an_allowance_holds_in_every_region() -> None:
    home, abroad = price("aws", "lambda", "requests"), price("aws", "lambda", "requests", "eu-central-1")
    assert home.free is not None
    assert home.free == abroad.free


def test_architectures_share_their_allowance() -> None:
    arm, x86 = price("aws", "lambda", "duration_arm64").free, price("aws", "lambda", "duration_x86").free
    assert arm is not None
    assert x86 is not None
    assert arm.pool == x86.pool


def test_allowances_by_the_hour_and_by_the_day_become_monthly() -> None:
    capacity = price("aws", "dynamodb", "wcu_hour").free
    reads = price("gcp", "firestore", "reads").free
    assert capacity is not None
    assert reads is not None
    assert capacity.monthly(Decimal(720)) == 25 * 720
    assert reads.monthly(Decimal(720)) == 50_000 * 30


def test_what_is_unknown_is_named_with_what_exists() -> None:
    with pytest.raises(UnknownPriceError, match="no prices of 'ibm'; there is: aws"):
        price("ibm", "functions", "requests")
    with pytest.raises(UnknownPriceError, match=r"no prices of aws 'lamda'; there is: .*lambda"):
        price("aws", "lamda", "requests")
    with pytest.raises(UnknownPriceError, match="has no SKU 'name'; there is: requests"):
        price("aws", "lambda", "name")


def test_disputed_and_missing_rates_are_visible() -> None:
    assert not price("aws", "timestream", "writes").is_verified
    missing = price("aws", "opensearch_serverless", "storage")
    assert (missing.is_priced, missing.price) == (False, None)
    with pytest.raises(UnknownPriceError, match="no rate is known"):
        missing.amount(1)


def test_a_quantity_beyond_all_tiers() -> None:
    found = price("aws", "lambda", "duration_x86")
    assert found.amount(61_440_000_000) == Decimal("100000.2") + 135_000 + Decimal("619203.096")


def test_binary_noise_is_left_out_of_quantities() -> None:
    assert as_decimal(0.1 + 0.2) == Decimal("0.3")
    assert as_decimal(3_000_000.0) == 3_000_000
    exact = Decimal("0.12345678901234567890")
    assert as_decimal(exact) is exact


quantities = st.decimals(min_value=0, max_value=10**13, places=3)


@settings(deadline=None)
@given(st.sampled_from(TIERED), quantities, quantities)
def test_amounts_never_fall_and_bulk_never_costs_more(found: Price, one: Decimal, other: Decimal) -> None:
    whole = found.amount(one + other)
    assert whole >= found.amount(max(one, other))
    assert whole <= found.amount(one) + found.amount(other)


@settings(deadline=None)
@given(st.sampled_from(TIERED), quantities)
def test_amounts_lie_between_the_lowest_and_the_highest_tier(found: Price, quantity: Decimal) -> None:
    rates = [tier.price for tier in found.tiers]
    assert quantity * min(rates) / found.per <= found.amount(quantity) <= quantity * max(rates) / found.per
