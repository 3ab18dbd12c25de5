"""An item fits into its table."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Table

RULE = Rule(
    id="SL-X52",
    title="An item fits into its table",
    severity="error",
    reason="A larger item is refused when it is written, and every write is paid for by its size.",
    fix="propose",
    remedy="Keep large content in a bucket, and its key in the table.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Tables whose items are larger than an item may be."""
    limit = subject.limits.item_kb
    for table in subject.all(Table):
        if limit is not None and table.item_kb > limit:
            text = f"Items of {table.name} are {table.item_kb:g} KB; at most {limit:g} KB are possible."
            yield RULE.found(subject.place(table, "item_kb"), text, evidence=table.item_kb)
