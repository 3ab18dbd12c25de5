"""No more is lost than was asked."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Bucket, Table

RULE = Rule(
    id="SL-X74",
    title="Every store can be taken back to within the recovery point",
    severity="error",
    reason="What was written after the last point one can go back to is lost for good.",
    fix="propose",
    remedy="Switch continuous backups or versions on; for less than minutes, keep a replica.",
    proves=("recovery",),
)

GRANULARITY_S = 300.0
"""Age of the youngest point a table or database can be restored to (about five minutes, developer guides of DynamoDB
and Aurora)."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Stores without backup where a recovery point is asked for, and without replica where it is minutes."""
    recovery = subject.requirements.recovery
    if recovery is None or recovery.rpo_s is None:
        return
    for table in subject.all(Table):
        if table.role != "data" or table.replicas:
            continue
        if not table.point_in_time_recovery:
            text = f"{table.name} cannot be taken back; at most {recovery.rpo_s:g} s may be lost."
            mend = setting(table.name, point_in_time_recovery=True)
            yield RULE.found(subject.place(table, "point_in_time_recovery"), text, evidence=False, mend=mend)
        elif recovery.rpo_s < GRANULARITY_S and len(subject.requirements.regions.value) > 1:
            text = f"{table.name} can be taken back to five minutes ago; at most {recovery.rpo_s:g} s may be lost."
            mend = setting(table.name, replicas=subject.requirements.regions.value[1:])
            yield RULE.found(subject.place(table, "replicas"), text, evidence="none", severity="warning", mend=mend)
    for bucket in subject.all(Bucket):
        if bucket.role == "data" and not bucket.versioned and not bucket.replicate_to:
            text = f"{bucket.name} keeps one version; at most {recovery.rpo_s:g} s of changes may be lost."
            mend = setting(bucket.name, versioned=True)
            yield RULE.found(subject.place(bucket, "versioned"), text, evidence=False, mend=mend)
