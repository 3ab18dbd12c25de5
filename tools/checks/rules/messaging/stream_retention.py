"""A stream keeps data as long as its consumer may take to come back."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Stream

RULE = Rule(
    id="SL-M13",
    title="A stream keeps its data longer than recovery may take and records may be retried",
    severity="warning",
    reason="Retention is the time there is to mend a consumer; what expires first is lost.",
    fix="propose",
    remedy="Keep the data for twice the recovery time; each further day is paid for.",
    sources=("cdk-nag AwsSolutions-KDS3", "FSBP Kinesis.3"),
    proves=("recovery",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Streams that forget before the recovery time is over, or before their readers give up."""
    recovery = subject.requirements.recovery
    rto_s = recovery.rto_s if recovery is not None and recovery.rto_s is not None else 0.0
    for stream in subject.all(Stream):
        ages = [wire.semantics.max_age_s or 0 for wire in subject.outgoing(stream.name, "trigger")]
        needed_s = max(2 * rto_s, *ages, 0)
        if stream.retention_hours * 3600 < needed_s:
            hours = ceil(needed_s / 3600)
            yield RULE.found(
                subject.place(stream, "retention_hours"),
                f"{stream.name} forgets after {stream.retention_hours} h; mending a reader may take {hours} h.",
                evidence=stream.retention_hours,
                mend=setting(stream.name, retention_hours=hours),
            )
