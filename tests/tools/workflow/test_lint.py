"""What lint finds, and that it finds nothing in what is sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.design.components import Bucket, Function
from tools.design.links import Link
from tools.design.queries import Graph
from tools.design.workflows import Workflow
from tools.workflow import StepError, Tokens, to_asl
from tools.workflow.lint import RULES, lint

Found = Callable[..., set[tuple[str, str]]]


@pytest.fixture(scope="session")
def found(build: Callable[..., Workflow], system: Callable[..., Graph]) -> Found:
    """The rules that a workflow breaks, each with the step."""

    def lint_steps(*steps: dict[str, Any], durability: str = "standard", **fields: Any) -> set[tuple[str, str]]:
        components = fields.pop("components", ())
        workflow = build(*steps, **fields)
        issues = lint(workflow, system(workflow, durability=durability, components=components))
        assert all(issue.message.endswith(".") and issue.remedy for issue in issues)
        return {(issue.rule, issue.step) for issue in issues}

    return lint_steps


def work(name: str, component: str = "check", **fields: Any) -> dict[str, Any]:
    return {"kind": "task", "name": name, "component": component, **fields}


def choice(name: str, *targets: str, default: str, **compare: Any) -> dict[str, Any]:
    when = {"kind": "compare", "path": "$.a", "operator": "equals", "value": 1, **compare}
    return {
        "kind": "choice",
        "name": name,
        "branches": [{"when": when, "next": target} for target in targets],
        "default": default,
    }


def each(name: str = "Each", **fields: Any) -> dict[str, Any]:
    return {"kind": "map", "name": name, "body": {"steps": [work("One")]}, **fields}


END = {"kind": "succeed", "name": "End"}

BROKEN: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "idle-choice": ([choice("A", "End", default="End"), END], {}),
    "hidden-branch": ([choice("A", "B", "End", default="B"), work("B"), END], {}),
    "swallowed-error": ([work("A", next="B", catch=[{"next": "B"}]), work("B")], {}),
    "repeated-name": ([each("One")], {}),
    "hidden-handler": ([work("A", retry=[{"errors": ["all"]}, {"errors": ["x"]}])], {}),
    "reserved-error": ([{"kind": "fail", "name": "A", "error": "States.Bad"}], {}),
    "unsure-compensation": (
        [choice("A", "B", default="C"), work("B", compensate="release", next="C"), work("C")],
        {},
    ),
    "partial-compensation": ([{**each(), "body": {"steps": [work("One", compensate="release")]}}], {}),
    "lost-data": ([work("A", compensate="release", next="Each"), each()], {}),
    "double-compensation": ([work("A", compensate="release", next="B"), work("B", "release")], {}),
    "impossible-request": ([work("A", "cdn")], {}),
    "nameless-event": ([work("A", "bus", action="publish")], {}),
    "unknown-event": ([work("A", "bus", action="publish", event="Nothing")], {}),
    "idle-wait": ([{"kind": "wait", "name": "A"}], {}),
    "wrong-comparison": ([choice("A", "B", default="End", operator="less", value=True), work("B"), END], {}),
    "nameless-model": ([work("A", "ai-service")], {}),
    "express-map": ([each(mode="distributed", bucket="bucket")], {"durability": "express"}),
    "express-job": ([work("A", "etl")], {"durability": "express"}),
    "slow-compensation": (
        [work("A", compensate="slow", next="B"), work("B")],
        {"durability": "express", "components": (Function(name="slow", timeout_s=120),)},
    ),
    "map-tolerance": ([each(tolerated_failure_percent=5)], {}),
    "map-bucket": ([each(bucket="bucket")], {}),
    "payload-limit": ([each(mean_items=200)], {}),
    "group-timeout": ([each(timeout_s=60)], {}),
    "heartbeat": (
        [{"kind": "callback", "name": "A", "component": "queue", "timeout_s": 60, "heartbeat_s": 60}],
        {},
    ),
    "short-timeout": ([work("A", timeout_s=10)], {}),
    "workflow-timeout": ([{"kind": "wait", "name": "A", "seconds": 100}], {"timeout_s": 60}),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_each_fault_is_found(rule: str, found: Found) -> None:
    steps, fields = BROKEN[rule]
    assert rule in {name for name, _ in found(*steps, **fields)}


def test_a_sound_workflow_is_left_alone(found: Found) -> None:
    steps = [
        work("A", "reserve", compensate="release", result="$.a", next="B", retry=[{"attempts": 5}]),
        choice("B", "C", default="End"),
        {"kind": "wait", "name": "C", "seconds": 30, "next": "D"},
        work("D", "bus", action="publish", event="OrderPlaced", catch=[{"next": "E"}]),
        work("E", "queue", action="send"),
        END,
    ]
    assert found(*steps) == set()


def test_objects_that_feed_their_own_map(build: Callable[..., Workflow], system: Callable[..., Graph]) -> None:
    workflow = build(each(mode="distributed", bucket="intake"))
    graph = system(workflow, components=[Bucket(name="intake")])
    design = graph.design
    everything = Link(kind="trigger", source="intake", target="check")
    uploads = Link(kind="trigger", source="intake", target="check", matches=("uploads/*",))
    for link, expected in ((everything, True), (uploads, False)):
        issues = lint(workflow, Graph(design.model_copy(update={"links": (link,)})))
        assert ("feeding-map" in {issue.rule for issue in issues}) is expected


def test_a_large_input_of_a_container_job(build: Callable[..., Workflow], system: Callable[..., Graph]) -> None:
    workflow = build(work("A", "container"))
    graph = system(workflow)
    link = Link(kind="trigger", source="queue", target="flow-engine", payload_kb=100)
    issues = lint(workflow, Graph(graph.design.model_copy(update={"links": (link,)})))
    assert {issue.rule for issue in issues} == {"container-input"}


def test_every_rule_is_tried() -> None:
    assert len(RULES) == 21
    assert len(BROKEN) == 26


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_lint_never_breaks_and_foretells_refusals(
    data: st.DataObject, any_workflow: st.SearchStrategy[Workflow], system: Callable[..., Graph]
) -> None:
    workflow = data.draw(any_workflow)
    graph = system(workflow)
    issues = lint(workflow, graph)
    assert issues == lint(workflow, graph)
    try:
        to_asl(workflow, graph, Tokens())
    except StepError:
        assert "impossible-request" in {issue.rule for issue in issues}


@pytest.mark.parametrize("name", ["saga", "winding-saga", "nested-saga", "everything", "waiting"])
def test_samples_have_no_errors(name: str, samples: dict[str, Workflow], system: Callable[..., Graph]) -> None:
    issues = lint(samples[name], system(samples[name]))
    assert [issue for issue in issues if issue.severity == "error"] == []
