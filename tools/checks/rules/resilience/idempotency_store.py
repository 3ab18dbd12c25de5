"""What remembers deliveries is made for it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Function, Table

RULE = Rule(
    id="SL-X59",
    title="Deliveries are remembered in a table of keys for as long as they may come again, or repeat harmlessly",
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
        if how.store is None:
            yield from _repeated_effects(subject, function)
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


_KEYED = frozenset({"table", "timeseries", "database", "bucket", "search-index", "cache"})
"""Kinds in which a second write by the same key leaves what the first one left."""

_PASSED_ON = frozenset({"bus", "queue", "stream"})
"""Kinds whose own consumers recognise a fact told twice, by the key it is told with."""

_ASKED = frozenset({"ai-service", "parameter", "secret"})
"""Kinds that only answer."""


def _repeated_effects(subject: Subject, function: Function) -> Iterator[Finding]:
    """What a function that remembers nothing does and that would happen again with each delivery."""
    for wire in subject.outgoing(function.name):
        kind = wire.target.kind
        is_harmless = (
            wire.link.kind == "read"
            or (wire.link.kind == "write" and kind in _KEYED)
            or (wire.link.kind == "send" and kind in _PASSED_ON)
            or kind in _ASKED
        )
        if not is_harmless:
            done = f"what it does to {wire.link.target} ({kind}) happens again"
            text = f"{function.name} remembers no deliveries, and {done}."
            yield RULE.found(subject.place(function, "idempotency", "store"), text, evidence="none")
