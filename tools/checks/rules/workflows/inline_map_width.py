"""A map is as wide as it may be."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import stepping
from tools.checks.subject import Subject
from tools.design.workflows import Map

RULE = Rule(
    id="SL-X56",
    title="An inline map runs no more iterations at once than it can; a distributed one knows its bucket",
    severity="warning",
    reason="Iterations beyond the limit wait their turn: the map takes many times longer than it says.",
    fix="propose",
    remedy="Lower the concurrency, or run the map distributed over the objects of a bucket.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Inline maps that ask for too much at once, and distributed maps without a bucket."""
    most = subject.limits.inline_map_concurrency
    for at in subject.steps:
        step = at.step
        if not isinstance(step, Map):
            continue
        if step.mode == "inline" and most is not None and step.max_concurrency > most:
            text = f"{step.name} asks for {step.max_concurrency} iterations at once; inline, {most} are possible."
            mend = stepping(at, max_concurrency=most)
            yield RULE.found(subject.step_place(at, "max_concurrency"), text, evidence=step.max_concurrency, mend=mend)
        elif step.mode == "distributed" and step.bucket is None:
            text = f"{step.name} is distributed and names no bucket to read its items from."
            place = subject.step_place(at, "bucket")
            yield RULE.found(place, text, evidence="none", fix="ask")
