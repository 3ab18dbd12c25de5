"""What one execution of a workflow comes to."""

from __future__ import annotations

from typing import Any

import pytest

from tools.design.workflows import Workflow
from tools.workload import child_executions, transitions, visits
from tools.workload.executions import express_seconds, tasks


def flow(*steps: dict[str, Any]) -> Workflow:
    return Workflow.model_validate({"name": "w", "steps": steps})


def task(name: str, following: str | None = None) -> dict[str, Any]:
    return {"kind": "task", "name": name, "component": "f", "next": following}


def choice(name: str, one: str, other: str) -> dict[str, Any]:
    when = {"kind": "compare", "path": "$.a", "operator": "equals", "value": 1}
    return {"kind": "choice", "name": name, "branches": [{"when": when, "next": one}], "default": other}


def test_a_chain_counts_its_steps() -> None:
    assert transitions(flow(task("a", "b"), task("b", "c"), task("c"))) == 3


def test_the_ways_of_a_choice_are_taken_equally_often() -> None:
    steps = (choice("which", "long", "short"), task("long", "end"), task("short"), task("end"))
    assert transitions(flow(*steps)) == pytest.approx(1 + 0.5 * 2 + 0.5 * 1)


def test_maps_and_branches_count_what_they_hold() -> None:
    each = {"kind": "map", "name": "each", "body": {"steps": [task("x", "y"), task("y")]}, "mean_items": 5}
    both = {"kind": "parallel", "name": "both", "branches": [{"steps": [task("p")]}, {"steps": [task("q")]}]}
    assert transitions(flow({**each, "next": "both"}, both)) == 1 + 10 + 1 + 2


def test_a_step_that_nothing_leads_to_is_not_entered() -> None:
    assert transitions(flow(task("try"), task("orphan"))) == 1


def test_a_way_back_is_taken_as_often_as_the_way_out() -> None:
    again = (task("try", "which"), choice("which", "try", "end"), task("end"))
    assert transitions(flow(*again)) == pytest.approx(2 + 2 + 1)


def test_a_long_chain_is_no_deep_recursion() -> None:
    steps = [task(f"s{i}", f"s{i + 1}" if i < 2999 else None) for i in range(3000)]
    assert transitions(flow(*steps)) == 3000


def mapped(items: float, **body: Any) -> Workflow:
    each = {"kind": "map", "name": "each", "mode": "distributed", "mean_items": items, "max_concurrency": 100}
    return flow({**each, "body": {"steps": [{**task("x"), **body}]}})


def test_short_children_are_express_and_batched() -> None:
    workflow = mapped(5000, work_s=4)
    assert (transitions(workflow), tasks(workflow)) == (1, 5000)
    assert (child_executions(workflow), child_executions(workflow, "STANDARD")) == (1000, 0)
    assert express_seconds(workflow) == 1000 * 5 * 4


def test_long_children_are_standard_and_billed_by_transition() -> None:
    workflow = mapped(10, work_s=300)
    assert (transitions(workflow), child_executions(workflow, "EXPRESS"), express_seconds(workflow)) == (11, 0, 0)


def test_work_that_only_follows_a_failure_counts_nothing() -> None:
    caught = {**task("try"), "catch": [{"errors": ["all"], "next": "undo"}]}
    assert transitions(flow(caught, task("undo"))) == 1
    assert visits(flow(caught, task("undo")).steps) == {"try": 1.0}
