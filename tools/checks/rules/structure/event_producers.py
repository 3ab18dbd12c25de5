"""Every event is told by its owner, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Bucket
from tools.design.events import Event
from tools.design.workflows import Task

RULE = Rule(
    id="SL-X63",
    title="Every event is published by its owner, and by nobody else",
    severity="warning",
    reason="Nobody hears an event that is never sent; one that several send means something else each time.",
    fix="ask",
    remedy="Link the owner to what carries the event, or name the real owner.",
    proves=("event-schema", "data-ownership"),
)

_TELLING = frozenset({"bucket", "table", "external", "device-gateway", "file-gateway", "mail", "user-pool", "database"})
"""Kinds that tell by themselves what happens to them: the link that carries it starts at them."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Events that their owner never sends, and events that others send."""
    for event in subject.design.events:
        tellers = _tellers(subject, event)
        if not tellers:
            text = f"Nothing sends {event.name}, which belongs to {event.owner}."
            yield RULE.found(subject.event_place(event, "owner"), text, evidence=event.owner)
        elif strangers := [name for name in tellers if not _speaks_for(subject, name, event)]:
            text = f"{event.name} belongs to {event.owner} and is sent by {', '.join(strangers)}."
            yield RULE.found(subject.event_place(event, "owner"), text, evidence=", ".join(strangers))


def _tellers(subject: Subject, event: Event) -> list[str]:
    sending = [
        wire.link.source
        for wire in subject.wires
        if event.name in wire.link.events
        and (wire.link.kind in ("send", "write") or wire.source.kind in _TELLING or wire.link.source == event.owner)
    ]
    for at in subject.steps:
        if isinstance(at.step, Task) and at.step.event == event.name:
            sending += [engine.name for engine in subject.engines.get(at.workflow.name, ())]
    return list(dict.fromkeys(sending))


def _speaks_for(subject: Subject, name: str, event: Event) -> bool:
    """Whether a component may tell an event: it owns it, is of one service with its owner, or hears and retells it."""
    if name == event.owner:
        return True
    teller, holder = subject.graph[name], subject.graph[event.owner]
    if teller.group is not None and teller.group == holder.group:
        return True
    return isinstance(holder, Bucket) or any(
        wire.link.source == event.owner or event.name in wire.link.events for wire in subject.incoming(name)
    )
