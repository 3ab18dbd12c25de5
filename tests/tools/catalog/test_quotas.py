"""Quotas: resolved for a region, numbers where they are numbers."""

from __future__ import annotations

import pytest

from tools.catalog.quotas import PROVIDERS, UnknownQuotaError, quota, quotas
from tools.catalog.tables import table

SERVICES = [(provider, service) for provider in PROVIDERS for service in table(f"quotas/{provider}")]


def test_the_table_is_as_large_as_it_was() -> None:
    assert len(SERVICES) == 19
    assert sum(len(quotas(*key)) for key in SERVICES) == 169


@pytest.mark.parametrize("key", SERVICES, ids=".".join)
def test_every_quota_has_unit_and_source(key: tuple[str, str]) -> None:
    for found in quotas(*key):
        assert found.unit
        assert found.source
        assert found.as_of or not found.is_verified


@pytest.mark.parametrize(
    ("region", "bucket"), [("us-east-1", 5000), ("eu-west-1", 5000), ("eu-central-1", 800), ("", 800)]
)
def test_groups_of_regions_resolve(region: str, bucket: float) -> None:
    assert quota("aws", "stepfunctions", "state_transition_standard", region).number("bucket") == bucket


def test_newer_regions_have_lower_throttles() -> None:
    assert quota("aws", "apigateway", "throttle_rps", "eu-central-1").number() == 10_000
    assert quota("aws", "apigateway", "throttle_rps", "eu-south-2").number() == 2_500


def test_pairs_have_a_minimum_and_a_maximum() -> None:
    memory = quota("aws", "lambda", "memory_mb")
    assert (memory.number("minimum"), memory.number("maximum")) == (128, 10_240)


def test_what_is_no_number_is_no_number() -> None:
    with pytest.raises(UnknownQuotaError, match="is no number"):
        quota("aws", "sqs", "standard_tps").number()
    with pytest.raises(UnknownQuotaError, match="no part 'size'; there is: bucket, refill"):
        quota("aws", "stepfunctions", "state_transition_standard").number("size")


def test_what_is_unknown_is_named_with_what_exists() -> None:
    with pytest.raises(UnknownQuotaError, match="no quotas of 'ibm'"):
        quota("ibm", "functions", "memory_mb")
    with pytest.raises(UnknownQuotaError, match=r"no quotas of aws 'lamda'; there is: .*lambda"):
        quota("aws", "lamda", "memory_mb")
    with pytest.raises(UnknownQuotaError, match=r"has no quota 'memory'; there is: .*memory_mb"):
        quota("aws", "lambda", "memory")


def test_values_cannot_be_changed() -> None:
    found = quota("aws", "stepfunctions", "state_transition_standard").value
    with pytest.raises(TypeError):
        found["bucket"] = 1  # type: ignore[index]
