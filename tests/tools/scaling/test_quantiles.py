"""Quantiles against known values."""

from __future__ import annotations

from math import exp
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.scaling.quantiles import Z99, between, lognormal_sigma, normal_quantile, poisson_quantile


@given(st.floats(1e-9, 1 - 1e-9))
def test_the_normal_quantile_is_the_library_s(p: float) -> None:
    assert normal_quantile(p) == pytest.approx(NormalDist().inv_cdf(p), rel=1e-7, abs=1e-8)


def test_poisson_quantiles(oracles: dict[str, Any]) -> None:
    for row in oracles["running_quantiles"]:
        for name, p in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
            assert poisson_quantile(row["offered_load_A"], p) == row[name]


def test_the_sum_and_the_expansion_meet() -> None:
    assert poisson_quantile(30.001, 0.99) - poisson_quantile(29.999, 0.99) in (0, 1)
    assert poisson_quantile(0, 0.99) == 0


@given(st.floats(1, 1e5), st.floats(1.01, 14))
def test_a_lognormal_comes_back_from_its_mean_and_percentile(mean: float, ratio: float) -> None:
    sigma = lognormal_sigma(mean, mean * ratio)
    assert exp(Z99 * sigma - sigma * sigma / 2) == pytest.approx(ratio)


def test_percentiles_between() -> None:
    assert between(100, 300, 0.5) == pytest.approx(100)
    assert between(100, 300, 0.99) == pytest.approx(300)
    assert 100 < between(100, 300, 0.9) < 300
    assert between(100, 90, 0.9) == 100
