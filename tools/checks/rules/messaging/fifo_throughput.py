"""A FIFO queue keeps up with its peak."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-X38",
    title="A FIFO queue keeps up with its peak",
    severity="error",
    reason="Beyond its limit a FIFO queue refuses messages, and order is kept by losing some.",
    fix="propose",
    remedy="Use a stream partitioned by the ordering key, or a standard queue where order does not matter.",
    weighs=True,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """FIFO queues whose peak exceeds what one carries."""
    limit = subject.limits.fifo_rps
    for queue in subject.all(Queue):
        if queue.fifo and limit is not None and subject.peak_rps(queue.name) > limit:
            peak = subject.peak_rps(queue.name)
            text = f"{queue.name} is to take {peak:.0f} messages a second; a FIFO queue takes {limit:g}."
            yield RULE.found(subject.place(queue, "fifo"), text, evidence=f"{peak:.0f}/s")
