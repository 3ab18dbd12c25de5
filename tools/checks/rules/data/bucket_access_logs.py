"""A bucket of sensitive objects says who read what."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Mend, Rule
from tools.checks.remedies import putting, setting, together
from tools.checks.subject import Subject, is_sensitive
from tools.design.components import AuditTrail, Bucket

RULE = Rule(
    id="SL-S07",
    title="A bucket of sensitive objects logs who reads and writes them",
    severity="warning",
    reason="After an incident the first question is who read what.",
    fix="propose",
    remedy="Log access to a bucket kept for that, with expiry.",
    sources=("CKV_AWS_18", "cdk-nag AwsSolutions-S1", "FSBP S3.9"),
)

LOG_BUCKET = "access-logs"
LOG_DAYS = 400


def findings(subject: Subject) -> Iterator[Finding]:
    """Sensitive buckets without access logs, where no audit trail records reads of data."""
    if any(trail.data_events for trail in subject.all(AuditTrail)):
        return
    for bucket in subject.all(Bucket):
        if bucket.role != "logs" and is_sensitive(bucket.sensitivity) and bucket.access_logs is None:
            text = f"Nobody can tell who read the {bucket.sensitivity} objects of {bucket.name}."
            place = subject.place(bucket, "access_logs")
            yield RULE.found(place, text, evidence="none", mend=_logging(subject, bucket))


def _logging(subject: Subject, bucket: Bucket) -> Mend | None:
    for other in subject.all(Bucket):
        if other.role == "logs":
            return setting(bucket.name, access_logs=other.name)
    if subject.has(LOG_BUCKET):
        return None
    logs = Bucket(
        name=LOG_BUCKET, role="logs", expire_after_days=LOG_DAYS, description="Who read and wrote which object."
    )
    return together(putting(logs), setting(bucket.name, access_logs=LOG_BUCKET))
