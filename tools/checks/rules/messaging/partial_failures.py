"""One bad message does not take its batch with it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import delivering
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-L11",
    title="A function that takes messages in batches reports which of them failed",
    severity="warning",
    reason="One bad message makes the whole batch visible again: the good ones are handled twice.",
    fix="auto",
    remedy="Report the failed messages, so that only they come back.",
    sources=("Well-Architected REL2",),
    proves=("idempotency",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions that take batches from a queue and fail as a whole."""
    for wire in subject.triggers:
        batched = wire.semantics.batch_size > 1 and not wire.semantics.partial_failures
        if wire.source.kind == "queue" and wire.target.kind == "function" and batched:
            size = wire.semantics.batch_size
            mend = delivering(subject, wire, partial_failures=True)
            yield RULE.found(
                wire.place("delivery", "partial_failures"),
                f"One bad message sends all {size} of its batch back to {wire.link.source}.",
                evidence=False,
                fix="auto" if mend else "propose",
                mend=mend,
            )
