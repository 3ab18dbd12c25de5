"""A bus carries the rules that its consumers need."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Bus

RULE = Rule(
    id="SL-X43",
    title="An event fans out to a handful of targets, and a bus to fewer rules than it may have",
    severity="warning",
    reason="A rule has few targets and a bus a bounded number of rules; a crowd around one event hides who needs it.",
    fix="propose",
    remedy="Let a topic fan out to the many, or split the event into the facts its consumers really need.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Events with more consumers on a bus than one rule has targets, and buses with too many rules."""
    most, rules = subject.limits.rule_targets, subject.limits.bus_rules
    for bus in subject.all(Bus):
        wires = subject.outgoing(bus.name, "trigger")
        if rules is not None and len(wires) > rules:
            text = f"{bus.name} needs {len(wires)} rules; it may have {rules}."
            yield RULE.found(subject.place(bus), text, evidence=len(wires), severity="error")
        for event in subject.design.events:
            takers = list(dict.fromkeys(w.link.target for w in wires if event.name in w.link.events))
            if most is not None and len(takers) > most:
                text = f"{event.name} fans out from {bus.name} to {len(takers)} targets; one rule has {most}."
                yield RULE.found(subject.event_place(event), text, evidence=len(takers))
