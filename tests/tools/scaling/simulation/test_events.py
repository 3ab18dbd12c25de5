"""Every request followed: against published throttling rules, formulas of queues, and traces of others."""

from __future__ import annotations

import csv
from math import exp, inf
from pathlib import Path

import numpy as np
import pytest

from tools.scaling.pool import erlang_b, erlang_c
from tools.scaling.simulation.chance import Outage, Trial
from tools.scaling.simulation.events import follow
from tools.scaling.simulation.outcome import Outcome
from tools.scaling.simulation.plan import (
    AT_ONCE,
    Bucket,
    Door,
    Entry,
    Growth,
    Lanes,
    Line,
    Need,
    Node,
    Plan,
    Pool,
    Relay,
    Resource,
    Spread,
    Way,
    spread_of,
    work_spread,
)
from tools.scaling.simulation.pools import peak_overlap
from tools.scaling.simulation.traffic import Traffic, steady_traffic

ONE = (1.0,)


def pool(work: Spread, *, name: str = "work", reserved: int | None = None, **fields: object) -> Pool:
    made = Pool(name, work, AT_ONCE, 900.0, reserved, 0, 512, (), ())
    return made._replace(**fields)


def line(target: int, **fields: object) -> Line:
    made = Line("jobs>work", target, 1, 0.0, 5.0, 5.0, 1250.0, 0.0, 30.0, 3, True, 345_600.0)
    return made._replace(**fields)


def plan(*nodes: Node, awaited: bool = True, **fields: object) -> Plan:
    made = Plan("a", ("load",), tuple(nodes), (Entry(0, Way(0, ONE, awaited)),))
    return made._replace(**fields)


def at(*moments: float, span_s: float = 3600.0) -> Traffic:
    """Requests at these moments and no others."""
    return Traffic(1.0, (np.zeros(int(span_s)),), (np.array(sorted(moments)),))


def even(count: int, span_s: float) -> list[float]:
    return [(number + 0.5) * span_s / count for number in range(count)]


MINUTE = Spread(60.0, 0.0)
LEGACY = Growth(3000, 500, 60.0, is_even=False)


@pytest.mark.parametrize(("minutes", "throttled"), [(1, 7000), (2, 3500), (3, 333), (4, 0)])
def test_the_burst_of_before_2023(minutes: int, throttled: int) -> None:
    """10,000 requests of a minute each, spread over some: AWS Lambda's operator guide says how many are throttled."""
    traffic = at(*even(10_000, 60.0 * minutes), span_s=600)
    found = follow(plan(pool(MINUTE), growth=LEGACY), traffic).function("work")
    assert found.throttled == pytest.approx(throttled, abs=1)


def test_a_thousand_new_environments_every_ten_seconds() -> None:
    """Between the two readings of the rule: in steps, and evenly."""
    growth = Growth(1000, 1000, 10.0)
    arrivals = even(70 * 1000, 70.0)
    outcome = follow(plan(pool(Spread(3600.0, 0.0)), growth=growth), at(*arrivals, span_s=70), step_s=1.0)
    there = next(track for track in outcome.tracks if track.name == "work").values
    for second, least, most in ((1, 1000, 1200), (10, 2000, 2100), (25, 3000, 3600), (60, 7000, 7100)):
        assert least <= there[second] <= most, second


@pytest.mark.parametrize(("duration_s", "most"), [(0.05, 10_000), (0.2, 5000)])
def test_requests_a_second_are_limited_to_ten_times_the_concurrency(duration_s: float, most: int) -> None:
    seconds = 4
    arrivals = even(14_000 * seconds, seconds)
    limits = {"account_limit": 1000.0, "rps_per_concurrency": 10.0}
    found = follow(plan(pool(Spread(duration_s, 0.0)), **limits), at(*arrivals, span_s=seconds + 1)).function("work")
    burst = most if duration_s < 0.1 else 1000
    assert found.runs == pytest.approx(most * seconds + burst * (duration_s < 0.1), rel=0.06)


