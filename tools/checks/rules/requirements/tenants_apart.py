"""Tenants that share a table do not share rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Table

RULE = Rule(
    id="SL-X80",
    title="Where tenants share tables, every key begins with the tenant",
    severity="error",
    reason="One forgotten filter shows a customer another's data; a key that begins with the tenant cannot forget.",
    fix="ask",
    remedy="Begin the partition key of the table and of its indexes with the tenant, and bind roles to it.",
    proves=("least-privilege",),
)

_TENANT = re.compile(r"tenant|customer|account|org(anisation|anization)?(_|$)|company|workspace|client", re.IGNORECASE)
_COMPOSED = re.compile(r"^(pk|gsi\d*_?pk|partition_?key|.*pk)$", re.IGNORECASE)
"""Keys whose name says nothing because their values are composed."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Tables and indexes of a pooled system whose partition key does not name the tenant."""
    tenancy = subject.requirements.tenancy
    if tenancy is None or tenancy.value != "pooled":
        return
    for table in subject.all(Table):
        if table.role != "data":
            continue
        keys: list[tuple[tuple[str | int, ...], str, str]] = [(("partition_key",), table.name, table.partition_key)]
        for number, index in enumerate(table.indexes):
            keys.append(
                (("indexes", number, "partition_key"), f"Index {index.name} of {table.name}", index.partition_key)
            )
        for fields, name, key in keys:
            if not _TENANT.search(key):
                composed = _COMPOSED.match(key) is not None
                text = f"{name} is partitioned by {key}, which {'does not say' if composed else 'is not'} the tenant."
                place = subject.place(table, *fields)
                yield RULE.found(place, text, evidence=key, severity="info" if composed else None)
