"""Data outlives the stack that made it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Database, Table

RULE = Rule(
    id="SL-D04",
    title="What keeps data is protected against deletion",
    severity="error",
    reason="A renamed resource or a deleted stack takes the data with it.",
    fix="auto",
    remedy="Switch deletion protection on.",
    sources=("FSBP DynamoDB.6", "cfn-lint I3011"),
    proves=("recovery",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Tables of data and databases that may be deleted."""
    tables = [table for table in subject.all(Table) if table.role == "data"]
    for store in (*tables, *subject.all(Database)):
        if not store.deletion_protection:
            text = f"{store.name} goes when its stack goes."
            mend = setting(store.name, deletion_protection=True)
            yield RULE.found(subject.place(store, "deletion_protection"), text, evidence=False, mend=mend)
