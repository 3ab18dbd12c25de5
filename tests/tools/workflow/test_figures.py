"""What an execution amounts to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tools.design.workflows import Workflow
from tools.workflow.flow import in_order
from tools.workload import child_executions, duration, history_events, transitions, visits

Build = Callable[..., Workflow]
Step = Callable[..., dict[str, Any]]


def test_a_chain(build: Build, step: Step) -> None:
    workflow = build(step("A", next="B", work_s=2), step("B", next="C", work_s=3), {"kind": "succeed", "name": "C"})
    assert transitions(workflow) == 3
    assert duration(workflow) == 5
    assert history_events(workflow) == 2 + 5 + 5 + 2
    assert child_executions(workflow) == 0


def branching(step: Step, *, back: bool) -> list[dict[str, Any]]:
    ready = {"kind": "compare", "path": "$.ready", "operator": "equals", "value": True}
    return [
        {"kind": "wait", "name": "Wait", "seconds": 10, "next": "Look"},
        step("Look", next="Ready"),
        {
            "kind": "choice",
            "name": "Ready",
            "branches": [{"when": ready, "next": "Done"}],
            "default": "Wait" if back else "Other",
        },
        *([] if back else [step("Other", next="Done")]),
        {"kind": "succeed", "name": "Done"},
    ]


def test_a_choice_goes_each_way_as_often(build: Build, step: Step) -> None:
    workflow = build(*branching(step, back=False))
    assert visits(workflow.steps)["Other"] == pytest.approx(0.5)
    assert transitions(workflow) == pytest.approx(4.5)


def test_a_loop_with_an_even_way_out_runs_twice(build: Build, step: Step) -> None:
    workflow = build(*branching(step, back=True))
    assert visits(workflow.steps)["Look"] == pytest.approx(2.0)
    assert transitions(workflow) == pytest.approx(7.0)
    assert duration(workflow) == pytest.approx(22.0)


def test_maps_multiply(build: Build, step: Step) -> None:
    body = {"steps": [step("One", work_s=4)]}
    inline = build({"kind": "map", "name": "Each", "body": body, "mean_items": 100, "max_concurrency": 50})
    assert transitions(inline) == 101
    assert duration(inline) == 12  # forty at a time
    spread = {"kind": "map", "name": "Each", "mode": "distributed", "body": body, "mean_items": 5000}
    distributed = build({**spread, "max_concurrency": 100})
    assert transitions(distributed) == 1  # the children are express
    assert child_executions(distributed) == 1000  # five items each
    assert duration(distributed) == 200
    waiting = {"steps": [{"kind": "wait", "name": "Wait", "seconds": 1}]}
    assert transitions(build({**spread, "body": waiting})) == 1 + 5000 + 1000


def test_parallel_branches_add_up_but_run_together(build: Build, step: Step) -> None:
    lanes = [{"steps": [step("A", work_s=2)]}, {"steps": [step("B", work_s=7)]}]
    workflow = build({"kind": "parallel", "name": "Both", "branches": lanes})
    assert transitions(workflow) == 3
    assert duration(workflow) == 7


def test_order_and_reach(build: Build, step: Step) -> None:
    workflow = build(step("A", next="C"), step("B"), step("C", next="D"), step("D"))
    assert in_order(workflow.steps) == ["A", "C", "D"]
