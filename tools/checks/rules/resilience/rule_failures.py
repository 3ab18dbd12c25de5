"""What a bus cannot deliver goes somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import dead_letters_for, delivering, together
from tools.checks.subject import Subject, Wire
from tools.design.components import Bucket

RULE = Rule(
    id="SL-M11",
    title="Every target of a bus has a dead-letter queue",
    severity="error",
    reason="After a day of failed deliveries the event is gone.",
    fix="auto",
    remedy="Give the target a dead-letter queue.",
    sources=("serverless-rules ES4000", "cdk-nag Serverless-EventBusDLQ"),
    proves=("no-single-point-of-failure",),
)

_ROUTED = frozenset({"bus", "file-gateway", "etl", "transcoder"})
_DIRECT = frozenset({"function", "queue", "topic"})
"""What a bucket can notify without a bus."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Targets of rules without a dead letter."""
    for wire in subject.triggers:
        if _is_routed(wire) and subject.dead_letter_of(wire) is None:
            queue, added = dead_letters_for(subject, wire.link.target)
            mend = together(added, delivering(subject, wire, dead_letter=queue))
            yield RULE.found(
                wire.place("delivery", "dead_letter"),
                f"Events of {wire.link.source} that cannot be delivered to {wire.link.target} are lost after a day.",
                evidence="none",
                fix="auto" if mend else "propose",
                mend=mend,
            )


def _is_routed(wire: Wire) -> bool:
    """Whether a rule of a bus delivers: one of the design's, or of the one on which the cloud tells what happened."""
    if not isinstance(wire.source, Bucket):
        return wire.source.kind in _ROUTED
    return wire.source.events_to_bus or wire.target.kind not in _DIRECT
