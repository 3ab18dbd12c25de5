"""Records that a supervisor asks for cannot be altered."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject, is_sensitive
from tools.design.components import Bucket

RULE = Rule(
    id="SL-X79",
    title="Records under financial supervision are kept where nobody can alter them; personal data is not",
    severity="warning",
    reason="Supervisors ask for records that cannot be changed; a right to erasure asks for the opposite.",
    fix="ask",
    remedy="Lock the bucket of records for the time the regime names; keep personal data out of it, or its key apart.",
    sources=("SEC 17a-4(f)", "FINRA 4511", "GDPR Art. 17"),
)

_LOCKING = frozenset({"sox", "finra", "mifid-ii"})


def findings(subject: Subject) -> Iterator[Finding]:
    """Supervised systems without a locked bucket, and personal data locked against erasure."""
    regimes = {regime.name for regime in subject.requirements.regimes}
    locked = [bucket for bucket in subject.all(Bucket) if bucket.object_lock_days]
    asking = sorted(regimes & _LOCKING)
    if asking and not locked:
        text = f"{', '.join(asking)} asks for records that cannot be altered, and no bucket is locked."
        yield RULE.found(subject.asked("regimes"), text, evidence="none")
    personal = any(data.name in ("personal", "health") for data in subject.requirements.data_classes)
    for bucket in locked:
        if "gdpr" in regimes and personal and is_sensitive(bucket.sensitivity) and bucket.key is None:
            text = f"{bucket.name} locks {bucket.sensitivity} objects: for {bucket.object_lock_days} days none can go."
            yield RULE.found(subject.place(bucket, "object_lock_days"), text, evidence=bucket.object_lock_days)
