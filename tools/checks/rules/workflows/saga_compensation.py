"""What a process did, it can undo."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.workflows import Step, Task

RULE = Rule(
    id="SL-X55",
    title="In a process that undoes some of its steps, every step that others may strand can be undone",
    severity="warning",
    reason="A saga with a gap leaves stock reserved or money taken when a later step fails.",
    fix="ask",
    remedy="Name the function that undoes the step, or say in its comment why nothing needs undoing.",
    proves=("coordination",),
)

_CHANGING = ("run", "put", "update", "delete", "charge", "reserve", "create")


def findings(subject: Subject) -> Iterator[Finding]:
    """Working steps without compensation before the last one that has it."""
    for at in subject.steps:
        if not isinstance(at.step, Task) or not _should_undo(at.step):
            continue
        position = at.siblings.index(at.step)
        before, after = at.siblings[:position], at.siblings[position + 1 :]
        if any(map(_undoes, after)) and any(map(_undoes, before)):
            text = f"{at.step.name} stands between steps that can be undone and cannot be itself."
            yield RULE.found(subject.step_place(at, "compensate"), text, evidence="none")


def _should_undo(task: Task) -> bool:
    return task.compensate is None and not task.comment and task.action.split("-")[0] in _CHANGING


def _undoes(step: Step) -> bool:
    return isinstance(step, Task) and step.compensate is not None
