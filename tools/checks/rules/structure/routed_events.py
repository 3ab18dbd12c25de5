"""What goes over a bus has a name and a shape."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject, Wire
from tools.design.components import Bus, Component, Topic

RULE = Rule(
    id="SL-X64",
    title="What a bus or topic carries is a declared event, and what a rule waits for is sent",
    severity="warning",
    reason="Without a declared event there is no contract: the first change of the sender breaks every consumer.",
    fix="ask",
    remedy="Declare the event with its fields, and name it on the links that carry it.",
    proves=("event-schema",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Sends to a bus or topic without an event, and triggers of one that wait for what nobody sends to it."""
    for wire in subject.wires:
        if wire.link.kind == "send" and _is_contract(wire.target) and not wire.link.events:
            text = f"{wire.link.source} sends something to {wire.link.target} that is no declared event."
            yield RULE.found(wire.place("events"), text, evidence="none")
        elif wire.link.kind == "trigger" and wire.source.kind in ("bus", "topic"):
            missing = [name for name in wire.link.events if not _arrives(subject, wire, name)]
            if missing:
                text = (
                    f"{wire.link.target} waits at {wire.link.source} for {', '.join(missing)}: nothing sends it there."
                )
                yield RULE.found(wire.place("events"), text, evidence=", ".join(missing), severity="error")


def _is_contract(carrier: Component) -> bool:
    """Whether programs listen: what people are told needs no declared shape."""
    return carrier.kind == "bus" or (isinstance(carrier, Topic) and carrier.audience == "system")


def _arrives(subject: Subject, wire: Wire, event: str) -> bool:
    """Whether somebody hands the event to the carrier; the cloud's own events arrive by themselves."""
    if isinstance(wire.source, Bus) and wire.source.scope == "default":
        return True
    if any(not other.link.events or event in other.link.events for other in subject.incoming(wire.link.source)):
        return True
    owner = next((e.owner for e in subject.design.events if e.name == event), "")
    return owner == wire.link.source or subject.graph[owner].kind in ("bucket", "external", "user-pool", "workflow")
