"""Reserved and provisioned concurrency add up."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-X06",
    title="Reserved concurrency is above zero, covers what is kept warm, and leaves the account its share",
    severity="error",
    reason="A reservation of zero refuses every call; one beyond the account's limit does not deploy.",
    fix="ask",
    remedy="Choose a reservation from the load, or ask the provider for a higher account limit first.",
    weighs=True,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Reservations of nothing, below what is provisioned, or together beyond the account."""
    reserved = 0
    for function in subject.all(Function):
        cap = function.reserved_concurrency
        place = subject.place(function, "reserved_concurrency")
        if cap == 0:
            yield RULE.found(place, f"{function.name} reserves no concurrency, so every call is refused.", evidence=0)
        elif cap is not None and cap < function.provisioned_concurrency:
            warm = function.provisioned_concurrency
            yield RULE.found(place, f"{function.name} keeps {warm} environments warm but may use {cap}.", evidence=cap)
        reserved += cap or function.provisioned_concurrency
        if cap is not None and reserved > _room(subject):
            text = f"With {function.name} the functions reserve {reserved} executions of {_room(subject):g} possible."
            yield RULE.found(place, text, evidence=reserved)
            return


def _room(subject: Subject) -> float:
    limits = subject.limits
    total = subject.figures.account_concurrency_limit or limits.account_concurrency
    return float("inf") if total is None else total - (limits.unreserved_concurrency or 0)
