"""An event can be told from its twin."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import eventing
from tools.checks.subject import Subject
from tools.design.events import Event

RULE = Rule(
    id="SL-X65",
    title="An event that may be delivered twice has a key that identifies the occurrence",
    severity="warning",
    reason="Without a key a consumer cannot tell a second delivery from a second event.",
    fix="propose",
    remedy="Name the fields that identify the occurrence.",
    proves=("idempotency", "event-schema"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Events without a key on links that deliver at least once."""
    repeated = {
        name for wire in subject.triggers if wire.semantics.guarantee == "at-least-once" for name in wire.link.events
    }
    for event in subject.design.events:
        if event.name in repeated and not event.key:
            key = _identifier(event)
            text = f"{event.name} may be delivered twice and has no key to tell by."
            mend = eventing(event, key=(key,)) if key else None
            yield RULE.found(
                subject.event_place(event, "key"), text, evidence="none", fix="propose" if key else "ask", mend=mend
            )


def _identifier(event: Event) -> str:
    """The one required field that looks like the occurrence's identity; empty where none or several do."""
    found = [f.name for f in event.fields if f.required and (f.type == "uuid" or f.name.lower().endswith("id"))]
    return found[0] if len(found) == 1 else ""
