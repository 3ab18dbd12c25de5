"""Events can be replayed after a mistake."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Bus

RULE = Rule(
    id="SL-X87",
    title="Where recovery is asked for, a bus keeps its events for a while",
    severity="info",
    reason="A consumer that was wrong for a day can only be put right by handing it the day again.",
    fix="propose",
    remedy="Archive events for a week; storage is paid for by the gigabyte.",
    proves=("recovery",),
)

DAYS = 7


def findings(subject: Subject) -> Iterator[Finding]:
    """Buses without an archive in systems with a recovery objective."""
    if subject.requirements.recovery is None:
        return
    for bus in subject.all(Bus):
        if bus.archive_days == 0 and bus.scope == "custom" and subject.outgoing(bus.name, "trigger"):
            text = f"Events of {bus.name} are gone once delivered."
            mend = setting(bus.name, archive_days=DAYS)
            yield RULE.found(subject.place(bus, "archive_days"), text, evidence=0, mend=mend)
