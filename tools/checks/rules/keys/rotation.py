"""Keys rotate."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Key

RULE = Rule(
    id="SL-K01",
    title="A customer-managed key rotates",
    severity="error",
    reason="The longer a key lives, the more a leak of it opens; every audit asks for rotation.",
    fix="auto",
    remedy="Switch rotation on.",
    sources=("CKV_AWS_7", "cdk-nag AwsSolutions-KMS5"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Keys that never rotate."""
    for key in subject.all(Key):
        if not key.rotation:
            text = f"{key.name} never rotates."
            mend = setting(key.name, rotation=True)
            yield RULE.found(subject.place(key, "rotation"), text, evidence=False, mend=mend)
