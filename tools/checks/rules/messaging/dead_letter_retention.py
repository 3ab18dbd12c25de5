"""Dead letters are kept until somebody has looked."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import DEAD_LETTER_RETENTION_S, setting
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-M06",
    title="A dead-letter queue keeps its messages for two weeks",
    severity="warning",
    reason="Age counts from the first send: a short retention loses the message before anyone reads it.",
    fix="auto",
    remedy="Keep dead letters for 14 days.",
    sources=("Well-Architected OPS1",),
    proves=("no-single-point-of-failure",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Dead-letter queues that forget sooner."""
    for queue in subject.all(Queue):
        if queue.role == "dead-letter" and queue.retention_s < DEAD_LETTER_RETENTION_S:
            yield RULE.found(
                subject.place(queue, "retention_s"),
                f"{queue.name} forgets dead letters after {queue.retention_s / 86_400:g} days.",
                evidence=queue.retention_s,
                mend=setting(queue.name, retention_s=DEAD_LETTER_RETENTION_S),
            )
