"""Objects grow old somewhere cheaper, or go."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Bucket

RULE = Rule(
    id="SL-S06",
    title="Objects that nobody needs any more expire, and large old ones are archived",
    severity="info",
    reason="Storage is the one bill that only grows; claim checks and logs are worthless within weeks.",
    fix="propose",
    remedy="Let passing objects expire; move old data to archive storage.",
    sources=("CKV2_AWS_61", "CKV_AWS_300", "FSBP S3.13"),
    proves=("cost-budget",),
    weighs=True,
)

PASSING_DAYS = {"claim-check": 14, "logs": 400}
LARGE_GB = 500.0
ARCHIVE_DAYS = 90


def findings(subject: Subject) -> Iterator[Finding]:
    """Claim checks and logs kept for ever, and large buckets of data that never grow cheaper."""
    for bucket in subject.all(Bucket):
        kept = bucket.expire_after_days is None and bucket.object_lock_days is None
        if bucket.role in PASSING_DAYS and kept:
            days = PASSING_DAYS[bucket.role]
            text = f"{bucket.name} ({bucket.role}) keeps everything for ever."
            place = subject.place(bucket, "expire_after_days")
            yield RULE.found(place, text, evidence="none", mend=setting(bucket.name, expire_after_days=days))
        elif bucket.role == "data" and kept and bucket.archive_after_days is None:
            held_gb = subject.held_gb(bucket)
            if held_gb < LARGE_GB:
                continue
            text = f"{bucket.name} comes to {held_gb:,.0f} GB at the price of fresh data."
            place = subject.place(bucket, "archive_after_days")
            yield RULE.found(place, text, evidence="none", mend=setting(bucket.name, archive_after_days=ARCHIVE_DAYS))
