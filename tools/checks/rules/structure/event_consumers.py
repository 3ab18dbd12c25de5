"""Every event is heard by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X62",
    title="Every event has a consumer",
    severity="info",
    reason="An event that nobody consumes is paid for and promised for nothing; or its consumer was forgotten.",
    fix="ask",
    remedy="Link its consumers, or keep it for those who come later and say so.",
    proves=("event-schema",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Events that no trigger carries, where no consumer takes everything from their carrier either."""
    carried = {name for wire in subject.triggers for name in wire.link.events}
    greedy = {wire.link.source for wire in subject.triggers if not wire.link.events}
    for event in subject.design.events:
        sent_to = {wire.link.target for wire in subject.wires if event.name in wire.link.events}
        if event.name not in carried and not sent_to & greedy:
            yield RULE.found(subject.event_place(event), f"Nobody consumes {event.name}.", evidence="no consumer")
