"""A queue does not send a function more than it may run."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import delivering
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-X15",
    title="A queue sends its function no more batches at once than the function may run",
    severity="error",
    reason="Refused batches count as receives: healthy messages end among the dead letters in the first burst.",
    fix="propose",
    remedy="Bound the deliveries of the queue by the function's reserved concurrency.",
    sources=("Well-Architected REL1",),
    proves=("no-single-point-of-failure",),
)

LEAST = 2
"""Least concurrency a queue's consumer can be held to."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Queue consumers whose reservation is below what their queue may send at once."""
    for wire in subject.triggers:
        function = wire.target
        if wire.source.kind != "queue" or not isinstance(function, Function) or not function.reserved_concurrency:
            continue
        sent, may = wire.semantics.max_concurrency, function.reserved_concurrency
        if sent is None or sent > may:
            known = "any number of" if sent is None else f"up to {sent}"
            text = f"{wire.link.source} sends {known} batches at once to {function.name}, which may run {may}."
            mend = delivering(subject, wire, max_concurrency=may) if may >= LEAST else None
            place = wire.place("delivery", "max_concurrency")
            yield RULE.found(place, text, evidence=sent or "none", mend=mend)
