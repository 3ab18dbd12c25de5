"""What one execution of a workflow is billed for: transitions, tasks that may be retried, executions of its children.

The ways of a choice are taken equally often, a way back to an earlier step is not followed, and nothing fails. Short
bodies of distributed maps run as express executions, as deployed; longer ones and those that wait are standard.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from tools.design.workflows import Map, Parallel, Sequence, Task, Workflow, inner_sequences, walk
from tools.workload import state_transitions

SHORT_S = 60.0
BATCH_FROM = 1000
MAX_BATCH = 100


class Execution(NamedTuple):
    """Mean figures of one execution."""

    transitions: float
    tasks: float
    """Steps that do work and may be tried again."""
    express_children: float = 0.0
    child_s: float = 0.0
    """Mean duration of one of them, in seconds."""


def execution_of(workflow: Workflow) -> Execution:
    """The figures of one execution of a workflow."""
    whole = state_transitions(workflow)
    distributed = [(step, count) for step, count in _maps(workflow.steps, 1.0) if _is_express(step)]
    inside = sum(count * step.mean_items * _entered(step.body) for step, count in distributed)
    children = [(count * math.ceil(step.mean_items / batch_size(step)), step) for step, count in distributed]
    number = sum(count for count, _ in children)
    seconds = sum(count * _seconds(step) for count, step in children)
    return Execution(
        transitions=whole - inside,
        tasks=_tasks(workflow.steps, 1.0),
        express_children=number,
        child_s=seconds / number if number else 0.0,
    )


def batch_size(step: Map) -> int:
    """Items that one child execution takes: as many as make about a thousand children."""
    return 1 if step.mean_items <= BATCH_FROM else min(MAX_BATCH, math.ceil(step.mean_items / BATCH_FROM))


def _entered(body: Sequence) -> float:
    return state_transitions(Workflow.model_construct(None, name="body", steps=body.steps))


def _is_express(step: Map) -> bool:
    if step.mode != "distributed":
        return False
    inner = walk(step.body.steps)
    waits = any(each.kind in ("approval", "callback", "wait", "map") for each in inner)
    return not waits and _seconds(step) <= SHORT_S


def _seconds(step: Map) -> float:
    return sum(each.work_s for each in walk(step.body.steps) if isinstance(each, Task)) * batch_size(step)


def _maps(steps: tuple[object, ...], times: float) -> list[tuple[Map, float]]:
    """Every map among these steps and inside them, with how often it runs in one execution."""
    found: list[tuple[Map, float]] = []
    for step in steps:
        if isinstance(step, Map):
            found.append((step, times))
        if isinstance(step, Map | Parallel):
            inner = times * (step.mean_items if isinstance(step, Map) else 1.0)
            for sequence in inner_sequences(step):
                found += _maps(sequence.steps, inner)
    return found


def _tasks(steps: tuple[object, ...], times: float) -> float:
    found = 0.0
    for step in steps:
        if isinstance(step, Task):
            found += times
        elif isinstance(step, Map | Parallel):
            inner = times * (step.mean_items if isinstance(step, Map) else 1.0)
            found += sum(_tasks(sequence.steps, inner) for sequence in inner_sequences(step))
    return found
