"""Every part is joined to another."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import removing
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-X61",
    title="Every component is linked to another or named by one",
    severity="warning",
    reason="A part that nothing uses is deployed, paid for and maintained for nobody.",
    fix="ask",
    remedy="Link it to what uses it, or take it away.",
)

_ALONE = frozenset({"audit-trail"})
"""Kinds that watch over all the others without being joined to any."""
_HELPING = frozenset({"key", "firewall", "layer", "network", "parameter"})
"""Kinds that are there for others only, like dead-letter queues: without any they are superfluous."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Components without a link that no other component, workflow or link names."""
    for component in subject.design.components:
        if component.kind in _ALONE or subject.references.get(component.name):
            continue
        if not subject.outgoing(component.name) and not subject.incoming(component.name):
            text = f"{component.name} ({component.kind}) is joined to nothing."
            helps = component.kind in _HELPING or (isinstance(component, Queue) and component.role == "dead-letter")
            mend = removing(component.name) if helps else None
            yield RULE.found(
                subject.place(component), text, evidence="no links", fix="propose" if helps else "ask", mend=mend
            )
