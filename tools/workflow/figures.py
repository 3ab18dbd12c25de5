"""What one execution amounts to on average: state transitions, seconds, events in its history.

Nothing fails, and every way on from a choice is as likely as the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from tools.design.workflows import Approval, Callback, Map, Parallel, Step, Task, Wait, Workflow
from tools.workflow.flow import visits
from tools.workflow.limits import inline_concurrency, max_children
from tools.workflow.maps import batch_size, child_type

Measure = Callable[[Step], float]


def transitions(workflow: Workflow) -> float:
    """State transitions that one execution is billed for: one for each state entered, in standard children too.

    Source: AWS Step Functions pricing (a transition is counted each time a step runs, retries included).
    """
    return _total(workflow.steps, _transitions)


def child_executions(workflow: Workflow) -> float:
    """Executions that distributed maps start for their items in one execution, standard and express."""
    return _total(workflow.steps, _children)


def duration(workflow: Workflow) -> float:
    """Mean seconds from start to end; waits until a moment that only the data knows count as none."""
    return _total(workflow.steps, _seconds)


def history_events(workflow: Workflow) -> float:
    """Events in the history of one execution, of which there may be 25,000.

    Source: Step Functions API reference, GetExecutionHistory: entering and leaving a state are one event each, a task
    adds scheduled, started and succeeded (and submitted, where it waits), a map two for each iteration.
    """
    return 2 + _total(workflow.steps, _events)


def _total(steps: tuple[Step, ...], measure: Measure) -> float:
    count = visits(steps)
    return sum(count[step.name] * measure(step) for step in steps if step.name in count)


def _transitions(step: Step) -> float:
    if isinstance(step, Parallel):
        return 1 + sum(_total(branch.steps, _transitions) for branch in step.branches)
    if not isinstance(step, Map):
        return 1
    if step.mode == "inline":
        return 1 + step.mean_items * _total(step.body.steps, _transitions)
    if child_type(step) == "EXPRESS":
        return 1
    inside = step.mean_items * _total(step.body.steps, _transitions)
    return 1 + inside + (_batches(step) if batch_size(step) > 1 else 0)


def _batches(step: Map) -> float:
    return math.ceil(step.mean_items / batch_size(step))


def _children(step: Step) -> float:
    if isinstance(step, Parallel):
        return sum(_total(branch.steps, _children) for branch in step.branches)
    if not isinstance(step, Map):
        return 0
    inside = step.mean_items * _total(step.body.steps, _children)
    return inside + (_batches(step) if step.mode == "distributed" else 0)


def _seconds(step: Step) -> float:
    if isinstance(step, Task | Approval | Callback):
        return step.work_s
    if isinstance(step, Wait):
        return step.seconds or 0.0
    if isinstance(step, Parallel):
        return max(_total(branch.steps, _seconds) for branch in step.branches)
    if isinstance(step, Map):
        most = inline_concurrency() if step.mode == "inline" else max_children()
        rounds = math.ceil(step.mean_items / min(step.max_concurrency, most))
        return rounds * _total(step.body.steps, _seconds)
    return 0.0


def _events(step: Step) -> float:
    if isinstance(step, Task | Approval | Callback):
        return 5.0 if isinstance(step, Task) else 6.0
    if isinstance(step, Parallel):
        return 4 + sum(_total(branch.steps, _events) for branch in step.branches)
    if isinstance(step, Map):
        inside = step.mean_items * (2 + _total(step.body.steps, _events)) if step.mode == "inline" else 3
        return 4 + inside
    return 2.0
