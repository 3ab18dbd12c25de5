"""Secrets rotate."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Secret

RULE = Rule(
    id="SL-K02",
    title="A secret rotates",
    severity="warning",
    reason="Rotation bounds how long a stolen value works.",
    fix="propose",
    remedy="Rotate every 90 days; that needs a function which knows how to change the value at its issuer.",
    sources=("CKV_AWS_304", "CKV2_AWS_57", "cdk-nag AwsSolutions-SMG4", "FSBP SecretsManager.1"),
)

DAYS = 90


def findings(subject: Subject) -> Iterator[Finding]:
    """Secrets that never rotate, and ones that do so less than once a year."""
    for secret in subject.all(Secret):
        if secret.rotation_days is None:
            text = f"{secret.name} never rotates."
            severity = "warning" if subject.requirements.regulated else "info"
        elif secret.rotation_days > 365:
            text = f"{secret.name} rotates every {secret.rotation_days} days."
            severity = "warning"
        else:
            continue
        place = subject.place(secret, "rotation_days")
        mend = setting(secret.name, rotation_days=DAYS)
        yield RULE.found(place, text, evidence=secret.rotation_days or "none", severity=severity, mend=mend)
