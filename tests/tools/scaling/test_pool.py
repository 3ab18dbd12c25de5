"""Pools of environments, against published runs, measurements and closed forms."""

from __future__ import annotations

import heapq
import random
from collections import deque
from math import exp
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.scaling.pool import erlang_b, erlang_c, highest_busy, steady_pool
from tools.scaling.quantiles import poisson_quantile

Oracles = dict[str, Any]


def test_simfaas_published_runs(oracles: Oracles) -> None:
    within = oracles["tolerances"]
    for run in oracles["published"][:2]:
        given_ = run["parameters"]
        rate, warm_s = given_["arrival_rate_per_s"], given_["warm_service_s"]
        pool = steady_pool(rate, warm_s, given_["idle_threshold_s"])
        cold = oracles["independent"]["cold_start_probability"][0]
        assert pool.cold_per_s / rate == pytest.approx(cold, rel=within["cold_start_probability"])
        assert pool.cold_per_s / rate == pytest.approx(run["results"]["cold_start_probability"], rel=0.08)
        assert pool.environments == pytest.approx(run["results"]["mean_instances"], rel=within["mean_instances"])
        assert rate * warm_s == pytest.approx(run["results"]["mean_running"], rel=within["mean_running"])


def test_simfaas_capped_run_is_erlangs_loss(oracles: Oracles) -> None:
    run = oracles["published"][2]
    offered = run["parameters"]["arrival_rate_per_s"] * run["parameters"]["warm_service_s"]
    lost = erlang_b(offered, run["parameters"]["max_concurrency"])
    within = oracles["tolerances"]["rejection_probability"]
    assert lost == pytest.approx(run["results"]["rejection_probability"], rel=within)
    assert lost == pytest.approx(oracles["independent"]["capped_case_rejection_probability"], rel=within)


def test_the_event_simulation_of_ten_experiments_is_met(oracles: Oracles) -> None:
    within = oracles["tolerances"]
    for run in oracles["experiments"]:
        rate = run["arrival_rate_per_s"]
        pool = steady_pool(rate, run["warm_service_ms"] / 1000, run["idle_threshold_s"])
        simulated = run["reference_simulation"]
        cold = pytest.approx(simulated["cold_start_probability"], rel=within["cold_start_probability"])
        assert pool.cold_per_s / rate == cold, run["id"]
        assert pool.environments == pytest.approx(simulated["mean_instances"], rel=within["mean_instances"]), run["id"]


def test_measurements_on_aws_are_met_as_well_as_by_the_published_simulator(oracles: Oracles) -> None:
    cold_errors, pool_errors = [], []
    for run in oracles["experiments"]:
        rate, measured = run["arrival_rate_per_s"], run["measured"]
        pool = steady_pool(rate, run["warm_service_ms"] / 1000, run["idle_threshold_s"])
        cold_errors.append(abs(pool.cold_per_s / rate / measured["cold_start_probability"] - 1))
        pool_errors.append(abs(pool.environments / measured["mean_instances"] - 1))
    assert sum(cold_errors) / len(cold_errors) < 0.15
    assert sum(pool_errors) / len(pool_errors) < 0.035


def test_erlang_b_table(oracles: Oracles) -> None:
    for row in oracles["erlang_b"]:
        lost = erlang_b(row["offered_load_A"], row["servers_N"])
        assert lost == pytest.approx(row["blocking_probability"], rel=1e-5)


@pytest.mark.parametrize(
    ("offered", "servers", "waiting"), [(0.5, 1, 0.5), (1.0, 2, 1 / 3), (4.0, 5, 0.5541), (8.0, 10, 0.4092)]
)
def test_erlang_c_table(offered: float, servers: int, waiting: float) -> None:
    """M/M/1 and M/M/2 by hand; the others from any table of the formula."""
    assert erlang_c(offered, servers) == pytest.approx(waiting, rel=2e-3)
    assert erlang_c(servers, servers) == 1.0


def test_newest_first_overflow(oracles: Oracles) -> None:
    row = oracles["newest_first_overflow"]
    offered, rate = row["offered_load_A"], row["arrival_rate_per_s"]
    for one in row["instances"]:
        i = one["instance"]
        share = erlang_b(offered, i - 1) - erlang_b(offered, i)
        assert rate * share == pytest.approx(one["arrival_rate_per_s"], rel=1e-4)


