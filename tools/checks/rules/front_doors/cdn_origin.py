"""A content network has something to deliver."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Cdn

RULE = Rule(
    id="SL-X24",
    title="A content network has an origin",
    severity="error",
    reason="A distribution without an origin does not deploy.",
    fix="ask",
    remedy="Link it to the bucket it reads or the API it calls.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Content networks that neither read nor call anything."""
    for cdn in subject.all(Cdn):
        if not subject.outgoing(cdn.name):
            yield RULE.found(subject.place(cdn), f"{cdn.name} has nothing to deliver.", evidence="no links")
