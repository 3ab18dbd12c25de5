"""The expected traffic is well within the limits."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.figures import TightLimit
from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X86",
    title="The expected peak is well within every limit",
    severity="error",
    reason="A limit that the expected peak reaches is reached on the busiest day, in front of everybody.",
    fix="ask",
    remedy="Take load off what reaches it, or give it more room in the design.",
    sources=("Well-Architected REL1",),
    weighs=True,
)

COMFORTABLE = 2.0
"""How many times the expected peak the first limit should be away."""

_ASK = "Ask the provider for a higher limit now; it is granted on request, but not within the hour."


def findings(subject: Subject) -> Iterator[Finding]:
    """Limits reached at less than twice the expected peak; a warning where they hold, or are raised on request."""
    for limit in subject.figures.tight_limits:
        if limit.multiple < COMFORTABLE:
            place = subject.place(limit.component) if subject.has(limit.component) else subject.asked("loads")
            is_broken = limit.multiple < 1 and not limit.is_granted
            yield RULE.found(
                place,
                _said(limit),
                evidence=f"{limit.multiple:.2g}",
                severity="error" if is_broken else "warning",
                remedy=_ASK if limit.is_granted else "",
            )


def _said(limit: TightLimit) -> str:
    whose = "the account" if limit.component == "account" else limit.component
    what = f"{whose}'s limit on {limit.title}"
    if limit.multiple >= 1:
        return f"The expected peak is close to {what} ({limit.taken}): {limit.multiple:.3g} times as much reaches it."
    alone = "; what is kept ready takes them all without any traffic" if limit.multiple == 0 else ""
    then = f": {limit.effect}" if limit.effect else ""
    return f"The expected peak is beyond {what} ({limit.taken}{alone}){then}."
