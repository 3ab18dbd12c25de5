"""A queue's message gets more than one chance."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-X35",
    title="A message is tried several times before it counts as dead",
    severity="warning",
    reason="A function that is throttled takes a receipt away: with one or two, healthy messages die in a burst.",
    fix="propose",
    remedy="Allow five receives.",
)

FEWEST = 3
BETTER = 5


def findings(subject: Subject) -> Iterator[Finding]:
    """Work queues that a function reads and that give up early."""
    for queue in subject.all(Queue):
        read = any(wire.target.kind == "function" for wire in subject.outgoing(queue.name, "trigger"))
        if queue.dead_letter is not None and queue.max_receives < FEWEST and read:
            text = f"A message of {queue.name} counts as dead after {queue.max_receives} tries."
            mend = setting(queue.name, max_receives=BETTER)
            yield RULE.found(subject.place(queue, "max_receives"), text, evidence=queue.max_receives, mend=mend)
