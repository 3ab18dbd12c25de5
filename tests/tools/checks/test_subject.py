"""A design as rules see it: who waits, who is bound, where dead letters go, what goes round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tools.catalog.runtimes import AS_OF
from tools.checks import Figures, Subject
from tools.checks.coldstarts import cold_p99_ms, takes_snapshots
from tools.checks.cycles import cycles
from tools.checks.geography import allowed_regions, lies_within
from tools.checks.limits import limits_of
from tools.checks.pairs import is_sensible, sensible_targets
from tools.design.components import KINDS, Function
from tools.design.design import Design

Build = Callable[[dict[str, Any]], Design]


def subject_of(design: Design, figures: Figures | None = None) -> Subject:
    return Subject(design, figures, on=AS_OF)


def test_waiting_ends_where_work_is_handed_over(build: Build) -> None:
    subject = subject_of(
        build(
            {
                "components": {
                    "p": "external",
                    "a": "api",
                    "f": "function",
                    "g": "function",
                    "q": "queue",
                    "h": "function",
                },
                "links": ["trigger p a", "trigger a f", "call f g", "send f q", "trigger q h"],
            }
        )
    )
    assert subject.user_facing == {"a", "f", "g"}


@pytest.mark.parametrize("is_synchronous", [False, True])
def test_steps_are_waited_for_only_where_the_workflow_is(build: Build, is_synchronous: bool) -> None:
    engine = {"kind": "workflow", "definition": "w", "synchronous": is_synchronous}
    engine |= {"durability": "express"} if is_synchronous else {}
    parts = {"p": "external", "a": "api", "f": "function", "e": engine, "s": "function"}
    links = ["trigger p a", "trigger a f", "call f e", "call e s"]
    steps = [{"kind": "task", "name": "Work", "component": "s", "next": "Done"}, {"kind": "succeed", "name": "Done"}]
    workflows = [{"name": "w", "steps": steps}]
    subject = subject_of(build({"components": parts, "links": links, "workflows": workflows}))
    assert ("s" in subject.user_facing) is is_synchronous


def test_an_authoriser_is_waited_for(build: Build) -> None:
    parts = {
        "p": "external",
        "z": "function",
        "a": {"kind": "api", "auth": "function", "authorizer": "z"},
        "f": "function",
    }
    subject = subject_of(build({"components": parts, "links": ["trigger p a", "trigger a f"]}))
    assert "z" in subject.user_facing


@pytest.mark.parametrize(("role", "wait"), [("person", True), ("staff", True), ("partner", False), ("device", False)])
def test_machines_are_no_people(build: Build, role: str, wait: bool) -> None:
    parts = {"p": {"kind": "external", "role": role}, "a": "api", "f": "function"}
    subject = subject_of(build({"components": parts, "links": ["trigger p a", "trigger a f"]}))
    assert "f" in subject.user_facing
    assert ("f" in subject.people_wait_for) is wait


def test_objectives_hold_for_what_they_name(build: Build) -> None:
    subject = subject_of(
        build(
            {
                "requirements": {
                    "capabilities": [{"id": "paying", "need": "payment", "text": "Pay"}],
                    "loads": [{"id": "reads", "what": "reads", "count": 1}],
                    "latencies": [
                        {"what": "all", "milliseconds": 900},
                        {"what": "reads", "milliseconds": 100},
                        {"what": "paying", "milliseconds": 500},
                    ],
                },
                "components": {
                    "p": "external",
                    "a": "api",
                    "b": "api",
                    "read": "function",
                    "pay": {"kind": "function", "serves": ["paying"]},
                    "bank": "function",
                },
                "links": [{"is": "trigger p a", "load": "reads"}, "trigger a read", "trigger b pay", "call pay bank"],
            }
        )
    )
    found = {name: [o.milliseconds for _, o in subject.objectives[name]] for name in ("read", "pay", "bank")}
    assert found == {"read": [100, 900], "pay": [500, 900], "bank": [500, 900]}


def test_dead_letters_go_where_the_link_or_its_target_says(build: Build) -> None:
    subject = subject_of(
        build(
            {
                "components": {
                    "b": "bus",
                    "d": {"kind": "queue", "role": "dead-letter"},
                    "e": {"kind": "queue", "role": "dead-letter", "fifo": True},
                    "f": {"kind": "function", "on_failure": "d"},
                    "q": {"kind": "queue", "fifo": True, "dead_letter": "e"},
                    "g": "function",
                },
                "links": ["trigger b f", "trigger b q", {"is": "trigger b g", "delivery": {"dead_letter": "d"}}],
            }
        )
    )
    assert [subject.dead_letter_of(wire) for wire in subject.wires] == ["d", None, "d"]


def test_peaks_are_those_given_or_worked_out_from_the_loads(build: Build) -> None:
    design = build(
        {
            "requirements": {"loads": [{"id": "hits", "what": "hits", "count": 7, "profile": {"kind": "steady"}}]},
            "components": {"p": "external", "a": "api"},
            "links": [{"is": "trigger p a", "load": "hits"}],
        }
    )
    assert subject_of(design).peak_rps("a") == pytest.approx(7)
    assert subject_of(design, Figures(peak_rps={"a": 99.0})).peak_rps("a") == 99
    assert subject_of(design).peak_rps("nobody") == 0


def test_two_circles_are_told_apart_and_each_once(build: Build) -> None:
    subject = subject_of(
        build(
            {
                "components": {"q": "queue", "f": "function", "r": "queue", "g": "function"},
                "links": ["trigger q f", "send f q", "trigger r g", "send g r", "send f r"],
            }
        )
    )
    assert [[wire.name for wire in circle] for circle in cycles(subject)] == [
        ["q -> f", "f -> q"],
        ["r -> g", "g -> r"],
    ]


def test_steps_know_their_place(build: Build) -> None:
    inner = {"steps": [{"kind": "pass", "name": "A"}]}
    steps = [
        {"kind": "map", "name": "M", "body": inner, "next": "P"},
        {"kind": "parallel", "name": "P", "branches": [inner, inner]},
    ]
    subject = subject_of(build({"workflows": [{"name": "p", "steps": steps}]}))
    assert [at.path for at in subject.steps] == [
        ("workflows", 0, "steps", 0),
        ("workflows", 0, "steps", 0, "body", "steps", 0),
        ("workflows", 0, "steps", 1),
        ("workflows", 0, "steps", 1, "branches", 0, "steps", 0),
        ("workflows", 0, "steps", 1, "branches", 1, "steps", 0),
    ]


@pytest.mark.parametrize(
    ("fields", "can"),
    [
        ({}, True),
        ({"language": "java"}, True),
        ({"language": "go"}, False),
        ({"runtime": "python3.12"}, True),
        ({"runtime": "python3.9"}, False),
        ({"language": "java", "runtime": "java8.al2"}, False),
        ({"language": "java", "runtime": "java21"}, True),
        ({"language": "dotnet", "runtime": "dotnet10"}, True),
        ({"package": "image"}, False),
        ({"placement": "edge"}, False),
    ],
)
def test_snapshots_are_for_some_runtimes(build: Build, fields: dict[str, Any], can: bool) -> None:
    design = build({"components": {"f": {"kind": "function", **fields}}})
    function = design.components[0]
    assert isinstance(function, Function)
    assert takes_snapshots(subject_of(design), function) is can


def test_cold_starts_are_the_figure_or_the_catalogues(build: Build) -> None:
    design = build({"components": {"f": {"kind": "function", "language": "java"}}})
    function = design.components[0]
    assert isinstance(function, Function)
    measured = cold_p99_ms(subject_of(design), function)
    assert measured is not None
    assert measured > 100
    assert cold_p99_ms(subject_of(design, Figures(cold_start_p99_ms={"f": 5.0})), function) == 5
    elsewhere = build({"requirements": {"provider": "gcp"}, "components": {"f": "function"}})
    assert cold_p99_ms(subject_of(elsewhere), function) is None


def test_limits_come_from_the_catalogue() -> None:
    limits = limits_of("aws", "eu-west-1")
    assert (limits.function_max_s, limits.rest_timeout_s, limits.express_max_s) == (900, 29, 300)
    assert (limits.queue_message_kb, limits.topic_message_kb, limits.event_kb) == (1024, 256, 1024)
    assert limits_of("aws", "af-south-1").bus_rules == 100
    assert all(getattr(limits, name) is not None for name in limits.__slots__)


def test_what_a_cloud_does_not_say_is_not_judged_by() -> None:
    limits = limits_of("gcp", "europe-west1")
    assert limits.function_max_s == 900
    assert limits.queue_message_kb is None
    assert limits.snapshot_runtimes == ()


@pytest.mark.parametrize(
    ("residency", "region", "within"),
    [
        ("EU", "eu-west-1", True),
        ("data must not leave the European Union", "eu-west-2", False),
        ("EU", "eu-central-2", False),
        ("Europe", "eu-west-2", True),
        ("EU", "europe-west1", True),
        ("EU", "europe-west12", True),
        ("United Kingdom", "europe-west2", True),
        ("Germany", "europe-west3", True),
        ("Germany (EU)", "eu-west-1", False),
        ("US only", "us-gov-west-1", True),
        ("within the U.S.", "us-east-1", True),
        ("Australia", "ap-southeast-2", True),
        ("Singapore", "ap-southeast-2", False),
        ("EU", "europe-west10", True),
        ("UK", "europe-west6", False),
    ],
)
def test_regions_lie_where_they_lie(residency: str, region: str, within: bool) -> None:
    assert lies_within(region, allowed_regions(residency)) is within


def test_words_that_name_no_place_bind_nothing() -> None:
    assert allowed_regions("close to us and our customers, focus on music") == ()


def test_every_pair_is_of_known_kinds_and_most_make_no_sense() -> None:
    kinds = ("trigger", "call", "send", "read", "write")
    pairs = [(k, s, t) for k in kinds for s in KINDS for t in sensible_targets(k, s)]
    assert 0.05 < len(pairs) / (len(kinds) * len(KINDS) ** 2) < 0.5
    assert is_sensible("trigger", "queue", "function")
    assert not is_sensible("trigger", "topic", "workflow")
    assert not any(is_sensible(k, s, t) for k in kinds for s, t in (("layer", "table"), ("function", "layer")))
