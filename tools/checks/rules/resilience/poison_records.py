"""One bad record does not block its shard."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import delivering
from tools.checks.subject import Subject, Wire

RULE = Rule(
    id="SL-L10",
    title="A reader of a stream bounds its retries and the age of records, and halves bad batches",
    severity="error",
    reason="Retries are endless by default: one poison record blocks its shard until the data expires unread.",
    fix="auto",
    remedy="Retry a few times, give up on old records, and split a failing batch.",
    sources=("Well-Architected REL2",),
    proves=("no-single-point-of-failure",),
)

RETRIES = 5
MAX_AGE_S = 6 * 3600
"""Longest a record is retried: a quarter of the shortest retention of a stream."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions that read a stream with endless retries, unbounded age, or whole batches."""
    for wire in subject.triggers:
        if wire.source.kind in ("stream", "table") and wire.target.kind == "function":
            missing = _missing(wire)
            if missing:
                words = ", ".join(words for words, _, _ in missing)
                mend = delivering(subject, wire, **{field: value for _, field, value in missing})
                yield RULE.found(
                    wire.place("delivery"),
                    f"{wire.link.target} reads {wire.link.source} {words}.",
                    evidence=words,
                    fix="auto" if mend else "propose",
                    mend=mend,
                )


def _missing(wire: Wire) -> list[tuple[str, str, object]]:
    """What is missing in words, the field that holds it, and a value for it."""
    found: list[tuple[str, str, object]] = []
    if wire.semantics.retries is None:
        found.append(("with endless retries", "retries", RETRIES))
    if wire.semantics.max_age_s is None:
        found.append(("whatever the age of a record", "max_age_s", MAX_AGE_S))
    if not wire.semantics.bisect and wire.semantics.batch_size > 1:
        found.append(("in batches that are never split", "bisect", True))
    return found