def test_concurrency_is_rate_times_duration() -> None:
    found = follow(plan(pool(work_spread(500, 1500))), steady_traffic({0: 100.0}, 1, 900)).function("work")
    assert found.busy.mean == pytest.approx(50, rel=0.02)


def test_pollers_grow_by_three_hundred_a_minute() -> None:
    outcome = follow(plan(line(1), pool(Spread(600.0, 0.0)), awaited=False), at(*even(4000, 1.0), span_s=300))
    assert outcome.line("jobs>work").pollers == 1250
    found = follow(plan(line(1), pool(Spread(600.0, 0.0)), awaited=False), at(*even(4000, 1.0), span_s=121))
    assert found.line("jobs>work").pollers == pytest.approx(605, abs=6)


def test_shards_work_on_one_batch_each() -> None:
    lanes = Lanes("clicks>work", 1, 40, 10, 1.0)
    found = follow(plan(lanes, pool(Spread(30.0, 0.0)), awaited=False), at(*even(20_000, 60.0), span_s=120))
    assert found.line("clicks>work").pollers == 40 == found.function("work").busy.peak


def test_a_bucket_of_executions_started() -> None:
    """1,300 at once and 300 a second against 500 a second: throttled from 6.5 s on, 200 a second."""
    door = Door("front", (0,), (), (), ())
    bucket = (Bucket("b", "executions", 300.0, 1300.0, "q", True),)
    outcome = follow(plan(door, buckets=bucket), at(*even(500 * 30, 30.0), span_s=31))
    gate = outcome.gate("b")
    assert gate.first_at_s == pytest.approx(6.5, abs=0.05)
    assert gate.refused == pytest.approx(200 * (30 - 6.5), rel=0.01)


def test_what_a_bus_cannot_take_is_late_and_not_lost() -> None:
    relay = Relay("hub", 0.0, (0,), (Way(1, ONE),))
    bucket = (Bucket("b", "events", 100.0, 100.0, "q", True),)
    moments = even(3000, 10.0)
    outcome = follow(plan(relay, pool(AT_ONCE), awaited=False, buckets=bucket), at(*moments, span_s=60))
    assert outcome.function("work").runs == 3000
    assert outcome.gate("b").longest_s == pytest.approx(19.0, rel=0.02)


@pytest.mark.parametrize(("offered", "servers"), [(2.0, 4), (10.0, 10), (50.0, 50)])
def test_a_reserve_loses_what_erlang_says(offered: float, servers: int) -> None:
    found = follow(
        plan(pool(work_spread(1000, 3000), reserved=servers)), steady_traffic({0: offered}, 1, 120_000 / offered), 3
    ).function("work")
    assert found.throttled_share == pytest.approx(erlang_b(offered, servers), rel=0.05)


@pytest.mark.parametrize(("offered", "servers"), [(0.8, 1), (4.0, 5), (9.0, 12)])
def test_a_queue_before_a_few_waits_as_erlang_says(offered: float, servers: int) -> None:
    """Even durations wait about half as long as exponential ones (M/M/c), exactly so for one server."""
    fixed = line(1, first=float(servers), most=float(servers), growth_per_s=0.0)
    traffic = steady_traffic({0: offered}, 1, 60_000 / offered)
    outcome = follow(plan(fixed, pool(Spread(1.0, 0.0)), awaited=False), traffic, 5)
    busy = outcome.function("work").busy
    assert busy.mean == pytest.approx(offered, rel=0.02)
    assert busy.peak == servers
    exponential = erlang_c(offered, servers) / (servers - offered)
    assert outcome.line("jobs>work").mean_wait_s == pytest.approx(exponential / 2, rel=0.12)


def test_asynchronous_runs_are_tried_again_until_they_are_let_in() -> None:
    outcome = follow(plan(pool(Spread(1.0, 0.0), reserved=2), awaited=False), at(*even(50, 1.0), span_s=6000))
    found = outcome.function("work")
    assert (found.runs, found.lost) == (50, 0)
    assert found.throttled >= 40


