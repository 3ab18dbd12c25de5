"""What must be kept is kept that long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import AuditTrail, Bucket, ComponentBase

RULE = Rule(
    id="SL-X77",
    title="What must be kept is kept as long as was asked",
    severity="error",
    reason="What has expired cannot be shown to an auditor, a court or a customer.",
    fix="propose",
    remedy="Keep it longer; archive storage is cheap.",
)

_COMMON = frozenset(
    {"data", "kept", "keep", "store", "stored", "record", "records", "years", "days", "retention", "must", "service"}
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Buckets and trails that forget before a retention that speaks of them is over."""
    for retention in subject.requirements.retentions:
        words = _words(retention.what)
        for bucket in subject.all(Bucket):
            days = bucket.expire_after_days
            if (
                days is not None
                and days < retention.whole_days
                and bucket.role != "claim-check"
                and words & _about(bucket)
            ):
                needed = retention.whole_days
                text = f"{bucket.name} keeps objects for {days} days; {retention.what} must be kept {needed}."
                mend = setting(bucket.name, expire_after_days=retention.whole_days)
                yield RULE.found(subject.place(bucket, "expire_after_days"), text, evidence=days, mend=mend)
        for trail in subject.all(AuditTrail):
            if words & {"audit", "trail", "log"} and trail.retention_days < retention.whole_days:
                kept = trail.retention_days
                text = f"{trail.name} keeps {kept} days; {retention.what} must be kept {retention.whole_days}."
                mend = setting(trail.name, retention_days=retention.whole_days)
                yield RULE.found(subject.place(trail, "retention_days"), text, evidence=kept, mend=mend)


def _about(component: ComponentBase) -> set[str]:
    return _words(f"{component.name} {component.title} {' '.join(component.serves)}")


def _words(text: str) -> set[str]:
    """Words that mean something, in the singular."""
    found = re.findall(r"[a-z]{3,}", text.lower())
    return {word.removesuffix("s") for word in found if word not in _COMMON}
