"""Each object event of a bucket has one direct listener."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject, Wire
from tools.design.components import Bucket

RULE = Rule(
    id="SL-X48",
    title="Direct listeners of a bucket wait for different keys; where they share, the bus tells them",
    severity="error",
    reason="A bucket notifies one listener for a key: overlapping filters do not deploy.",
    fix="propose",
    remedy="Send object events to the event bus, which tells any number of listeners.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Buckets that would notify two listeners of the same object."""
    for bucket in subject.all(Bucket):
        if bucket.events_to_bus:
            continue
        listeners = subject.outgoing(bucket.name, "trigger")
        clash = next((pair for pair in combinations(listeners, 2) if _overlap(*pair)), None)
        if clash:
            one, other = clash
            text = f"{one.link.target} and {other.link.target} both wait for the same objects of {bucket.name}."
            mend = setting(bucket.name, events_to_bus=True)
            yield RULE.found(subject.place(bucket, "events_to_bus"), text, evidence=False, mend=mend)


def _overlap(one: Wire, other: Wire) -> bool:
    """Whether some key matches both: their prefixes nest, and so do their suffixes."""
    if not one.link.matches or not other.link.matches:
        return True
    return any(
        _nest(*(_parts(match)[0] for match in pair)) and _nest(*(_parts(match)[1][::-1] for match in pair))
        for pair in ((a, b) for a in one.link.matches for b in other.link.matches)
    )


def _parts(match: str) -> tuple[str, str]:
    """Prefix and suffix of `uploads/*.jpg`; a key without a star is all prefix."""
    prefix, _, suffix = match.partition("*")
    return prefix, suffix


def _nest(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
