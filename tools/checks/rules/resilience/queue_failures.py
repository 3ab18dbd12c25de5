"""A message that cannot be handled leaves its queue."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import dead_letters_for, setting, together
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-M01",
    title="A queue has a dead-letter queue",
    severity="error",
    reason="A poison message circles until it expires, is paid for each time, and delays everything behind it.",
    fix="auto",
    remedy="Give the queue a dead-letter queue of its own type.",
    sources=("cdk-nag AwsSolutions-SQS3", "cdk-nag Serverless-SQSRedrivePolicy", "serverless-rules ES6000"),
    proves=("no-single-point-of-failure",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Work queues without a dead-letter queue."""
    for queue in subject.all(Queue):
        if queue.role == "work" and queue.dead_letter is None:
            name, added = dead_letters_for(subject, queue.name, fifo=queue.fifo)
            yield RULE.found(
                subject.place(queue, "dead_letter"),
                f"Messages of {queue.name} that cannot be handled have nowhere to go.",
                evidence="none",
                mend=together(added, setting(queue.name, dead_letter=name)),
            )