def test_an_outage_sends_messages_back_and_then_to_the_dead() -> None:
    outside = Resource("bank", "bank/design.max_rps", "calls", inf, inf, "design.max_rps")
    worker = pool(Spread(0.5, 0.0), needs=(Need(0, ONE),))
    system = plan(line(1, batch=10), worker, awaited=False, resources=(outside,))
    trial = Trial((Outage("bank", 60.0, 660.0, hangs=False),))
    outcome = follow(system, steady_traffic({0: 2.0}, 1, 1800), 2, trial=trial)
    found = outcome.line("jobs>work")
    assert found.dead == pytest.approx(2 * (600 - 60), rel=0.1)
    assert found.left < 5
    longer = follow(
        system._replace(nodes=(line(1, batch=10, max_receives=50), worker)),
        steady_traffic({0: 2.0}, 1, 1800), 2, trial=trial,
    )  # fmt: skip
    assert longer.line("jobs>work").dead == 0
    assert longer.line("jobs>work").repeated > found.repeated


def test_a_poison_message_comes_back_until_it_is_dead() -> None:
    trial = Trial(poison=(("jobs>work", 30.0),))
    outcome = follow(
        plan(line(1), pool(Spread(0.5, 0.0)), awaited=False), steady_traffic({0: 1.0}, 1, 600), 2, trial=trial
    )
    assert outcome.line("jobs>work").dead == 1
    assert outcome.line("jobs>work").repeated == 2


def test_a_poison_record_blocks_its_shard_until_it_expires() -> None:
    trial = Trial(poison=(("clicks>work", 30.0),))

    def told(**fields: object) -> Outcome:
        lanes = Lanes("clicks>work", 1, 4, 100, 1.0)._replace(**fields)
        system = plan(lanes, pool(Spread(0.5, 0.0)), awaited=False)
        return follow(system, steady_traffic({0: 40.0}, 1, 900), 2, trial=trial)

    blocked, split = told(), told(retries=3, is_split=True)
    assert blocked.line("clicks>work").deepest > 5000
    assert split.line("clicks>work").deepest < 600
    assert split.line("clicks>work").dead == 1


def test_callers_who_try_again_make_a_storm() -> None:
    system = plan(Door("front", (0,), (), (), ()), buckets=(Bucket("b", "requests", 50.0, 50.0, "q", True),))
    traffic = steady_traffic({0: 80.0}, 1, 120)
    calm, storm = (follow(system, traffic, 1, trial=Trial(client_retries=tries)).gate("b") for tries in (0, 3))
    assert storm.asked > 1.8 * calm.asked


def test_a_lonely_function_starts_cold() -> None:
    system = plan(pool(work_spread(200, 600), init=spread_of(500, 900)), keep_alive_s=600.0)
    outcome = follow(system, steady_traffic({0: 1 / 900}, 1, 3_000_000, bin_s=60.0))
    assert outcome.function("work").cold_share == pytest.approx(exp(-600 / 900), rel=0.06)
    assert outcome.entries[0].p50_ms > 450


def test_the_same_seed_gives_the_same_outcome() -> None:
    system, traffic = plan(line(1), pool(work_spread(500, 2000)), awaited=False), steady_traffic({0: 9.0}, 1, 300)
    assert follow(system, traffic, 3) == follow(system, traffic, 3) != follow(system, traffic, 4)


@pytest.mark.devdata
def test_traces_peak_where_an_exact_sweep_says(dev_data: Path) -> None:
    for path in sorted((dev_data / "traces").rglob("*Azure2021_*.csv")):
        with path.open(encoding="utf-8") as file:
            rows = [(float(row["end_timestamp"]), float(row["duration"])) for row in csv.DictReader(file)]
        starts, took = (np.array(column) for column in zip(*((e - d, d) for e, d in rows), strict=True))
        swept = swept_peak(sorted((e - d, e) for e, d in rows))
        assert peak_overlap(starts, took) == swept, path.name


def swept_peak(spans: list[tuple[float, float]]) -> int:
    events = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    level = peak = 0
    for _, change in events:
        level += change
        peak = max(peak, level)
    return peak
