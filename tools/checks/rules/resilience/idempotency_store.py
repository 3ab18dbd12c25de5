"""What remembers deliveries is made for it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Function, Table

RULE = Rule(
    id="SL-X59",
    title="Deliveries are remembered in a table of idempotency keys, for longer than they may come again",
    severity="warning",
    reason="Keys among business rows expire with them or never; a memory shorter than the retries forgets too soon.",
    fix="ask",
    remedy="Use a table with the role `idempotency`, and remember for longer than the source retries.",
    proves=("idempotency", "ttl-state"),
)


DAY_S = 86_400
"""Retries later than a day are those of a topic to an address that is down: rare, and not worth remembering for."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Idempotency stores of another role, and memories shorter than the retries of a source."""
    for function in subject.all(Function):
        how = function.idempotency
        if how is None:
            continue
        store = subject.graph[how.store]
        if isinstance(store, Table) and store.role != "idempotency":
            text = f"{function.name} remembers deliveries in {store.name}, a table of {store.role}."
            yield RULE.found(subject.place(function, "idempotency", "store"), text, evidence=store.role)
        ages = [w.semantics.max_age_s or 0 for w in subject.incoming(function.name, "trigger") if not w.is_awaited]
        longest_h = min(max(ages, default=0), DAY_S) / 3600
        if how.ttl_hours < longest_h:
            text = (
                f"{function.name} remembers a delivery for {how.ttl_hours:g} h; it may come again for {longest_h:g} h."
            )
            yield RULE.found(subject.place(function, "idempotency", "ttl_hours"), text, evidence=how.ttl_hours)
