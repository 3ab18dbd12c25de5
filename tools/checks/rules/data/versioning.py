"""An overwritten object can be brought back."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Bucket

RULE = Rule(
    id="SL-S05",
    title="A bucket of data keeps earlier versions",
    severity="warning",
    reason="An overwrite or delete, by mistake or malice, is otherwise final.",
    fix="auto",
    remedy="Switch versioning on; old versions expire after a while.",
    sources=("CKV_AWS_21",),
    proves=("recovery",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Buckets of data, replicated or locked ones above all, without versions."""
    for bucket in subject.all(Bucket):
        if bucket.versioned:
            continue
        needs = "replication" if bucket.replicate_to else "a lock" if bucket.object_lock_days else ""
        if needs or bucket.role in ("data", "site"):
            text = f"{bucket.name} keeps no earlier versions{f', which {needs} needs' if needs else ''}."
            mend = setting(bucket.name, versioned=True)
            place = subject.place(bucket, "versioned")
            yield RULE.found(place, text, evidence=False, severity="error" if needs else None, mend=mend)
