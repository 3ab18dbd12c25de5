"""The promised availability is possible."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import DnsFailover

RULE = Rule(
    id="SL-X85",
    title="An availability beyond what one region promises rests on several",
    severity="warning",
    reason="A chain of services is less available than each: a region that promises 99.95 cannot give 99.99.",
    fix="ask",
    remedy="Run in a second region with failover, or agree on what one region gives.",
    proves=("no-single-point-of-failure",),
)

REGION_PERCENT = 99.95
"""What gateway and functions of one region promise each (service level agreements of API Gateway and Lambda)."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Objectives above one region's promise in a system without failover."""
    asked = subject.requirements.availability
    if asked is not None and asked.value > REGION_PERCENT and not subject.all(DnsFailover):
        text = f"{asked.value:g} % is asked of one region, which promises {REGION_PERCENT:g} % at most."
        yield RULE.found(subject.asked("availability"), text, evidence=asked.value)
