"""Capacity that is added over time, against published rules and examples."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.scaling.supply import Supply, Surge, TokenBucket, backlog_of, turned_away


def test_the_published_example_of_the_old_burst_rule(oracles: dict[str, Any]) -> None:
    supply = Supply(start=3000, step=500, every_s=60)
    for case in oracles["legacy_burst"]["cases"]:
        minutes = case["spread_minutes"]
        rate = 10_000 / (60 * minutes)
        throttled = turned_away(Surge(rate, rate, 0, 60 * minutes), 60, supply)
        expected = case.get("throttled_total", sum(row["throttled"] for row in case.get("per_minute", ())))
        assert throttled == pytest.approx(expected, abs=0.5)


def test_the_rule_of_a_thousand_in_ten_seconds(oracles: dict[str, Any]) -> None:
    example = oracles["scaling_rate"]["example"]
    supply = Supply(start=example["C0"], step=1000, every_s=10, most=example["limit"])
    for second, available in example["available_at_s"].items():
        assert supply.at(float(second)) == available


def test_a_spike_faster_than_the_rule() -> None:
    supply = Supply(start=1000, step=1000, every_s=10)
    assert turned_away(Surge(0, 1000, 0, 60), 1.0, supply) == 0
    assert turned_away(Surge(0, 3000, 0, 60), 1.0, supply) == pytest.approx(2000 * 10 + 1000 * 10)
    assert turned_away(Surge(0, 3000, 30, 60), 1.0, supply) == 0


@given(st.floats(0, 1e4), st.floats(1, 1e5), st.floats(0, 300), st.floats(1, 3600), st.floats(0.01, 60))
def test_what_is_turned_away_is_what_sampling_finds(
    before: float, more: float, ramp_s: float, held_s: float, duration_s: float
) -> None:
    surge, supply = Surge(before, before + more, ramp_s, held_s), Supply(500, 1000, 10)
    steps = 4000
    width = surge.over_s / steps
    middles = ((i + 0.5) * width for i in range(steps))
    sampled = sum(max(0.0, surge.at(t) - supply.at(t) / duration_s) * width for t in middles)
    assert turned_away(surge, duration_s, supply) == pytest.approx(
        sampled, rel=0.02, abs=0.02 * (before + more) * width * 50
    )


def test_token_bucket() -> None:
    bucket = TokenBucket(size=1300, refill=300)
    assert bucket.lasts_s(500) == 6.5
    assert bucket.lasts_s(300) == inf
    assert bucket.sustains(6.5) == 500


def test_a_backlog_grows_and_drains() -> None:
    backlog = backlog_of(lambda t: 100.0 if t < 50 else 0.0, lambda _: 60.0, 100)
    assert backlog.most == pytest.approx(2000, rel=0.05)
    assert backlog.delay_s == pytest.approx(2000 / 60, rel=0.05)
    assert backlog.drained_after_s == pytest.approx(50 + 2000 / 60, rel=0.05)


def test_a_backlog_that_outlasts_the_peak_is_followed_to_its_end() -> None:
    backlog = backlog_of(lambda t: 0.0, lambda _: 10.0, 60, waiting=6000)
    assert backlog.most == 6000
    assert backlog.drained_after_s == pytest.approx(600, rel=0.01)


def test_a_consumer_that_is_too_slow_never_drains() -> None:
    assert backlog_of(lambda _: 10.0, lambda _: 5.0, 60).drained_after_s == inf
    assert backlog_of(lambda _: 0.0, lambda _: 0.0, 60, waiting=5).delay_s == inf


def test_nothing_waits_where_capacity_suffices() -> None:
    assert tuple(backlog_of(lambda _: 5.0, lambda _: 6.0, 60)) == (0, 0, 0)
