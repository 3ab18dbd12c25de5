"""A function is started by one kind of caller."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-L19",
    title="A function is started by one kind of caller",
    severity="warning",
    reason="Several callers mean several shapes of input, several ways to fail, and the union of their permissions.",
    fix="propose",
    remedy="Split the function by caller, sharing its business code through a layer.",
    sources=("serverless-rules WS1002",),
    proves=("single-concern",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions that components of more than one kind trigger."""
    for function in subject.all(Function):
        kinds = sorted({wire.source.kind for wire in subject.incoming(function.name, "trigger")})
        if len(kinds) > 1:
            text = f"{function.name} is started by {len(kinds)} kinds of caller: {', '.join(kinds)}."
            yield RULE.found(subject.place(function), text, evidence=", ".join(kinds))
