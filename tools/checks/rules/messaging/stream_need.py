"""A stream is there for order or replay."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Stream

RULE = Rule(
    id="SL-X41",
    title="A stream is there because order, replay, several readers or volume ask for it",
    severity="info",
    reason="A stream is paid for by the hour whether or not anything flows, and a poison record blocks its shard.",
    fix="propose",
    remedy="Use a queue.",
    weighs=True,
)

BUSY_RPS = 100.0
"""Peak from which a stream is cheaper to take in than a queue: a queue's requests cost by the message."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Streams with one reader that cares neither for order nor history, at a modest rate."""
    for stream in subject.all(Stream):
        readers = subject.outgoing(stream.name, "trigger", "read")
        ordered = any(w.link.delivery is not None and w.link.delivery.ordered for w in readers)
        needs = stream.engine == "kafka" or stream.retention_hours > 24 or ordered or len(readers) != 1
        if not needs and 0 < subject.peak_rps(stream.name) < BUSY_RPS:
            peak = subject.peak_rps(stream.name)
            text = f"{stream.name} has one reader, keeps one day and takes {peak:.2g} records a second at its peak."
            yield RULE.found(subject.place(stream), text, evidence=f"{peak:.2g}/s")
