"""Traffic that was asked about enters somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X81",
    title="Every load enters the system on a link",
    severity="error",
    reason="Traffic that enters nowhere is missing from the bill and the limits: both look better than they are.",
    fix="ask",
    remedy="Name the load on the link where it enters.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Loads that no link carries."""
    entering = {wire.link.load for wire in subject.wires}
    for index, load in enumerate(subject.requirements.loads):
        if load.id not in entering:
            text = f"The load {load.id} enters nowhere."
            yield RULE.found(subject.asked("loads", index), text, evidence=load.id)
