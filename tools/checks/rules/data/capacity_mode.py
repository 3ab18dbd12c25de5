"""A table's capacity follows its load."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Table

RULE = Rule(
    id="SL-D03",
    title="A table is on demand, or its load is steady enough to be provisioned for",
    severity="warning",
    reason="Scaling of provisioned capacity takes minutes: a burst is throttled first, and a lull is paid for.",
    fix="propose",
    remedy="Let the table scale on demand.",
    sources=("CKV2_AWS_16", "FSBP DynamoDB.1"),
)

STEEP = 4.0
"""How many times its mean a load may reach before following it takes longer than scaling does."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Provisioned tables behind loads with bursts."""
    steep = [load.id for load in subject.requirements.loads if any(peak.multiplier > STEEP for peak in load.peaks)]
    for table in subject.all(Table):
        if table.capacity == "provisioned" and steep:
            text = f"{table.name} has provisioned capacity, and {', '.join(steep)} comes in bursts."
            mend = setting(table.name, capacity="on-demand")
            yield RULE.found(subject.place(table, "capacity"), text, evidence=table.capacity, mend=mend)
