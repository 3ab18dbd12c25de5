"""A scheduled start that fails is seen."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import dead_letters_for, delivering, together
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X30",
    title="Every target of a schedule has a dead-letter queue",
    severity="error",
    reason="A nightly run that was never started looks exactly like one that had nothing to do.",
    fix="auto",
    remedy="Give the schedule's target a dead-letter queue.",
    sources=("Well-Architected REL11",),
    proves=("no-single-point-of-failure",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Targets of schedules without a dead letter."""
    for wire in subject.triggers:
        if wire.source.kind == "schedule" and subject.dead_letter_of(wire) is None:
            queue, added = dead_letters_for(subject, wire.link.target)
            mend = together(added, delivering(subject, wire, dead_letter=queue))
            yield RULE.found(
                wire.place("delivery", "dead_letter"),
                f"Starts of {wire.link.target} that {wire.link.source} cannot deliver vanish.",
                evidence="none",
                fix="auto" if mend else "propose",
                mend=mend,
            )
