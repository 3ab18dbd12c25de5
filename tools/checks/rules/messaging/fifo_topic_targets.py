"""A FIFO topic delivers to queues."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Topic

RULE = Rule(
    id="SL-X39",
    title="A FIFO topic delivers to queues only",
    severity="error",
    reason="A FIFO topic cannot start a function or call an address: such a subscription does not deploy.",
    fix="propose",
    remedy="Put a FIFO queue between the topic and its consumer.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Subscriptions of FIFO topics by anything but a queue."""
    for wire in subject.triggers:
        if isinstance(wire.source, Topic) and wire.source.fifo and wire.target.kind != "queue":
            text = f"{wire.source.name} is FIFO and cannot deliver to {wire.target.name}, a {wire.target.kind}."
            yield RULE.found(wire.place(), text, evidence=wire.target.kind)
