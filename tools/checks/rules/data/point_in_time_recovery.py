"""A table can be taken back to any minute."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Table

RULE = Rule(
    id="SL-D01",
    title="A table of data can be recovered to any point in time",
    severity="warning",
    reason="It is the only cure for a bad write or delete at scale.",
    fix="auto",
    remedy="Switch point-in-time recovery on; it is paid for by stored gigabyte.",
    sources=("CKV_AWS_28", "cdk-nag AwsSolutions-DDB3", "FSBP DynamoDB.2"),
    proves=("recovery",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Tables of data, not of short-lived rows, without it."""
    for table in subject.all(Table):
        if table.role == "data" and not table.point_in_time_recovery:
            text = f"{table.name} cannot be taken back to before a bad write."
            place = subject.place(table, "point_in_time_recovery")
            mend = setting(table.name, point_in_time_recovery=True)
            yield RULE.found(place, text, evidence=False, mend=mend)
