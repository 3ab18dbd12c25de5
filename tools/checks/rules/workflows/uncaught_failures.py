"""A failing step leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.workflows import Approval, Callback, Catch, Task, Workflow, walk

RULE = Rule(
    id="SL-X54",
    title="A process that changes several things catches the failure of its steps",
    severity="warning",
    reason="An uncaught failure stops the process half way: what was done stays done, what was promised is not kept.",
    fix="propose",
    remedy="Catch failures, and undo, park or report.",
    proves=("coordination",),
)

_FALLIBLE = (Task, Approval, Callback)


def findings(subject: Subject) -> Iterator[Finding]:
    """Workflows of several steps that catch nothing and undo nothing."""
    for workflow in subject.design.workflows:
        steps = walk(workflow.steps)
        fallible = [step for step in steps if isinstance(step, _FALLIBLE)]
        if len(fallible) > 1 and not _catches(workflow):
            text = f"None of the {len(fallible)} working steps of {workflow.name} says what happens when it fails."
            yield RULE.found(subject.workflow_place(workflow, "steps"), text, evidence="no catch")


def _catches(workflow: Workflow) -> bool:
    for step in walk(workflow.steps):
        catches: tuple[Catch, ...] = getattr(step, "catch", ())
        if catches or getattr(step, "compensate", None) is not None:
            return True
    return False
