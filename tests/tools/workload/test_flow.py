"""What every part of a design sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.design.base import Model
from tools.design.components import COMPONENT_TYPES, ComponentBase
from tools.design.design import Design
from tools.design.edits import SetField, apply
from tools.design.requirements import DAYS_PER_MONTH, SECONDS_PER, Assumed, Daily, Load, Peak, Replay
from tools.design.workflows import Succeed, Workflow
from tools.workload import Workload, grown, propagate, scaled
from tools.workload.flow import AT_REST

Build = Callable[..., Design]
Traffic = Callable[..., Load]
MONTH_S = SECONDS_PER["month"]


def rps(workload: Workload, name: str) -> float:
    return workload.components[name].mean_rps


def test_work_is_carried_along_every_kind_of_link(build: Build, traffic: Traffic) -> None:
    design = build(
        [
            ("external", "users"),
            ("api", "front"),
            ("function", "take"),
            ("queue", "jobs"),
            ("function", "work"),
            ("table", "orders", {"item_kb": 3.0}),
            ("function", "idle"),
        ],
        [
            ("call", "users", "front", {"load": "orders", "ratio": 0.5}),
            ("trigger", "front", "take"),
            ("send", "take", "jobs", {"ratio": 4}),
            ("trigger", "jobs", "work"),
            ("write", "work", "orders", {"ratio": 2}),
            ("read", "take", "orders"),
        ],
        [traffic("orders", 10, payload_kb=7)],
    )
    seen = propagate(design)
    assert [link.mean_rps for link in seen.links] == pytest.approx([5, 5, 20, 20, 40, 5])
    assert rps(seen, "orders") == pytest.approx(45)
    assert seen.accepted["orders"].mean_rps == pytest.approx(40)
    assert seen.components["idle"].per_month == seen.components["users"].per_month == 0
    assert seen.components["take"].per_month == pytest.approx(5 * MONTH_S)
    assert seen.components["jobs"].payload_kb == 7
    assert seen.links[4].payload_kb == seen.links[5].payload_kb == 3
    assert seen.components["orders"].weights == (("orders", pytest.approx(4.5)),)


def test_reads_start_nothing_and_close_no_circle(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("function", "a"), ("table", "t"), ("function", "b")],
        [
            ("call", "users", "a", {"load": "orders"}),
            ("read", "a", "t", {"ratio": 9}),
            ("write", "a", "t"),
            ("trigger", "t", "b"),
            ("read", "b", "t"),
        ],
        [traffic()],
    )
    seen = propagate(design)
    assert rps(seen, "b") == pytest.approx(10)
    assert rps(seen, "t") == pytest.approx(110)
    assert seen.cycles == ()


def test_a_bus_routes_by_event(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("function", "a"), ("bus", "hub"), *(("function", name) for name in "bcde")],
        [
            ("call", "users", "a", {"load": "orders"}),
            ("send", "a", "hub", {"events": ("Paid", "Sent"), "ratio": 2}),
            ("send", "b", "hub", {"events": ("Shipped",)}),
            ("trigger", "hub", "b", {"events": ("Paid",)}),
            ("trigger", "hub", "c", {"events": ("Paid", "Sent")}),
            ("trigger", "hub", "d"),
            ("trigger", "hub", "e", {"events": ("Shipped",)}),
        ],
        [traffic()],
    )
    seen = propagate(design)
    assert [rps(seen, name) for name in "bc"] == pytest.approx([10, 20])
    assert [rps(seen, name) for name in ("d", "e", "hub")] == pytest.approx([30, 10, 30])
    assert seen.cycles == ()


def test_events_that_lead_on_to_each_other_over_one_bus_are_no_circle(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("bus", "hub"), *(("function", name) for name in "abc"), ("queue", "jobs")],
        [
            ("call", "users", "a", {"load": "orders"}),
            ("send", "a", "hub", {"events": ("Placed",)}),
            ("trigger", "hub", "jobs", {"events": ("Placed",)}),
            ("trigger", "jobs", "b"),
            ("send", "b", "hub", {"events": ("Paid",), "ratio": 0.5}),
            ("trigger", "hub", "c", {"events": ("Paid",)}),
            ("send", "c", "hub", {"events": ("Placed",), "ratio": 0.1}),
        ],
        [traffic()],
    )
    seen = propagate(design)
    assert [rps(seen, name) for name in "abc"] == pytest.approx([10, 10, 5])
    assert [(cycle.link, cycle.components) for cycle in seen.cycles] == [(6, ("hub", "jobs", "b", "hub", "c"))]
    assert rps(seen, "hub") == pytest.approx(15.5)


def test_events_keep_their_share_from_bus_to_bus(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("function", "a"), ("bus", "one"), ("bus", "two"), ("function", "b")],
        [
            ("call", "users", "a", {"load": "orders"}),
            ("send", "a", "one", {"events": ("Paid",), "ratio": 3}),
            ("send", "a", "one", {"events": ("Sent",), "ratio": 1}),
            ("trigger", "one", "two", {"events": ("Paid", "Sent")}),
            ("trigger", "two", "b", {"events": ("Sent",)}),
        ],
        [traffic()],
    )
    assert rps(propagate(design), "b") == pytest.approx(10)


def test_what_names_no_event_may_be_any(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("topic", "news"), ("function", "a")],
        [("send", "users", "news", {"load": "orders"}), ("trigger", "news", "a", {"events": ("Paid",)})],
        [traffic()],
    )
    assert rps(propagate(design), "a") == pytest.approx(10)


def test_consumers_of_a_queue_share_and_subscribers_of_a_topic_do_not(build: Build, traffic: Traffic) -> None:
    parts = [("external", "users"), ("queue", "jobs"), ("topic", "news"), *(("function", name) for name in "abcd")]
    links = [
        ("send", "users", "jobs", {"load": "orders"}),
        ("send", "users", "news", {"load": "orders"}),
        *(("trigger", "jobs", name) for name in "ab"),
        *(("trigger", "news", name) for name in "cd"),
    ]
    seen = propagate(build(parts, links, [traffic()]))
    assert [rps(seen, name) for name in "abcd"] == pytest.approx([5, 5, 10, 10])


def test_a_cdn_lets_through_what_it_has_not_cached(build: Build, traffic: Traffic) -> None:
    design = build(
        [
            ("external", "users"),
            ("cdn", "edge", {"cached_share": 0.9}),
            ("bucket", "site"),
            ("api", "front"),
            ("function", "rewrite", {"placement": "edge"}),
        ],
        [
            ("call", "users", "edge", {"load": "orders"}),
            ("read", "edge", "site", {"ratio": 0.5}),
            ("call", "edge", "front"),
            ("trigger", "edge", "rewrite"),
        ],
        [traffic()],
    )
    seen = propagate(design)
    assert [rps(seen, name) for name in ("edge", "site", "front", "rewrite")] == pytest.approx([10, 0.5, 1, 10])


def test_an_authoriser_is_asked_for_every_request(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("api", "front", {"auth": "function", "authorizer": "guard"}), ("function", "guard")],
        [("call", "users", "front", {"load": "orders"})],
        [traffic()],
    )
    seen = propagate(design)
    assert rps(seen, "guard") == pytest.approx(10)
    assert len(seen.links) == len(seen.batches) == 1


def test_a_circle_is_followed_once(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("bucket", "files"), ("function", "shrink")],
        [
            ("write", "users", "files", {"load": "orders"}),
            ("trigger", "files", "shrink"),
            ("write", "shrink", "files"),
        ],
        [traffic()],
    )
    seen = propagate(design)
    assert rps(seen, "shrink") == pytest.approx(10)
    assert rps(seen, "files") == pytest.approx(20)
    assert seen.accepted["files"].mean_rps == pytest.approx(10)
    assert seen.cycles[0].link == 2
    assert seen.cycles[0].components == ("files", "shrink")


def test_a_schedule_brings_impulses(build: Build) -> None:
    design = build(
        [
            ("schedule", "nightly", {"cron": "30 2 * * *"}),
            ("function", "list", {"work_ms": 20_000, "timeout_s": 60}),
            ("queue", "jobs"),
            ("function", "work"),
        ],
        [
            ("trigger", "nightly", "list", {"ratio": 2}),
            ("send", "list", "jobs", {"ratio": 500}),
            ("trigger", "jobs", "work"),
        ],
        [],
    )
    seen = propagate(design)
    assert seen.components["nightly"].per_month == pytest.approx(DAYS_PER_MONTH)
    assert seen.components["list"].peak_rps == 2
    assert seen.components["jobs"].per_month == pytest.approx(1000 * DAYS_PER_MONTH)
    assert seen.components["jobs"].spread_s == 20
    assert seen.components["jobs"].peak_rps == pytest.approx(50)
    start = 2.5 * 3600
    assert seen.rate(seen.components["list"], start) == 2
    assert seen.rate(seen.components["list"], start + 1) == 0
    assert seen.rate(seen.components["jobs"], start + 19) == pytest.approx(50)
    assert seen.rate(seen.components["jobs"], start + 20) == 0


def test_schedules_that_bring_nothing(build: Build) -> None:
    design = build(
        [
            ("schedule", "broken", {"cron": "every day"}),
            ("schedule", "reminder", {"mode": "one-off"}),
            ("function", "a"),
        ],
        [("trigger", "broken", "a"), ("trigger", "reminder", "a")],
        [],
    )
    seen = propagate(design)
    assert seen.components["a"].per_month == 0
    assert [unread.component for unread in seen.unread] == ["broken"]
    assert "five" in seen.unread[0].reason


def test_one_off_schedules_follow_what_makes_them(build: Build, traffic: Traffic) -> None:
    design = build(
        [
            ("external", "users"),
            ("function", "a"),
            ("schedule", "reminder", {"mode": "one-off"}),
            ("function", "b"),
        ],
        [
            ("call", "users", "a", {"load": "orders"}),
            ("send", "a", "reminder", {"ratio": 0.1}),
            ("trigger", "reminder", "b"),
        ],
        [traffic()],
    )
    assert rps(propagate(design), "b") == pytest.approx(1)


def test_batches_fill_with_the_rate(build: Build, traffic: Traffic) -> None:
    parts = [
        ("external", "users"),
        ("stream", "readings", {"capacity": "provisioned", "shards": 2}),
        ("function", "a", {"work_ms": 100}),
        ("bucket", "lake"),
    ]
    links = [
        ("send", "users", "readings", {"load": "orders"}),
        ("trigger", "readings", "a", {"delivery": {"batch_size": 100, "batch_window_s": 4}}),
        ("write", "a", "lake"),
    ]
    few = propagate(build(parts, links, [traffic(count=0.001)]))
    some = propagate(build(parts, links, [traffic(count=10)]))
    many = propagate(build(parts, links, [traffic(count=5000)]))
    assert few.invocations["a"].per_month == pytest.approx(few.components["a"].per_month, rel=0.01)
    assert some.invocations["a"].mean_rps == pytest.approx(10 / 21)
    assert many.invocations["a"].mean_rps == pytest.approx(50)
    assert rps(many, "lake") == pytest.approx(5000)
    assert many.invocations["a"].payload_kb == pytest.approx(200)


def test_shards_follow_the_traffic_where_they_come_by_themselves(build: Build, traffic: Traffic) -> None:
    def lanes(kind: str, count: float, **fields: object) -> float:
        parts = [("external", "users"), (kind, "log", fields), ("function", "a")]
        links = [("write", "users", "log", {"load": "orders"}), ("trigger", "log", "a")]
        batching = propagate(build(parts, links, [traffic(count=count, payload_kb=2)])).batches[1]
        assert batching is not None
        return batching.lanes

    assert lanes("table", 100) == 4
    assert lanes("table", 9500, item_kb=1.5) == 19
    assert lanes("stream", 9500) == 19
    assert lanes("stream", 9500, capacity="provisioned", shards=3) == 3
    assert lanes("queue", 9500) == 5


def test_batches_are_counted_over_the_whole_day(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("queue", "jobs"), ("function", "a", {"work_ms": 1000})],
        [("send", "users", "jobs", {"load": "orders"}), ("trigger", "jobs", "a")],
        [traffic(count=20, profile=Daily(peak_ratio=4))],
    )
    seen = propagate(design)
    batching = seen.batches[1]
    assert batching is not None
    rates = [seen.rate(seen.components["jobs"], t) for t in range(0, 86_400, 300)]
    runs = sum(rate / batching.batch_at(rate) for rate in rates) * 300 * DAYS_PER_MONTH
    assert seen.invocations["a"].per_month == pytest.approx(runs, rel=0.005)
    assert seen.invocations["a"].peak_rps == pytest.approx(80 / 10)


def test_what_a_schedule_hands_over_comes_in_full_batches(build: Build) -> None:
    design = build(
        [("schedule", "tick", {"every_minutes": 60}), ("queue", "jobs"), ("function", "a", {"work_ms": 1000})],
        [("trigger", "tick", "jobs", {"ratio": 1000}), ("trigger", "jobs", "a")],
        [],
    )
    assert propagate(design).invocations["a"].per_month == pytest.approx(100 * 24 * DAYS_PER_MONTH)


def test_loads_that_peak_at_different_hours_do_not_add_up(build: Build, traffic: Traffic) -> None:
    parts = [("external", "users"), ("function", "a")]
    links = [("call", "users", "a", {"load": "day"}), ("send", "users", "a", {"load": "night"})]
    loads = [traffic(name, profile=Daily(peak_ratio=5, peak_hour=hour)) for name, hour in (("day", 13), ("night", 1))]
    seen = propagate(build(parts, links, loads))
    assert seen.components["a"].peak_rps == pytest.approx(50, rel=1e-6)
    assert rps(seen, "a") == pytest.approx(20)
    at_one = seen.rate(seen.components["a"], 3600)
    assert at_one == pytest.approx(50, rel=1e-6)


def test_monthly_volume_holds_the_peaks(build: Build, traffic: Traffic) -> None:
    origin = Assumed(reason="a test")
    peak = Peak(name="sale", multiplier=11, duration_s=3600, ramp_s=0, days_per_year=12, origin=origin)
    parts, links = [("external", "users"), ("function", "a")], [("call", "users", "a", {"load": "orders"})]
    seen = propagate(build(parts, links, [traffic(peaks=(peak,))]))
    assert seen.components["a"].per_month == pytest.approx(10 * MONTH_S + 100 * 3600)
    assert seen.components["a"].peak_rps == 110


def test_growth(build: Build, traffic: Traffic) -> None:
    parts, links = [("external", "users"), ("function", "a")], [("call", "users", "a", {"load": "orders"})]
    design = build(parts, links, [traffic(growth_per_year=1.0)])
    assert rps(propagate(grown(design, 3)), "a") == pytest.approx(80)


def some_system(build: Build, traffic: Traffic, counts: tuple[float, float], ratio: float) -> Design:
    return build(
        [
            ("external", "users"),
            ("cdn", "edge"),
            ("api", "front"),
            ("function", "take"),
            ("bus", "hub"),
            ("schedule", "tick", {"cron": "0 * * * *"}),
            ("function", "sweep"),
            ("table", "orders"),
            ("function", "follow"),
        ],
        [
            ("call", "users", "edge", {"load": "pages"}),
            ("call", "edge", "front"),
            ("call", "users", "front", {"load": "orders"}),
            ("trigger", "front", "take"),
            ("send", "take", "hub", {"events": ("Paid", "Sent"), "ratio": ratio}),
            ("trigger", "hub", "follow", {"events": ("Paid",)}),
            ("write", "follow", "orders"),
            ("trigger", "tick", "sweep"),
            ("write", "sweep", "orders", {"ratio": 30}),
            ("trigger", "orders", "hub", {"events": ("Sent",)}),
        ],
        [
            traffic("pages", counts[0], profile=Daily(peak_ratio=2.5, peak_hour=9)),
            traffic("orders", counts[1], profile=Replay(step_s=7200, rates=(1, 2, 9, 4))),
        ],
    )


amounts = st.floats(0, 1e5)


@settings(max_examples=30)
@given(st.tuples(amounts, amounts), st.floats(0, 10), st.floats(0.1, 30))
def test_propagation_is_linear(
    build: Build, traffic: Traffic, counts: tuple[float, float], ratio: float, factor: float
) -> None:
    one = some_system(build, traffic, counts, ratio)
    seen = propagate(one)
    more = scaled(seen, factor)
    for name, demand in seen.components.items():
        grows = 1.0 if name == "tick" else factor
        assert more.components[name].per_month == pytest.approx(grows * demand.per_month, rel=1e-9)
        assert more.components[name].peak_rps == pytest.approx(grows * demand.peak_rps, rel=1e-9)
    for link, bigger in zip(seen.links, more.links, strict=True):
        assert bigger.per_month == pytest.approx(factor * link.per_month, rel=1e-9)


@settings(max_examples=30)
@given(st.tuples(amounts, amounts), st.floats(0, 86_400))
def test_no_second_is_above_the_peak(build: Build, traffic: Traffic, counts: tuple[float, float], at: float) -> None:
    seen = propagate(some_system(build, traffic, counts, 1.0))
    for demand in seen.components.values():
        assert seen.rate(demand, at) <= demand.peak_rps * 1.01 + 1e-9
        total = sum(weight * seen.sources[name].per_month for name, weight in demand.weights)
        assert total == pytest.approx(demand.per_month)


NEEDED: dict[str, dict[str, Any]] = {
    "workflow": {"definition": "p"},
    "layer": {"libraries": ("x",)},
    "dns-failover": {"regions": ("eu-west-1", "us-east-1")},
}


def test_a_workload_holds_while_all_flows_alike(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("queue", "jobs"), ("function", "work")],
        [("send", "users", "jobs", {"load": "orders"}), ("trigger", "jobs", "work")],
        [traffic("orders", 10)],
    )
    seen = propagate(design)
    capped = apply(design, SetField(name="work", field="reserved_concurrency", value=5))
    assert propagate(capped, seen) == propagate(capped)
    assert propagate(capped, seen).links is seen.links
    slower = apply(design, SetField(name="work", field="work_ms", value=9000))
    assert propagate(slower, seen) == propagate(slower)
    assert propagate(slower, seen).batches != seen.batches


def test_no_flow_depends_on_what_is_at_rest(build: Build, traffic: Traffic, monkeypatch: pytest.MonkeyPatch) -> None:
    around = [(kind, f"a-{kind}", NEEDED.get(kind, {})) for kind in COMPONENT_TYPES]
    inward = [("trigger", "users", f"a-{kind}", {"load": "orders"}) for kind in COMPONENT_TYPES]
    outward = [(link, f"a-{kind}", "work") for kind in COMPONENT_TYPES for link in ("trigger", "write")]
    design = build(
        [("external", "users"), ("function", "work"), *around],
        [*inward, *outward],
        [traffic("orders", 10)],
        workflows=(Workflow(name="p", steps=(Succeed(name="done"),)),),
    )
    asked: set[str] = set()

    def spied(part: Model, name: str) -> Any:
        asked.add(name)
        return object.__getattribute__(part, name)

    monkeypatch.setattr(ComponentBase, "__getattribute__", spied)
    propagate(design)
    assert {"kind", "item_kb", "work_ms"} <= asked
    assert not asked & AT_REST
