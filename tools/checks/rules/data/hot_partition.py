"""Rows spread over their partitions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Table

RULE = Rule(
    id="SL-X89",
    title="A partition key has many values, used about equally often",
    severity="warning",
    reason="One value is one partition, and one partition takes a thousand writes a second, however large the table.",
    fix="ask",
    remedy="Partition by an identity; put the status or day into the sort key, or spread it over numbered shards.",
    sources=("Well-Architected REL1",),
)

_FEW = re.compile(
    r"^(is_?[a-z_]+|status|state|type|kind|category|date|day|week|month|year|country|region|priority|flag|gender|currency"
    r"|level|stage|channel|enabled|active|deleted|language|tier|plan)$",
    re.IGNORECASE,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Tables and indexes partitioned by something of few values."""
    for table in subject.all(Table):
        if _FEW.match(table.partition_key):
            text = f"{table.name} is partitioned by {table.partition_key}, which has few values."
            yield RULE.found(subject.place(table, "partition_key"), text, evidence=table.partition_key)
        for number, index in enumerate(table.indexes):
            if _FEW.match(index.partition_key):
                text = f"Index {index.name} of {table.name} is partitioned by {index.partition_key}, of few values."
                place = subject.place(table, "indexes", number, "partition_key")
                yield RULE.found(place, text, evidence=index.partition_key, severity="info")
