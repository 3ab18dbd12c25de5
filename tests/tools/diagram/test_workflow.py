"""Pictures of workflows: every step and every transition once."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.design.plaintext import one_line
from tools.design.workflows import Choice, Fallible, Flowing, Step, Workflow, inner_sequences, walk
from tools.diagram import workflow_mermaid, workflow_svg
from tools.diagram.conditions import condition_text, error_text

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [f"Step {letter}" for letter in "ABCDEF"]


def titles(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}title")]


def sequences(steps: tuple[Step, ...]) -> list[tuple[Step, ...]]:
    return [steps, *(found for step in steps for inner in inner_sequences(step) for found in sequences(inner.steps))]


def ways(workflow: Workflow) -> Counter[str]:
    """Every transition of a workflow as a picture names it."""
    found: Counter[str] = Counter()
    for steps in sequences(workflow.steps):
        found[f"start → {steps[0].name}"] += 1
        for step in steps:
            if isinstance(step, Choice):
                found.update(f"{step.name} → {b.next}: {one_line(condition_text(b.when))}" for b in step.branches)
                found[f"{step.name} → {step.default}: otherwise"] += 1
            elif isinstance(step, Flowing):
                found[f"{step.name} → {step.next or 'end'}"] += 1
            if isinstance(step, Fallible):
                found.update(f"{step.name} → {c.next}: {one_line(error_text(c.errors))}" for c in step.catch)
    return found


@st.composite
def flows(draw: st.DrawFn, depth: int = 1) -> list[dict[str, Any]]:
    names = NAMES[: draw(st.integers(1, 6 if depth else 3))]
    return [draw(drawn_steps(name, names, depth)) for name in names]


@st.composite
def drawn_steps(draw: st.DrawFn, name: str, names: list[str], depth: int) -> dict[str, Any]:
    kinds = ["task", "approval", "callback", "choice", "wait", "pass", "succeed", "fail"]
    kind = draw(st.sampled_from([*kinds, "parallel", "map"] if depth else kinds))
    to = st.sampled_from(names)
    if kind == "choice":
        when = {"kind": "compare", "path": "$.a", "operator": "greater", "value": draw(st.integers(0, 99))}
        return {"kind": kind, "name": name, "branches": [{"when": when, "next": draw(to)}], "default": draw(to)}
    if kind in ("succeed", "fail"):
        return {"kind": kind, "name": name, **({"error": "Broken"} if kind == "fail" else {})}
    made: dict[str, Any] = {"kind": kind, "name": name, "next": draw(st.none() | to)}
    if kind in ("wait", "pass"):
        return {**made, **({"seconds": 30} if kind == "wait" else {})}
    made["catch"] = [{"next": draw(to), "errors": ["Broken"]}] if draw(st.booleans()) else []
    if kind == "parallel":
        return {**made, "branches": [{"steps": draw(flows(0))}, {"steps": draw(flows(0))}]}
    if kind == "map":
        return {**made, "body": {"steps": draw(flows(0))}}
    return {
        **made,
        "component": "work",
        **({"compensate": "undo-it"} if kind == "task" and draw(st.booleans()) else {}),
    }


WORKFLOWS = flows().map(lambda steps: Workflow.model_validate({"name": "flow", "steps": steps}))


@settings(max_examples=60, deadline=None)
@given(workflow=WORKFLOWS)
def test_each_step_and_each_transition_once(workflow: Workflow) -> None:
    svg = workflow_svg(workflow)
    found = Counter(titles(svg)[1:])
    steps = Counter(step.name for step in walk(workflow.steps))
    assert {name: found[name] for name in steps} == dict(steps)
    lines = Counter({name: count for name, count in found.items() if "→" in name and "undo" not in name})
    assert lines == ways(workflow)
    assert svg == workflow_svg(workflow)


@settings(max_examples=60, deadline=None)
@given(workflow=WORKFLOWS)
def test_mermaid_has_each_transition_once(workflow: Workflow) -> None:
    text = workflow_mermaid(workflow)
    undoing = sum(1 for step in walk(workflow.steps) if getattr(step, "compensate", None))
    lines = re.findall(r"^ *s\d+ -\.?->(?:\|\"[^\"|]*\"\|)? s\d+$", text, re.MULTILINE)
    undo_lines = int(bool(undoing)) and sum(len(m.split(",")) for m in re.findall(r"linkStyle ([\d,]+) ", text))
    assert len(lines) - undo_lines == sum(ways(workflow).values())


def test_compensation_has_its_own_colour() -> None:
    task = {"kind": "task", "component": "work"}
    steps = [
        {**task, "name": "Reserve", "compensate": "release", "next": "Charge"},
        {**task, "name": "Charge", "compensate": "refund", "next": "Pack"},
        {**task, "name": "Pack", "retry": [{"attempts": 4}]},
    ]
    workflow = Workflow.model_validate({"name": "flow", "steps": steps})
    svg = workflow_svg(workflow)
    found = titles(svg)
    assert "Release undoes Reserve" in found
    assert "undo Charge → undo Reserve: then" in found
    assert "undo Reserve → undone: fails, with everything undone" in found
    assert "undoes what was done when a later step fails" in svg
    assert "↻ 4" in svg
    assert "undoes what" not in workflow_svg(workflow.model_copy(update={"steps": workflow.steps[2:]}))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ({"path": "$.total", "operator": "greater-or-equal", "value": 1000}, "total ≥ 1000"),
        ({"path": "$.ok", "operator": "equals", "value": True}, "ok"),
        ({"path": "$.ok", "operator": "equals", "value": False}, "not ok"),
        ({"path": "$.a.b", "operator": "present", "value": False}, "a.b is missing"),
        ({"path": "$.s", "operator": "not-equals", "value": "x"}, "s ≠ “x”"),
    ],
)
def test_conditions_in_words(written: dict[str, Any], text: str) -> None:
    steps = [
        {
            "kind": "choice",
            "name": "A",
            "branches": [{"when": {"kind": "compare", **written}, "next": "B"}],
            "default": "B",
        },
        {"kind": "succeed", "name": "B"},
    ]
    workflow = Workflow.model_validate({"name": "flow", "steps": steps})
    assert f"A → B: {text}" in titles(workflow_svg(workflow))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(deadline=None)
@given(description=TEXT, comment=TEXT, error=TEXT, question=TEXT)
def test_any_text_stays_text(description: str, comment: str, error: str, question: str) -> None:
    steps = [
        {
            "kind": "approval",
            "name": "Ask",
            "component": "mail",
            "question": question,
            "next": "Stop",
            "comment": comment,
        },
        {"kind": "fail", "name": "Stop", "error": error},
    ]
    workflow = Workflow.model_validate({"name": "flow", "description": description, "steps": steps})
    found = titles(workflow_svg(workflow))
    assert (f"Ask: {one_line(comment)}" if one_line(comment) else "Ask") in found
