"""A change and the news of it cannot part."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-X36",
    title="A function that answers a request does not both store a change and announce it",
    severity="info",
    reason="Between the two it may die: the change is there and nobody hears of it, or the news is false.",
    fix="propose",
    remedy="Store only, and announce from the table's change stream (an outbox); or announce, and store as a consumer.",
    sources=("Transactional outbox",),
)

_STORES = frozenset({"table", "database"})
_CARRIERS = frozenset({"bus", "topic", "queue", "stream"})


def findings(subject: Subject) -> Iterator[Finding]:
    """User-facing functions that write to a store and send a message in one go."""
    for function in subject.all(Function):
        if function.name not in subject.user_facing:
            continue
        stores = [w.link.target for w in subject.outgoing(function.name, "write") if w.target.kind in _STORES]
        carriers = [w.link.target for w in subject.outgoing(function.name, "send") if w.target.kind in _CARRIERS]
        if stores and carriers:
            text = (
                f"{function.name} writes to {stores[0]} and sends to {carriers[0]}; one may happen without the other."
            )
            yield RULE.found(subject.place(function), text, evidence=f"{stores[0]}, {carriers[0]}")
