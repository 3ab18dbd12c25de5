"""An API says who called what."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Api

RULE = Rule(
    id="SL-A01",
    title="An API keeps access logs",
    severity="warning",
    reason="Without them nothing says who called what when something is abused.",
    fix="auto",
    remedy="Switch access logs on.",
    sources=("CKV_AWS_76", "cdk-nag AwsSolutions-APIG1", "serverless-rules ES2000", "FSBP APIGateway.1"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """APIs without access logs."""
    for api in subject.all(Api):
        if not api.access_logs:
            text = f"{api.name} keeps no access logs."
            mend = setting(api.name, access_logs=True)
            yield RULE.found(subject.place(api, "access_logs"), text, evidence=False, mend=mend)
