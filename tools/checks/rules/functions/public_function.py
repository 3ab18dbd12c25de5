"""Nobody outside reaches a function but through a front door."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import External, Function

RULE = Rule(
    id="SL-L04",
    title="Nobody outside reaches a function but through an API",
    severity="error",
    reason="A function with an address of its own has no throttling, no firewall, and the authentication it codes.",
    fix="propose",
    remedy="Put an API in front, with authentication and throttling.",
    sources=("CKV_AWS_258", "cdk-nag LambdaFunctionUrlAuth"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Links that start a function from outside."""
    for wire in subject.triggers:
        if isinstance(wire.source, External) and isinstance(wire.target, Function):
            text = f"{wire.link.source} reaches {wire.link.target} directly, past every front door."
            yield RULE.found(wire.place(), text, evidence=wire.source.role)
