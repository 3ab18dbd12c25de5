"""Malformed requests end at the door."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Api

RULE = Rule(
    id="SL-A03",
    title="An API validates requests",
    severity="warning",
    reason="Malformed input is cheapest to refuse before anything runs, and most dangerous afterwards.",
    fix="auto",
    remedy="Switch validation on.",
    sources=("CKV2_AWS_53", "cdk-nag AwsSolutions-APIG2"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """APIs that let any request through."""
    for api in subject.all(Api):
        if not api.validates_requests:
            text = f"{api.name} lets malformed requests through."
            mend = setting(api.name, validates_requests=True)
            yield RULE.found(subject.place(api, "validates_requests"), text, evidence=False, mend=mend)
