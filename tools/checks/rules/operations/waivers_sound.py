"""A finding is waived for a while, and for a rule that exists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tools.checks.findings import Finding, Place, Rule
from tools.checks.registry import all_rules
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X95",
    title="A waiver names a rule that exists, and ends on a day that comes within a year",
    severity="warning",
    reason="A waiver that never ends, or waives nothing, is a rule switched off where nobody looks.",
    fix="ask",
    remedy="Name the rule's id, and a day by which somebody looks again.",
)

LONGEST_DAYS = 366


def findings(subject: Subject) -> Iterator[Finding]:
    """Waivers of unknown rules, with a date that is none, and without an end in sight."""
    for index, waiver in enumerate(subject.design.waivers):
        names = (waiver.component,) if waiver.component else ()
        place = Place(f"waiver of {waiver.rule}", ("waivers", index, "expires"), names)
        try:
            days = (date.fromisoformat(waiver.expires) - subject.on).days
        except ValueError:
            yield RULE.found(place, f"The waiver of {waiver.rule} expires on no day.", evidence=waiver.expires)
            continue
        if all(rule.id != waiver.rule for rule in all_rules()):
            where = Place(place.subject, ("waivers", index, "rule"), names)
            yield RULE.found(where, f"There is no rule {waiver.rule} to waive.", evidence=waiver.rule)
        elif days > LONGEST_DAYS:
            text = f"The waiver of {waiver.rule} holds for {days} days more."
            yield RULE.found(place, text, evidence=waiver.expires, severity="info")
        elif days <= 0:
            text = f"The waiver of {waiver.rule} has expired: what it accepted counts again."
            yield RULE.found(place, text, evidence=waiver.expires)
