"""The expected traffic is well within the limits."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X86",
    title="The expected peak is well within every limit",
    severity="error",
    reason="A limit that the expected peak reaches is reached on the busiest day, in front of everybody.",
    fix="ask",
    remedy="Ask for a higher limit now, or take load off what reaches it.",
    sources=("Well-Architected REL1",),
)

COMFORTABLE = 2.0
"""How many times the expected peak the first limit should be away."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Concurrency beyond the account, and limits reached at less than twice the expected peak."""
    figures = subject.figures
    busy, limit = figures.account_concurrency, figures.account_concurrency_limit
    if limit is None:
        limit = subject.limits.account_concurrency
    if busy is not None and limit is not None and busy > limit:
        text = f"{busy:.0f} functions run at the worst second; the account lets {limit:g} run."
        yield RULE.found(subject.asked("loads"), text, evidence=f"{busy:.0f}")
    multiple = figures.first_limit_multiple
    if multiple is not None and multiple < COMFORTABLE:
        what = figures.first_limit[:1].upper() + figures.first_limit[1:] or "The first limit"
        text = f"{what} is reached at {multiple:.2g} times the expected peak."
        yield RULE.found(
            subject.asked("loads"), text, evidence=f"{multiple:.2g}", severity=None if multiple < 1 else "warning"
        )
