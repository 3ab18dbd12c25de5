"""What carries sensitive data is held to the same care."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject, is_sensitive, is_stricter
from tools.design.components import Component, DataHolder
from tools.design.events import Event

RULE = Rule(
    id="SL-X67",
    title="What carries or keeps a sensitive event is classed at least as sensitive",
    severity="warning",
    reason="Encryption, logging and access follow the class of the keeper: laxer than its content, it leaks.",
    fix="auto",
    remedy="Raise the keeper's class to that of its content.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Carriers and dead-letter queues that are classed below the events that pass through them."""
    events = {event.name: event for event in subject.design.events if is_sensitive(event.sensitivity)}
    told: set[str] = set()
    for wire in subject.wires:
        for name in wire.link.events:
            if name not in events:
                continue
            holders = [wire.source, wire.target]
            if wire.semantics.dead_letter is not None:
                holders.append(subject.graph[wire.semantics.dead_letter])
            for holder in holders:
                if holder.name not in told and _is_laxer(holder, events[name]):
                    told.add(holder.name)
                    yield _found(subject, holder, events[name])


def _is_laxer(holder: Component, event: Event) -> bool:
    return isinstance(holder, DataHolder) and is_stricter(event.sensitivity, holder.sensitivity)


def _found(subject: Subject, holder: Component, event: Event) -> Finding:
    level = getattr(holder, "sensitivity", "internal")
    text = f"{holder.name} is classed {level} and carries {event.name}, which is {event.sensitivity}."
    mend = setting(holder.name, sensitivity=event.sensitivity)
    return RULE.found(subject.place(holder, "sensitivity"), text, evidence=level, mend=mend)
