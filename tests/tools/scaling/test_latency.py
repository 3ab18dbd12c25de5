"""How long requests take, and what they set off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.bundle.evidence import gather
from tools.design.design import Design
from tools.design.requirements import LatencyObjective, Load
from tools.scaling import EntryLatency, analyse, slowest_p99_ms
from tools.scaling.timings import answer_of, in_turn, repeated, work_answer
from tools.workload import propagate

Build = Callable[..., Design]
Traffic = Callable[..., Load]
Wish = Callable[..., LatencyObjective]


def latencies_of(design: Design) -> dict[str, EntryLatency]:
    return {" ".join(entry.route): entry for entry in analyse(design, propagate(design)).latencies}


def test_a_request_through_a_front_door(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("api", "front"), ("function", "work", {"work_ms": 100, "work_p99_ms": 300})],
        [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "work")],
        [traffic(count=50)],
    )
    entry = latencies_of(design)["front work"]
    assert entry.p50_ms.value == pytest.approx(8 + 86.7, rel=0.01)
    assert entry.p99_ms.value == pytest.approx(94.7 + ((300 - 86.7) ** 2 + 22**2) ** 0.5, rel=0.01)
    assert [term.what.split()[0] for term in entry.terms] == ["front", "work", "cold"]
    assert entry.later == ()


def test_every_way_behind_a_door_is_its_own(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("api", "front"), ("function", "fast", {"work_ms": 10}), ("function", "slow")],
        [
            ("call", "users", "front", {"load": "orders"}),
            ("trigger", "front", "fast", {"ratio": 0.9}),
            ("trigger", "front", "slow", {"ratio": 0.1}),
        ],
        [traffic()],
    )
    found = latencies_of(design)
    assert found["front fast"].p99_ms.value < found["front slow"].p99_ms.value


def test_rare_traffic_feels_its_cold_starts(build: Build, traffic: Traffic) -> None:
    def p99(count: float) -> float:
        design = build(
            [("external", "users"), ("api", "front"), ("function", "work", {"work_ms": 30, "language": "java"})],
            [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "work")],
            [traffic(count=count)],
        )
        return latencies_of(design)["front work"].p99_ms.value

    assert p99(0.0005) > p99(100) + 150


def test_a_cdn_answers_most_itself(build: Build, traffic: Traffic) -> None:
    def entry(cached: float) -> EntryLatency:
        design = build(
            [("external", "users"), ("cdn", "edge", {"cached_share": cached}), ("api", "front"), ("function", "work")],
            [("call", "users", "edge", {"load": "orders"}), ("call", "edge", "front"), ("trigger", "front", "work")],
            [traffic()],
        )
        return latencies_of(design)["edge front work"]

    assert entry(0.9).p50_ms.value == 15
    assert entry(0.9).p99_ms.value < entry(0.1).p99_ms.value
    assert entry(0.999).p99_ms.value == 80


def test_a_function_at_the_edge_sees_every_request(build: Build, traffic: Traffic) -> None:
    design = build(
        [
            ("external", "users"),
            ("cdn", "edge", {"cached_share": 0.999}),
            ("function", "rewrite", {"placement": "edge", "work_ms": 50}),
        ],
        [("call", "users", "edge", {"load": "orders"}), ("trigger", "edge", "rewrite")],
        [traffic()],
    )
    assert latencies_of(design)["edge rewrite"].p50_ms.value == pytest.approx(15 + 43.4, rel=0.01)


def test_what_guards_a_door_counts(build: Build, traffic: Traffic) -> None:
    parts = [
        ("external", "users"),
        ("firewall", "wall"),
        ("function", "guard", {"work_ms": 40}),
        ("function", "work"),
    ]
    links = [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "work")]
    guarded = {"auth": "function", "authorizer": "guard", "firewall": "wall"}
    bare = latencies_of(build([*parts, ("api", "front")], links, [traffic()]))["front work"]
    kept = latencies_of(build([*parts, ("api", "front", guarded)], links, [traffic()]))["front work"]
    assert kept.p50_ms.value == pytest.approx(bare.p50_ms.value + 1 + 34.7, rel=0.01)


def test_a_direct_hand_over_only_waits_for_it(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("api", "front"), ("queue", "jobs", {"delay_s": 60}), ("function", "work")],
        [
            ("call", "users", "front", {"load": "orders"}),
            ("trigger", "front", "jobs"),
            ("trigger", "jobs", "work", {"delivery": {"batch_window_s": 10}}),
        ],
        [traffic()],
    )
    entry = latencies_of(design)["front jobs"]
    assert entry.p50_ms.value == 16
    assert entry.later == ("work",)
    assert 65_000 < entry.later_p50_ms < 65_300
    assert 70_000 < entry.later_p99_ms < 71_000


def test_what_goes_on_follows_the_events(build: Build, traffic: Traffic) -> None:
    design = build(
        [
            ("external", "users"),
            ("function", "buy"),
            ("function", "leave"),
            ("bus", "hub"),
            ("queue", "jobs"),
            ("function", "bill", {"work_ms": 2000}),
            ("workflow", "send-out", {"definition": "w", "work_s": 100}),
        ],
        [
            ("call", "users", "buy", {"load": "orders"}),
            ("call", "users", "leave", {"load": "orders"}),
            ("send", "buy", "hub", {"events": ("Bought",)}),
            ("send", "leave", "hub", {"events": ("Left",)}),
            ("trigger", "hub", "jobs", {"events": ("Bought",)}),
            ("trigger", "jobs", "bill"),
            ("send", "bill", "hub", {"events": ("Billed",)}),
            ("trigger", "hub", "send-out", {"events": ("Billed",)}),
        ],
        [traffic()],
        workflows=({"name": "w", "steps": [{"kind": "pass", "name": "p"}]},),
    )
    found = latencies_of(design)
    assert found["buy"].later == ("jobs", "bill", "send-out")
    assert found["buy"].later_p50_ms > 80_000
    assert found["leave"].later == ()


def test_circles_end(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("function", "a"), ("function", "b"), ("api", "front")],
        [
            ("call", "users", "a", {"load": "orders"}),
            ("call", "a", "b"),
            ("call", "b", "a"),
            ("call", "b", "front"),
            ("trigger", "front", "a"),
        ],
        [traffic()],
    )
    assert latencies_of(design)["a"].p99_ms.value > 0


def test_objectives_are_held_against_the_estimates(build: Build, traffic: Traffic, wish: Wish) -> None:
    design = build(
        [("external", "users"), ("api", "front"), ("function", "work", {"serves": ("ordering",)})],
        [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "work")],
        [traffic()],
        latencies=(wish(500), wish(100, "orders"), wish(200, "ordering", 50), wish(1, "other")),
    )
    found = latencies_of(design)["front work"].objectives
    assert [(one.what, one.is_met) for one in found] == [("all", True), ("orders", False), ("ordering", True)]


def test_unknown_p99_is_three_times_the_mean() -> None:
    assert work_answer(100, None).p99_ms == 300
    assert work_answer(100, 100).p50_ms == 100
    assert work_answer(100, 100_000).p50_ms > 0


durations = st.tuples(st.floats(0.1, 1e4), st.floats(1, 20)).map(lambda pair: answer_of(pair[0], pair[0] * pair[1]))


@given(st.lists(durations, min_size=1, max_size=6))
def test_parts_in_turn_lie_between_the_slowest_and_the_sum(parts: list) -> None:
    whole = in_turn(parts)
    assert whole.p50_ms == pytest.approx(sum(part.p50_ms for part in parts))
    assert max(part.p99_ms for part in parts) <= whole.p99_ms * (1 + 1e-9)
    assert whole.p99_ms <= sum(part.p99_ms for part in parts) * (1 + 1e-9)


@given(durations, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_what_happens_more_often_takes_longer(part: object, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert repeated(part, low).p99_ms <= repeated(part, high).p99_ms * (1 + 1e-9)
    assert repeated(part, low).mean_ms <= repeated(part, high).mean_ms


@pytest.mark.parametrize("kind", ["bucket", "file-gateway"])
def test_for_a_file_that_is_handed_in_nobody_waits(kind: str, build: Build, traffic: Traffic, wish: Wish) -> None:
    design = build(
        [("external", "users"), (kind, "files"), ("function", "work")],
        [("write" if kind == "bucket" else "call", "users", "files", {"load": "orders"}), ("trigger", "files", "work")],
        [traffic(count=5)],
        latencies=(wish(1, "all"),),
    )
    report = analyse(design, propagate(design))
    (entry,) = report.latencies
    assert (entry.objectives, report.answers) == ((), ())
    assert entry.later_p99_ms > 0
    assert gather(design).slowest_p99_ms is None
    assert slowest_p99_ms(design, propagate(design)) is None


def test_a_load_is_as_slow_as_the_slowest_of_its_ways(build: Build, traffic: Traffic, wish: Wish) -> None:
    design = build(
        [("external", "users"), ("api", "front"), ("function", "slow", {"work_ms": 900}), ("function", "fast")],
        [
            ("call", "users", "front", {"load": "orders"}),
            ("trigger", "front", "slow", {"matches": ("GET /slow",)}),
            ("trigger", "front", "fast", {"matches": ("GET /fast",)}),
        ],
        [traffic(count=5)],
        latencies=(wish(500, "all"),),
    )
    assert "SL-X72" in {finding.rule for finding in gather(design).report.findings}
