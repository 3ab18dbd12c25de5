"""Short-lived rows expire."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Table

RULE = Rule(
    id="SL-D07",
    title="Rows that are worth nothing after hours expire",
    severity="warning",
    reason="Idempotency keys, sessions and connections are worthless tomorrow and billed for ever.",
    fix="auto",
    remedy="Give the rows a time to live.",
    proves=("ttl-state",),
)

ATTRIBUTE = "expiresAt"


def findings(subject: Subject) -> Iterator[Finding]:
    """Tables of idempotency keys, sessions and connections without a time to live."""
    for table in subject.all(Table):
        if table.role != "data" and table.ttl_attribute is None:
            text = f"Rows of {table.name} ({table.role}) never expire."
            mend = setting(table.name, ttl_attribute=ATTRIBUTE)
            yield RULE.found(subject.place(table, "ttl_attribute"), text, evidence="none", mend=mend)
