"""A stolen password is not enough."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject, is_sensitive
from tools.design.components import UserPool

RULE = Rule(
    id="SL-A18",
    title="People who sign in can use a second factor, and must where the data asks for it",
    severity="warning",
    reason="A guessed or stolen password is the cheapest way in.",
    fix="propose",
    remedy="Offer a second factor to all; demand it where restricted data or a regime is involved.",
    sources=("cdk-nag AwsSolutions-COG2", "FSBP Cognito.3"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """User pools with no second factor, or a voluntary one before restricted data."""
    needs = subject.requirements
    strict = needs.sensitivity == "restricted" or any(r.name in ("hipaa", "pci-dss") for r in needs.regimes)
    for pool in subject.all(UserPool):
        place = subject.place(pool, "mfa")
        if pool.mfa == "off" and not strict:
            text = f"{pool.name} offers no second factor."
            better = "required" if is_sensitive(needs.sensitivity) else "optional"
            yield RULE.found(place, text, evidence=pool.mfa, mend=setting(pool.name, mfa=better))
        elif strict and pool.mfa != "required":
            text = f"{pool.name} guards restricted data and demands no second factor."
            yield RULE.found(place, text, evidence=pool.mfa, mend=setting(pool.name, mfa="required"))
