"""Nobody outside reads a bucket directly."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Bucket, External

RULE = Rule(
    id="SL-S02",
    title="Nobody outside reads a bucket but through a content network or a signed address",
    severity="error",
    reason="A bucket open to the world is the classic data leak.",
    fix="propose",
    remedy="Deliver public files through a content network; hand out signed addresses for private ones.",
    sources=("CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_70", "FSBP S3.2"),
    proves=("least-privilege",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Links on which people or devices outside read a bucket."""
    for wire in subject.wires:
        reads = wire.link.kind == "read" and "signed" not in wire.link.purpose.lower()
        if reads and isinstance(wire.source, External) and isinstance(wire.target, Bucket):
            text = f"{wire.link.source} reads {wire.link.target} without anything between them."
            yield RULE.found(wire.place(), text, evidence=wire.source.role)
