"""State transitions of one execution."""

from __future__ import annotations

from typing import Any

import pytest

from tools.design.workflows import Workflow
from tools.workload import state_transitions


def flow(*steps: dict[str, Any]) -> Workflow:
    return Workflow.model_validate({"name": "w", "steps": steps})


def task(name: str, following: str | None = None) -> dict[str, Any]:
    return {"kind": "task", "name": name, "component": "f", "next": following}


def choice(name: str, one: str, other: str) -> dict[str, Any]:
    when = {"kind": "compare", "path": "$.a", "operator": "equals", "value": 1}
    return {"kind": "choice", "name": name, "branches": [{"when": when, "next": one}], "default": other}


def test_a_chain_counts_its_steps() -> None:
    assert state_transitions(flow(task("a", "b"), task("b", "c"), task("c"))) == 3


def test_the_ways_of_a_choice_are_taken_equally_often() -> None:
    steps = (choice("which", "long", "short"), task("long", "end"), task("short"), task("end"))
    assert state_transitions(flow(*steps)) == pytest.approx(1 + 0.5 * 2 + 0.5 * 1)


def test_maps_and_branches_count_what_they_hold() -> None:
    each = {"kind": "map", "name": "each", "body": {"steps": [task("x", "y"), task("y")]}, "mean_items": 5}
    both = {"kind": "parallel", "name": "both", "branches": [{"steps": [task("p")]}, {"steps": [task("q")]}]}
    assert state_transitions(flow({**each, "next": "both"}, both)) == 1 + 10 + 1 + 2


def test_a_step_that_nothing_leads_to_is_not_entered() -> None:
    assert state_transitions(flow(task("try"), task("orphan"))) == 1


def test_a_way_back_is_not_followed() -> None:
    again = (task("try", "which"), choice("which", "try", "end"), task("end"))
    assert state_transitions(flow(*again)) == pytest.approx(1 + 1 + 0.5)


def test_a_long_chain_is_no_deep_recursion() -> None:
    steps = [task(f"s{i}", f"s{i + 1}" if i < 2999 else None) for i in range(3000)]
    assert state_transitions(flow(*steps)) == 3000
