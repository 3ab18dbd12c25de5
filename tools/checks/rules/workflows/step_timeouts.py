"""A step does not wait for ever."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.checks.findings import Finding, Mend, Rule
from tools.checks.remedies import stepping
from tools.checks.subject import StepAt, Subject
from tools.checks.timing import longest_s
from tools.design.components import Container, Function
from tools.design.workflows import Approval, Callback, Task

RULE = Rule(
    id="SL-X53",
    title="A step that waits for somebody or something has a timeout",
    severity="error",
    reason="A lost callback or a forgotten approval keeps the process open for a year, and nobody is told.",
    fix="propose",
    remedy="Set a timeout, and catch it: remind, escalate or undo.",
    sources=("Well-Architected REL5",),
    proves=("no-single-point-of-failure",),
)

PATIENCE = 10
"""How many times the mean a person or partner is waited for."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Approvals and callbacks without a timeout, jobs without one, and timeouts shorter than the work."""
    for at in subject.steps:
        step = at.step
        if isinstance(step, Approval | Callback) and step.timeout_s is None and not _beats(step):
            text = f"{step.name} waits for ever."
            place = subject.step_place(at, "timeout_s")
            yield RULE.found(place, text, evidence="none", mend=_timing(at, PATIENCE * step.work_s))
        elif isinstance(step, Task):
            yield from _judged_task(subject, at, step)


def _judged_task(subject: Subject, at: StepAt, task: Task) -> Iterator[Finding]:
    component = subject.graph.get(task.component)
    needed = longest_s(component) if isinstance(component, Container) else task.work_s
    place = subject.step_place(at, "timeout_s")
    if isinstance(component, Container) and task.timeout_s is None and task.heartbeat_s is None:
        text = f"{task.name} waits for the job {component.name} for ever."
        yield RULE.found(place, text, evidence="none", severity="warning", mend=_timing(at, 2 * needed))
    elif task.timeout_s is not None and task.timeout_s < needed:
        text = f"{task.name} gives up after {task.timeout_s} s; its work takes {needed:g} s."
        yield RULE.found(place, text, evidence=task.timeout_s, mend=_timing(at, 2 * needed))
    elif isinstance(component, Function) and task.work_s > subject.limits.function_max_s:
        limit = subject.limits.function_max_s
        text = f"{task.name} takes {task.work_s:g} s in the function {component.name}, which lives at most {limit:g} s."
        place = subject.step_place(at, "work_s")
        yield RULE.found(place, text, evidence=task.work_s, remedy="Run the step as a container job.")


def _beats(step: Approval | Callback) -> bool:
    return isinstance(step, Callback) and step.heartbeat_s is not None


def _timing(at: StepAt, seconds: float) -> Mend:
    return stepping(at, timeout_s=max(1, ceil(seconds)))
