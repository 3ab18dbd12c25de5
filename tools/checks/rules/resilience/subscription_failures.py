"""What a topic cannot deliver goes somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import dead_letters_for, delivering, together
from tools.checks.subject import Subject, Wire
from tools.design.components import External, Topic

RULE = Rule(
    id="SL-M08",
    title="A subscription has a dead-letter queue",
    severity="error",
    reason="A topic drops what it cannot deliver.",
    fix="auto",
    remedy="Give the subscription a dead-letter queue.",
    sources=("serverless-rules ES7000", "cdk-nag Serverless-SNSRedrivePolicy"),
    proves=("no-single-point-of-failure",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Subscriptions of systems, not of people, without a dead letter."""
    for wire in subject.triggers:
        topic, target = wire.source, wire.target
        if not isinstance(topic, Topic) or _keeps(subject, wire, topic):
            continue
        if isinstance(target, External) and target.role in ("person", "staff"):
            continue
        queue, added = dead_letters_for(subject, target.name, fifo=topic.fifo)
        mend = together(added, delivering(subject, wire, dead_letter=queue))
        yield RULE.found(
            wire.place("delivery", "dead_letter"),
            f"Messages of {topic.name} that cannot be delivered to {target.name} are dropped.",
            evidence="none",
            fix="auto" if mend else "propose",
            mend=mend,
        )


def _keeps(subject: Subject, wire: Wire, topic: Topic) -> bool:
    """A FIFO topic needs a FIFO dead-letter queue, which only the link can name."""
    return wire.semantics.dead_letter is not None or (not topic.fifo and subject.dead_letter_of(wire) is not None)
