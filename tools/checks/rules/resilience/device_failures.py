"""What a device sent and nobody took goes somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import dead_letters_for, delivering, together
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X31",
    title="What a device gateway cannot hand over goes to a dead-letter queue",
    severity="error",
    reason="A device does not send a reading twice: what a throttled target refuses is gone.",
    fix="auto",
    remedy="Give the gateway's rule an error action.",
    sources=("Well-Architected IoT Lens REL",),
    proves=("no-single-point-of-failure",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Targets of device gateways, functions (which have their own failure destination) apart, without a dead letter."""
    for wire in subject.triggers:
        if wire.source.kind != "device-gateway" or wire.target.kind == "function":
            continue
        if subject.dead_letter_of(wire) is None:
            queue, added = dead_letters_for(subject, wire.link.source)
            mend = together(added, delivering(subject, wire, dead_letter=queue))
            yield RULE.found(
                wire.place("delivery", "dead_letter"),
                f"Messages of {wire.link.source} that {wire.link.target} refuses are lost.",
                evidence="none",
                fix="auto" if mend else "propose",
                mend=mend,
            )
