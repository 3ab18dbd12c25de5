"""What a reader of a stream gives up on goes somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import dead_letters_for, delivering, together
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-L09",
    title="A reader of a stream or of a table's changes has somewhere for the records it gives up on",
    severity="error",
    reason="A batch that is given up is lost: the reader moves on, and the log forgets.",
    fix="auto",
    remedy="Send what is given up to a dead-letter queue of its own.",
    sources=("serverless-rules ES1001", "cdk-nag Serverless-LambdaEventSourceMappingDestination"),
    proves=("no-single-point-of-failure",),
)

_SOURCES = frozenset({"stream", "table"})
_READERS = frozenset({"function", "workflow", "queue", "topic", "bus"})


def findings(subject: Subject) -> Iterator[Finding]:
    """Stream and change readers without a dead letter."""
    for wire in subject.triggers:
        if wire.source.kind in _SOURCES and wire.target.kind in _READERS and subject.dead_letter_of(wire) is None:
            queue, added = dead_letters_for(subject, wire.link.target)
            mend = together(added, delivering(subject, wire, dead_letter=queue))
            yield RULE.found(
                wire.place("delivery", "dead_letter"),
                f"Records of {wire.link.source} that {wire.link.target} gives up on are lost.",
                evidence="none",
                fix="auto" if mend else "propose",
                mend=mend,
            )
