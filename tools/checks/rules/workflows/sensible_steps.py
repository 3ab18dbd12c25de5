"""What the steps of a workflow say makes sense."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Place, Rule
from tools.checks.subject import Subject
from tools.design.workflows import Workflow

RULE = Rule(
    id="SL-X93",
    title="Every step asks what can be asked, handles errors where they arrive, and fits the engine's limits",
    severity="error",
    reason="A step that cannot run, or a handler that is never reached, shows when the first execution fails.",
    fix="ask",
    remedy="Change the step as the message says.",
    sources=("cfn-lint E3601",),
    weighs=True,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """What the judgement of each workflow found wrong or doubtful with its steps."""
    workflows = {workflow.name: workflow for workflow in subject.design.workflows}
    for issue in subject.figures.step_issues:
        place = _place(subject, workflows[issue.workflow], issue.step)
        yield RULE.found(place, issue.message, evidence=issue.rule, severity=issue.severity, remedy=issue.remedy)


def _place(subject: Subject, workflow: Workflow, step: str) -> Place:
    found = next((at for at in subject.steps_of(workflow.name) if at.step.name == step), None)
    return subject.workflow_place(workflow) if found is None else subject.step_place(found)
