"""Whatever a design holds, there is an answer: no crash, no figure that is none, the same one again."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import Any
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.design.components import KINDS
from tools.design.design import Design
from tools.design.requirements import Assumed, Daily, Load, Peak, Replay, Steady
from tools.scaling import analyse, concurrency_svg, headroom_svg, report_json, report_markdown
from tools.workload import propagate, scaled

ORIGIN = Assumed(reason="a test")
NEEDED: dict[str, dict[str, Any]] = {
    "workflow": {"definition": "w"},
    "layer": {"libraries": ("x",)},
    "dns-failover": {"regions": ("eu-west-1", "eu-central-1")},
}
FIELDS: dict[str, list[dict[str, Any]]] = {
    "function": [
        {"reserved_concurrency": 5},
        {"reserved_concurrency": 0},
        {"provisioned_concurrency": 3},
        {"language": "java", "cold_start": "snapstart"},
        {"work_ms": 800_000, "timeout_s": 900},
        {"placement": "edge"},
    ],
    "schedule": [{"cron": "*/7 3-5 * * mon"}, {"every_minutes": 1}, {"mode": "one-off"}, {"cron": "nonsense"}],
    "stream": [{"capacity": "provisioned", "shards": 3}, {"engine": "kafka"}],
    "table": [{"capacity": "provisioned"}, {"item_kb": 9.5}],
    "queue": [{"fifo": True}, {"delay_s": 30}],
    "topic": [{"fifo": True}],
    "api": [{"style": "websocket"}, {"style": "graphql"}, {"throttle_rps": 10, "throttle_burst": 20}],
    "container": [{"mode": "service"}, {"max_tasks": 1}],
    "external": [{"max_rps": 3}],
    "database": [{"proxy": False}, {"engine": "document"}],
    "workflow": [{"durability": "express", "synchronous": True}],
    "cdn": [{"cached_share": 1.0}, {"cached_share": 0.0}],
}
STEPS = {"kind": "map", "name": "m", "body": {"steps": [{"kind": "pass", "name": "p"}]}}


@st.composite
def components(draw: st.DrawFn) -> list[tuple[str, str, dict[str, Any]]]:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=14))
    return [
        (kind, f"c{i}", {**NEEDED.get(kind, {}), **draw(st.sampled_from([{}, *FIELDS.get(kind, [])]))})
        for i, kind in enumerate(["function", "external", *kinds])
    ]


deliveries = st.sampled_from(
    [
        None,
        {"batch_size": 1},
        {"batch_size": 500, "batch_window_s": 20},
        {"max_concurrency": 2},
        {"mode": "poll"},
        {"mode": "async"},
    ]
)
profiles = st.sampled_from(
    [Steady(), Daily(), Daily(peak_ratio=50, peak_hour=23.9), Replay(step_s=1000, rates=(0, 5, 1)), Replay(rates=(0,))]
)
peaks = st.builds(
    Peak,
    name=st.just("p"),
    multiplier=st.floats(1.01, 1000),
    duration_s=st.floats(1, 1e6),
    ramp_s=st.floats(0, 1e5),
    days_per_year=st.floats(0, 366),
    origin=st.just(ORIGIN),
)
loads = st.builds(
    Load,
    id=st.just("load"),
    what=st.just("load"),
    count=st.one_of(st.floats(0, 1e5), st.sampled_from([0.0, 1e12])),
    profile=profiles,
    peaks=st.lists(peaks, max_size=2).map(tuple),
    payload_kb=st.floats(0.001, 1e5),
    origin=st.just(ORIGIN),
)


@st.composite
def links(draw: st.DrawFn, names: list[str]) -> list[tuple[str, str, str, dict[str, Any]]]:
    found = []
    for _ in range(draw(st.integers(1, 24))):
        fields: dict[str, Any] = {"ratio": draw(st.sampled_from([1, 1, 1, 0, 0.01, 0.5, 30, 1e5]))}
        fields["events"] = draw(st.sampled_from([(), (), ("A",), ("B",), ("A", "B")]))
        fields["delivery"] = draw(deliveries)
        fields["load"] = draw(st.sampled_from([None, None, "load"]))
        kind = draw(st.sampled_from(["trigger", "call", "send", "read", "write"]))
        found.append((kind, draw(st.sampled_from(names)), draw(st.sampled_from(names)), fields))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_design_has_an_answer(build: Callable[..., Design], data: st.DataObject) -> None:
    parts = data.draw(components())
    joins = data.draw(links([name for _, name, _ in parts]))
    provider = data.draw(st.sampled_from(["aws", "aws", "aws", "azure", "gcp", "cloudflare"]))
    workflows = ({"name": "w", "steps": [STEPS]},)
    design = build(parts, joins, [data.draw(loads)], provider=provider, workflows=workflows)
    report = analyse(design, propagate(design))
    assert all(not isnan(limit.multiple) and limit.multiple >= 0 for limit in report.limits)
    assert all(not isnan(limit.use.value) and limit.use.value >= 0 for limit in report.limits)
    assert len({limit.id for limit in report.limits}) == len(report.limits)
    assert all(found.worst.value >= 0 and found.mean.value >= 0 for found in report.functions)
    assert all(entry.p99_ms.value >= entry.p50_ms.value >= 0 for entry in report.latencies)
    assert all(queue.backlog.value >= 0 for queue in report.queues)
    again = analyse(design, propagate(design))
    assert report_json(report) == report_json(again)
    assert report_markdown(report)
    for picture in (concurrency_svg(report), headroom_svg(report)):
        ElementTree.fromstring(picture)
    assert analyse(scaled(design, 3), propagate(scaled(design, 3))).limits is not None
