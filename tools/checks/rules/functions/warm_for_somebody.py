"""Environments are kept warm for somebody who waits."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-X14",
    title="Environments are kept warm only where somebody waits for the answer",
    severity="warning",
    reason="Warm environments are paid for every second of the month; a queue does not mind waiting a second.",
    fix="propose",
    remedy="Tolerate cold starts here.",
    proves=("cost-budget", "scale-to-zero"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Provisioned functions that no chain of synchronous links reaches from outside."""
    for function in subject.all(Function):
        if function.provisioned_concurrency and function.name not in subject.user_facing:
            warm = function.provisioned_concurrency
            text = f"{function.name} keeps {warm} environments warm, and nobody waits for it."
            mend = setting(function.name, provisioned_concurrency=0, cold_start="tolerated")
            yield RULE.found(subject.place(function, "provisioned_concurrency"), text, evidence=warm, mend=mend)
