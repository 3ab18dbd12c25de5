"""Nothing starts itself again."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from tools.checks.cycles import cycles
from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-L21",
    title="Nothing starts itself again through what it writes, sends or calls",
    severity="error",
    reason="A loop runs, and is paid for, until somebody sees it; the platform stops only some kinds, and late.",
    fix="ask",
    remedy="Write to another place, send another event, or let the trigger match only what comes from outside.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Circles of links on which one delivery causes the next. Circles that die out by themselves are only warned of."""
    for circle in cycles(subject):
        around = [*(wire.link.source for wire in circle), circle[0].link.source]
        growth = prod(wire.link.ratio for wire in circle)
        ends = growth < 1
        text = f"{circle[0].link.source} starts itself again: {' -> '.join(around)}."
        yield RULE.found(
            circle[0].place(), text, evidence=f"{growth:g} per round", severity="warning" if ends else None
        )
