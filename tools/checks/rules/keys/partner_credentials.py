"""Whoever calls a partner has a credential to show."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import External, Function

RULE = Rule(
    id="SL-X29",
    title="What calls a partner reads its credential from a secret",
    severity="info",
    reason="Most partners ask for a key; one that is not in the design ends up in the code.",
    fix="ask",
    remedy="Add a secret that the function reads, or say that the partner asks for none.",
    sources=("Well-Architected SEC2",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions that call a partner and read no secret."""
    for function in subject.all(Function):
        partners = [
            wire.link.target
            for wire in subject.outgoing(function.name, "call")
            if isinstance(wire.target, External) and wire.target.role == "partner"
        ]
        if partners and not any(wire.target.kind == "secret" for wire in subject.outgoing(function.name)):
            text = f"{function.name} calls {partners[0]} and reads no secret."
            yield RULE.found(subject.place(function), text, evidence="no secret")
