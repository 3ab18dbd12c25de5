"""A step tries again."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import stepping
from tools.checks.subject import StepAt, Subject
from tools.design.workflows import Retry, Task

RULE = Rule(
    id="SL-W03",
    title="A step that does work retries what is transient, apart and with jitter",
    severity="error",
    reason="Every service throttles and hiccups: without a retry the first hiccup ends a process that ran for days.",
    fix="auto",
    remedy="Retry transient errors with backoff and jitter.",
    sources=("Well-Architected REL5",),
    proves=("no-single-point-of-failure", "coordination"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Tasks without a retry, and retries that all come at once."""
    for at in subject.steps:
        if not isinstance(at.step, Task):
            continue
        if not at.step.retry:
            text = f"{at.step.name} gives up at the first error."
            mend = stepping(at, retry=(Retry(),))
            yield RULE.found(subject.step_place(at, "retry"), text, evidence="none", mend=mend)
        for index, retry in enumerate(at.step.retry):
            if not retry.jitter or retry.backoff <= 1:
                yield _bunched(subject, at, at.step, index)


def _bunched(subject: Subject, at: StepAt, task: Task, index: int) -> Finding:
    spread = {"jitter": True, "backoff": max(task.retry[index].backoff, 2.0)}
    after = tuple(r if i != index else r.model_copy(update=spread) for i, r in enumerate(task.retry))
    return RULE.found(
        subject.step_place(at, "retry", index),
        f"{task.name} retries at set times: all that failed together come back together.",
        evidence="no jitter" if not task.retry[index].jitter else "no backoff",
        severity="warning",
        mend=stepping(at, retry=after),
    )
