"""A queue and its dead-letter queue are of one type."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-M05",
    title="A dead-letter queue is of the type of its source: FIFO or standard",
    severity="error",
    reason="A FIFO queue with a standard dead-letter queue, or the reverse, does not deploy.",
    fix="auto",
    remedy="Make the dead-letter queue of the same type as its source.",
    sources=("cfn-lint E3502",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Queues whose dead-letter queue is of the other type."""
    for queue in subject.all(Queue):
        target = subject.graph.get(queue.dead_letter) if queue.dead_letter else None
        if not isinstance(target, Queue) or target.fifo == queue.fifo:
            continue
        alone = set(subject.references[target.name]) == {queue.name} and not subject.incoming(target.name)
        text = f"{queue.name} is {_type(queue)} and its dead-letter queue {target.name} is {_type(target)}."
        yield RULE.found(
            subject.place(queue, "dead_letter"),
            text,
            evidence=target.name,
            fix="auto" if alone else "ask",
            mend=setting(target.name, fifo=queue.fifo) if alone else None,
        )


def _type(queue: Queue) -> str:
    return "FIFO" if queue.fifo else "standard"