@given(st.floats(0.01, 500), st.integers(0, 700))
def test_erlang_b_obeys_its_recursion(offered: float, servers: int) -> None:
    before, after = erlang_b(offered, servers), erlang_b(offered, servers + 1)
    if before > 1e-9:
        assert after == pytest.approx(offered * before / (servers + 1 + offered * before), rel=1e-6)
    assert 0 <= after <= before <= 1


def test_a_lonely_function_starts_cold_whenever_it_was_idle_too_long() -> None:
    rate, keep_s = 1 / 3000, 600.0
    pool = steady_pool(rate, 0.1, keep_s)
    assert pool.cold_per_s / rate == pytest.approx(exp(-rate * keep_s), rel=1e-3)


def test_environments_kept_ready_start_nothing_cold() -> None:
    without, half, whole = (steady_pool(10, 1.0, 600, ready) for ready in (0, 22, 60))
    assert without.cold_per_s > half.cold_per_s > 0
    assert whole.cold_per_s < 1e-9
    assert whole.environments == 60


def test_the_sums_and_the_closed_form_meet() -> None:
    for duration_s in (0.02, 0.3, 4.0):
        below, above = (steady_pool(offered / duration_s, duration_s, 600) for offered in (1.999, 2.001))
        assert above.cold_per_s == pytest.approx(below.cold_per_s, rel=0.03)
        assert above.environments == pytest.approx(below.environments, rel=0.02)
    for offered in (3.0, 30.0, 1000.0):
        short, long = (steady_pool(offered / duration_s, duration_s, 600) for duration_s in (11.999, 12.001))
        assert long.cold_per_s == pytest.approx(short.cold_per_s, rel=0.04)
        assert long.environments == pytest.approx(short.environments, rel=0.03)


@pytest.mark.parametrize(("rate", "duration_s"), [(0.05, 3.0), (2.0, 0.4), (20.0, 0.5)])
def test_an_event_simulation_of_the_same_pool(rate: float, duration_s: float) -> None:
    keep_s, hours = 60.0, 80 if rate < 10 else 6
    cold, requests = simulated(rate, duration_s, keep_s, hours * 3600.0)
    pool = steady_pool(rate, duration_s, keep_s)
    spread = 4 * cold**0.5 + 0.1 * cold
    assert abs(pool.cold_per_s * hours * 3600 - cold) <= spread
    assert requests == pytest.approx(rate * hours * 3600, rel=0.05)


def simulated(rate: float, duration_s: float, keep_s: float, until_s: float) -> tuple[int, int]:
    """Cold starts and requests of a pool that hands each request to the environment used last."""
    dice = random.Random(7)
    now, cold, requests = 0.0, 0, 0
    busy: list[float] = []
    idle: deque[float] = deque()
    while now < until_s:
        now += dice.expovariate(rate)
        while busy and busy[0] <= now:
            idle.append(heapq.heappop(busy))
        while idle and idle[0] + keep_s <= now:
            idle.popleft()
        if idle:
            idle.pop()
        else:
            cold += 1
        requests += 1
        heapq.heappush(busy, now + dice.expovariate(1 / duration_s))
    return cold, requests


def test_the_highest_busy_lies_above_nearly_every_moment() -> None:
    for offered in (0.2, 3.0, 40.0, 900.0):
        assert highest_busy(offered / 0.2, 0.2, 3600) > poisson_quantile(offered, 0.999)


@given(st.floats(1e-6, 1e5), st.floats(1e-3, 900), st.floats(1.01, 10))
def test_more_traffic_needs_more(rate: float, duration_s: float, factor: float) -> None:
    one, more = (highest_busy(rate * times, duration_s, 3600) for times in (1.0, factor))
    assert more >= one * 0.999
    assert more <= one * factor * 1.001 + 1
    assert (
        steady_pool(rate * factor, duration_s, 600).environments
        >= steady_pool(rate, duration_s, 600).environments * 0.97
    )


@given(st.floats(0, 1e300), st.floats(1e-3, 900), st.integers(0, 10_000))
def test_any_rate_has_an_answer(rate: float, duration_s: float, ready: int) -> None:
    pool = steady_pool(rate, duration_s, 600, ready)
    assert pool.cold_per_s >= 0
    assert pool.environments >= ready * 0.999
