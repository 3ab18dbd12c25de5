"""Messages are worked off before they are too old."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-X96",
    title="What waits in a queue at the worst peak is worked off long before the queue forgets it",
    severity="warning",
    reason="Whoever waits for the work takes hours for a loss; what outlives the retention is one.",
    fix="ask",
    remedy="Let more batches be in work at once, make the work shorter, or tell those who wait how long it takes.",
    sources=("Well-Architected REL1",),
    weighs=True,
)

LONG_S = 3600.0
"""From here on a message waits longer than most people expect of work in the background."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Queues in which a message waits for an hour or more, or longer than it is kept."""
    for queue in subject.all(Queue):
        delay_s = subject.figures.queue_delay_s.get(queue.name, 0.0)
        if delay_s < min(LONG_S, queue.retention_s):
            continue
        is_lost = delay_s >= queue.retention_s
        text = f"At the worst peak a message waits {_hours(delay_s)} in {queue.name}."
        if is_lost:
            text = f"{text[:-1]}, which keeps it {_hours(queue.retention_s)}."
        place = subject.place(queue, "retention_s")
        yield RULE.found(place, text, evidence=_hours(delay_s), severity="error" if is_lost else None)


def _hours(seconds: float) -> str:
    return "for ever" if seconds == float("inf") else f"{seconds / 3600:.1f} hours"
