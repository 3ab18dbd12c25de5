"""It costs no more than was asked."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X73",
    title="The bill stays within the budget, and there is a budget",
    severity="error",
    reason="A system over its budget is switched off, or its other parts are.",
    fix="ask",
    remedy="Take the largest lines of the bill first; or raise the budget.",
    proves=("cost-budget",),
    weighs=True,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Bills above the budget, bills close to it, and systems without one."""
    budget, cost = subject.requirements.budget, subject.figures.monthly_cost
    if budget is None:
        text = "No budget was stated: nothing says when the bill is too high, and no alarm can."
        yield RULE.found(subject.asked("budget"), text, evidence="none", severity="info", remedy="State a budget.")
    elif cost is not None and cost > budget.value:
        text = f"The system costs ${cost:,.2f} a month; the budget is ${budget.value:,.2f}."
        yield RULE.found(subject.asked("budget"), text, evidence=f"{cost:.2f}")
