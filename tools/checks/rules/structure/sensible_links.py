"""Links join what can be joined."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.pairs import is_sensible, sensible_targets
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X60",
    title="Links join components that can be joined that way",
    severity="error",
    reason="No cloud offers the connection: it cannot be deployed, priced or permitted.",
    fix="ask",
    remedy="Put between them what joins them, or say with another kind of link what happens.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Links whose ends cannot be joined so, and links from a component to itself."""
    for wire in subject.wires:
        kind, source, target = wire.link.kind, wire.source, wire.target
        if source.name == target.name:
            text = f"{source.name} is linked to itself."
            yield RULE.found(wire.place(), text, evidence=kind)
        elif not is_sensible(kind, source.kind, target.kind):
            known = ", ".join(sensible_targets(kind, source.kind)) or "nothing"
            text = f"A {source.kind} ({source.name}) cannot {kind} a {target.kind} ({target.name})."
            remedy = f"A {source.kind} may {kind}: {known}."
            yield RULE.found(wire.place("kind"), text, evidence=kind, remedy=remedy)
