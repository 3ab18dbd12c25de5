"""Profiles: mean, peak and shape over a day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.design.requirements import Assumed, Daily, Load, Peak, Replay, Steady
from tools.workload.growth import at_year
from tools.workload.profiles import DAY_S, day_of, mean_rps, peak_rps, rate_at

ORIGIN = Assumed(reason="a test")


def load(count: float = 10.0, **fields: object) -> Load:
    return Load.model_validate({"id": "hits", "what": "hits", "count": count, "origin": ORIGIN, **fields})


def mean_over_day(one: Load, step_s: int = 60) -> float:
    day = day_of(one)
    return sum(day.rate_at(t) for t in range(0, DAY_S, step_s)) * step_s / DAY_S


def test_a_steady_load_never_changes() -> None:
    one = load(profile=Steady())
    assert {rate_at(one, t) for t in (0, 1, 43_200, 86_399.5)} == {10.0}
    assert mean_rps(one) == peak_rps(one) == 10.0


@pytest.mark.parametrize("ratio", [1.0, 1.2, 2.0, 2.5, 3.0, 8.0, 40.0])
def test_a_daily_cycle_has_its_mean_and_its_top_at_its_hour(ratio: float) -> None:
    one = load(profile=Daily(peak_ratio=ratio, peak_hour=9.5))
    assert mean_over_day(one) == pytest.approx(10.0, rel=1e-6)
    assert peak_rps(one) == pytest.approx(10 * ratio) == pytest.approx(rate_at(one, 9.5 * 3600))
    assert max(rate_at(one, t) for t in range(0, DAY_S, 60)) == pytest.approx(10 * ratio, rel=1e-6)
    assert min(rate_at(one, t) for t in range(0, DAY_S, 60)) >= 0


def test_the_two_forms_of_the_cycle_meet_at_a_ratio_of_two() -> None:
    below, above = load(profile=Daily(peak_ratio=2.0)), load(profile=Daily(peak_ratio=2.0 + 1e-9))
    assert all(rate_at(below, t) == pytest.approx(rate_at(above, t), abs=1e-6) for t in range(0, DAY_S, 1800))


def test_a_replayed_series_gives_the_shape_and_the_count_the_amount() -> None:
    one = load(profile=Replay(step_s=3600, rates=(1.0, 3.0)))
    assert rate_at(one, 0) == pytest.approx(5.0)
    assert rate_at(one, 3600) == pytest.approx(15.0)
    assert rate_at(one, 2 * 3600 + 3599) == pytest.approx(5.0)
    assert mean_over_day(one) == pytest.approx(10.0)


def test_a_series_of_several_days_shows_its_busiest() -> None:
    days = (*(1.0,) * 24, *(1.0,) * 12, 9.0, *(1.0,) * 11, *(1.0,) * 24)
    one = load(count=10.0, profile=Replay(step_s=3600, rates=days))
    assert peak_rps(one) == rate_at(one, 12.5 * 3600) > 5 * rate_at(one, 13.5 * 3600)


def test_a_series_of_nothing_is_steady() -> None:
    assert rate_at(load(profile=Replay(rates=(0.0, 0.0))), 5.0) == 10.0


def test_a_peak_ramps_up_holds_and_falls() -> None:
    peak = Peak(name="sale", multiplier=5, duration_s=600, ramp_s=100, origin=ORIGIN)
    one = load(profile=Steady(), peaks=(peak,))
    noon = 12 * 3600
    at = [rate_at(one, noon + t) for t in (-1, 0, 50, 100, 400, 700, 750, 800, 801)]
    assert at == pytest.approx([10, 10, 30, 50, 50, 50, 30, 10, 10])
    assert peak_rps(one) == 50


def test_the_mean_holds_the_peaks_on_the_days_they_happen() -> None:
    peak = Peak(name="sale", multiplier=5, duration_s=600, ramp_s=100, days_per_year=365.25, origin=ORIGIN)
    daily = load(profile=Steady(), peaks=(peak,))
    assert mean_rps(daily) == pytest.approx(10 + 40 * 700 / DAY_S)
    yearly = daily.model_copy(update={"peaks": (peak.model_copy(update={"days_per_year": 1.0}),)})
    assert mean_rps(yearly) - 10 == pytest.approx((mean_rps(daily) - 10) / 365.25)


def test_the_mean_with_a_peak_is_what_sampling_the_day_gives() -> None:
    peak = Peak(name="sale", multiplier=9, duration_s=5000, ramp_s=1000, origin=ORIGIN)
    one = load(profile=Daily(peak_ratio=3, peak_hour=23), peaks=(peak,))
    assert mean_rps(one) == pytest.approx(mean_over_day(one, 10), rel=1e-4)


def test_a_peak_that_never_happens_changes_nothing() -> None:
    one = load(profile=Steady(), peaks=(Peak(name="x", multiplier=99, days_per_year=0, origin=ORIGIN),))
    assert (mean_rps(one), peak_rps(one)) == (10.0, 10.0)


def test_a_peak_below_the_normal_rate_changes_nothing() -> None:
    peak = Peak(name="x", multiplier=2, origin=ORIGIN)
    one = load(profile=Daily(peak_ratio=3, peak_hour=10), peaks=(peak,))
    assert rate_at(one, 10 * 3600) == pytest.approx(30)


def test_a_peak_of_several_days_holds_all_day() -> None:
    one = load(profile=Steady(), peaks=(Peak(name="x", multiplier=2, duration_s=3 * DAY_S, origin=ORIGIN),))
    assert rate_at(one, 0) == pytest.approx(20)
    assert mean_rps(one) <= 20.0


def test_a_step_begins_where_its_second_is_a_hair_early() -> None:
    one = load(profile=Replay(step_s=1.9, rates=(0.0, 0.0, 0.0, 1.0)))
    assert 3 * 1.9 / 1.9 < 3
    assert peak_rps(one) == rate_at(one, 3 * 1.9) == 40.0


def test_days_repeat_to_the_last_bit() -> None:
    peak = Peak(name="p", multiplier=2, duration_s=DAY_S, ramp_s=2e-308, days_per_year=1, origin=ORIGIN)
    one = load(profile=Daily(peak_ratio=1.0, peak_hour=3e-118), peaks=(peak,))
    assert rate_at(one, 0.0) == rate_at(one, DAY_S) == rate_at(one, 2 * DAY_S)


def test_growth_compounds() -> None:
    assert at_year(load(growth_per_year=0.5), 2).count == pytest.approx(22.5)


peaks = st.builds(
    Peak,
    name=st.just("p"),
    multiplier=st.floats(1.01, 50),
    duration_s=st.floats(1, 2e5),
    ramp_s=st.floats(0, 1e5),
    days_per_year=st.floats(0, 365),
    origin=st.just(ORIGIN),
)
profiles = st.one_of(
    st.just(Steady()),
    st.builds(Daily, peak_ratio=st.floats(1, 100), peak_hour=st.floats(0, 23.99)),
    st.builds(Replay, step_s=st.floats(1, 1e5), rates=st.lists(st.floats(0, 1e6), min_size=1, max_size=40).map(tuple)),
)


@given(profiles, st.lists(peaks, max_size=3).map(tuple), st.floats(0, 1e6), st.floats(0, DAY_S))
def test_no_second_is_above_the_peak_or_below_nothing(
    profile: object, some: tuple[Peak, ...], count: float, at: float
) -> None:
    one = load(count, profile=profile, peaks=some)
    assert 0 <= rate_at(one, at) <= peak_rps(one) * (1 + 1e-9)
    if len(some) < 2:
        assert mean_rps(one) <= peak_rps(one) * (1 + 1e-6)
    assert all(rate_at(one, turn) == rate_at(one, turn + DAY_S) for turn in day_of(one).turns if turn % 1 == 0)


@given(profiles, st.lists(peaks, max_size=2).map(tuple), st.floats(0.01, 100), st.floats(0, DAY_S))
def test_rates_are_linear_in_the_count(profile: object, some: tuple[Peak, ...], factor: float, at: float) -> None:
    one, more = load(10, profile=profile, peaks=some), load(10 * factor, profile=profile, peaks=some)
    assert rate_at(more, at) == pytest.approx(factor * rate_at(one, at), rel=1e-9, abs=1e-12)
    assert mean_rps(more) == pytest.approx(factor * mean_rps(one), rel=1e-9)
