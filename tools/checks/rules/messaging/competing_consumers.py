"""A queue has one kind of consumer."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-X37",
    title="A queue has one consumer",
    severity="error",
    reason="Each message goes to one of them: two different consumers see half of the messages each.",
    fix="propose",
    remedy="Put a topic or bus in front, and give each consumer a queue of its own.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Queues that trigger more than one component."""
    for queue in subject.all(Queue):
        takers = list(dict.fromkeys(wire.link.target for wire in subject.outgoing(queue.name, "trigger")))
        if len(takers) > 1:
            text = f"{', '.join(takers)} compete for the messages of {queue.name}."
            yield RULE.found(subject.place(queue), text, evidence=len(takers))
