"""Every process is run by something."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X58",
    title="Every workflow definition is run by a component",
    severity="warning",
    reason="A process that nothing runs is neither deployed nor paid for; somebody believes it is.",
    fix="ask",
    remedy="Add a workflow component that runs it, or take it away.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Definitions that no component runs."""
    for workflow in subject.design.workflows:
        if workflow.name not in subject.engines:
            text = f"Nothing runs the workflow {workflow.name}."
            yield RULE.found(subject.workflow_place(workflow), text, evidence="no component")
