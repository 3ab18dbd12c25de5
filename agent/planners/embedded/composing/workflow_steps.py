"""The steps of a composed workflow: tasks with retries and catches, approval, and a known end."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from agent.planners.embedded.composing.naming import (
    completed,
    step_name,
)
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.reading.steps import Step


def workflow_steps(scene: Scene, steps: list[Step], approval: bool) -> list[dict[str, Any]]:
    """Steps in order; approval comes before the first step that moves money or goods, else before the last."""
    place = next((i for i, step in enumerate(steps) if step.deed.external), max(len(steps) - 1, 0)) if approval else -1
    listed: list[dict[str, Any]] = []
    for index, step in enumerate(steps):
        if index == place:
            listed.append(_approval_step(scene))
            listed.append(_approved_choice(step_name(step.name)))
        listed.append(_task(step))
    tail = _publish(scene)
    listed += [
        *tail,
        {
            "kind": "fail",
            "name": "Failed",
            "error": "ProcessFailed",
            "cause": "A step failed for good; what could be undone was undone",
        },
    ]
    if approval:
        listed.append({"kind": "fail", "name": "Rejected", "error": "Rejected", "cause": "A person decided against it"})
    for current, following in pairwise(listed):
        if current["kind"] not in ("fail", "succeed", "choice") and following["kind"] != "fail":
            current["next"] = following["name"]
    return listed


def _task(step: Step) -> dict[str, Any]:
    task: dict[str, Any] = {
        "kind": "task", "name": step_name(step.name), "component": step.name, "timeout_s": 60,
        "retry": [{"errors": ["transient"], "attempts": 4, "interval_s": 2}], "result": f"$.{_result(step.name)}",
        "work_s": round(step.deed.work_ms / 1000, 3),
    }  # fmt: skip
    if step.undo:
        task["compensate"] = step.undo
    return task | {"catch": [{"errors": ["all"], "next": "Failed"}]}


def _result(name: str) -> str:
    head, *rest = name.split("-")
    return head + "".join(part.capitalize() for part in rest)


def _approval_step(scene: Scene) -> dict[str, Any]:
    return {
        "kind": "approval", "name": "AwaitDecision", "component": "request-decision", "timeout_s": 604_800,
        "question": f"Shall this {scene.base['entity']} go on?", "result": "$.decision",
        "retry": [{"errors": ["transient"], "attempts": 3}], "catch": [{"errors": ["all"], "next": "Failed"}],
    }  # fmt: skip


def _approved_choice(following: str) -> dict[str, Any]:
    return {
        "kind": "choice", "name": "Approved", "default": "Rejected",
        "branches": [
            {
                "when": {"kind": "compare", "path": "$.decision.approved", "operator": "equals", "value": True},
                "next": following,
            },
        ],
    }  # fmt: skip


def _publish(scene: Scene) -> list[dict[str, Any]]:
    """The good end is published where somebody may want to know."""
    if not (scene.bus or scene.facts.wants("event-routing", "notify", "email")):
        return [{"kind": "succeed", "name": "Done"}]
    return [
        {"kind": "task", "name": "PublishResult", "component": "event-bus", "action": "publish",
         "event": completed(scene.noun), "timeout_s": 30,
         "retry": [{"errors": ["transient"], "attempts": 5}], "catch": [{"errors": ["all"], "next": "Failed"}],
         "result": "$.published"},
        {"kind": "succeed", "name": "Done"},
    ]  # fmt: skip
