"""A message being handled stays hidden from others."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Function, Queue

RULE = Rule(
    id="SL-L12",
    title="A queue hides a message for at least six times its function's timeout",
    severity="warning",
    reason="Too short a time lets a second consumer take a message that is still being handled.",
    fix="auto",
    remedy="Hide messages for six times the timeout plus the time batches gather.",
    sources=("cfn-lint E3505", "cdk-nag LambdaEventSourceSQSVisibilityTimeout"),
    proves=("idempotency",),
)

TIMES = 6


def findings(subject: Subject) -> Iterator[Finding]:
    """Queues whose set visibility is too short for a function that reads them."""
    for queue in subject.all(Queue):
        if queue.visibility_s is None:
            continue
        for wire in subject.outgoing(queue.name, "trigger"):
            if not isinstance(wire.target, Function):
                continue
            needed = ceil(TIMES * wire.target.timeout_s + wire.semantics.batch_window_s)
            if queue.visibility_s < needed:
                text = f"{queue.name} hides a message for {queue.visibility_s} s; {wire.target.name} needs {needed} s."
                yield RULE.found(
                    subject.place(queue, "visibility_s"),
                    text,
                    evidence=queue.visibility_s,
                    severity="error" if queue.visibility_s < wire.target.timeout_s else None,
                    mend=setting(queue.name, visibility_s=needed),
                )
                break
