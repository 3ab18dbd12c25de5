"""What a run says at its end: what was built, why, what it costs, where it breaks first, what is taken and open."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tools.bundle.asked import Statement, assumptions
from tools.bundle.model import Dossier, Fitness, OptionFigures
from tools.design.design import Design
from tools.design.requirements import Conflict, Question
from tools.scaling.model import Limit

MOST_REASONS = 5
MOST_QUESTIONS = 3
MOST_FINDINGS = 3

SHAPING = (
    "coordination", "request-compute", "long-work", "state-store", "message-carrier", "object-events", "regions",
    "cold-starts", "tenancy", "api-style", "encryption-keys",
)  # fmt: skip
"""Decisions in the order in which they shape a design; the others follow in their own order."""


@dataclass(frozen=True, slots=True)
class FirstLimit:
    """The limit that is reached first."""

    component: str
    title: str
    multiple: float
    """At how many times the expected traffic."""
    effect: str
    """What happens then."""
    adjustable: bool | None
    """Whether it can be raised; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One run."""

    name: str
    title: str
    parts: tuple[tuple[str, int], ...]
    """Kind of component to how many there are, the most frequent first."""
    events: int
    workflows: int
    reasons: tuple[tuple[str, str], ...]
    """Choices that shape the design the most, and why."""
    monthly_cost: float
    """US dollars."""
    budget: float | None
    cost_drivers: tuple[tuple[str, float], ...]
    """Components that cost most, dearest first."""
    unpriced: int
    """Lines of the bill without a known rate; the cost is without them."""
    first_limit: FirstLimit | None
    p99_ms: float | None
    """99th percentile of the slowest entry point."""
    assumptions: tuple[Statement, ...]
    questions: tuple[Question, ...]
    """Open questions, those first whose answers would change the most."""
    conflicts: tuple[Conflict, ...]
    options: tuple[OptionFigures, ...]
    fitness: tuple[Fitness, ...]
    errors: int
    warnings: int
    findings: tuple[str, ...]
    """The worst findings, a sentence each."""
    is_priced: bool = True
    """Whether a rate is known for any of it; without one the cost is not known."""
    next_limit: FirstLimit | None = None
    """What is reached next, where the first limit is a cap that the design sets itself."""


def summary_of(dossier: Dossier) -> Summary:
    """The summary of a dossier."""
    evidence, design = dossier.evidence, dossier.evidence.design
    found = design.requirements
    dearest = [
        (name or "the system as a whole", float(amount))
        for name, amount in evidence.bill.by_component.items()
        if amount > 0
    ]
    return Summary(
        name=design.name,
        title=design.title,
        parts=tuple(Counter(component.kind for component in design.components).most_common()),
        events=len(design.events),
        workflows=len(design.workflows),
        reasons=_reasons(design),
        monthly_cost=float(evidence.bill.total),
        budget=found.budget.value if found.budget else None,
        cost_drivers=tuple(dearest[:3]),
        unpriced=len(evidence.bill.unpriced),
        first_limit=reached_limit(evidence.scaling.first_limit),
        is_priced=evidence.bill.is_known,
        next_limit=reached_limit(evidence.scaling.next_limit),
        p99_ms=evidence.slowest_p99_ms,
        assumptions=tuple(assumptions(design)),
        questions=tuple(sorted(found.questions, key=lambda question: -question.impact)[:MOST_QUESTIONS]),
        conflicts=found.conflicts,
        options=dossier.options,
        fitness=dossier.fitness,
        errors=evidence.report.count("error"),
        warnings=evidence.report.count("warning"),
        findings=tuple(finding.message for finding in evidence.report.at_least("warning")[:MOST_FINDINGS]),
    )


def reached_limit(limit: Limit | None) -> FirstLimit | None:
    """A limit as it is told."""
    if limit is None:
        return None
    return FirstLimit(limit.component, limit.title, limit.multiple, limit.effect, limit.adjustable)


def plain_summary(summary: Summary) -> dict[str, Any]:
    """The summary as plain data, for JSON."""
    plain = {field.name: getattr(summary, field.name) for field in dataclasses.fields(summary)}
    for name in ("assumptions", "options", "fitness"):
        plain[name] = [dataclasses.asdict(item) for item in plain[name]]
    for name, limit in (("first_limit", summary.first_limit), ("next_limit", summary.next_limit)):
        plain[name] = dataclasses.asdict(limit) if limit else None
    for name in ("questions", "conflicts"):
        plain[name] = [item.model_dump(mode="json") for item in plain[name]]
    return plain


def _reasons(design: Design) -> tuple[tuple[str, str], ...]:
    rank = {name: position for position, name in enumerate(SHAPING)}
    shaping = sorted(design.decisions, key=lambda decision: rank.get(decision.id, len(rank)))
    return tuple((decision.chosen, decision.because) for decision in shaping[:MOST_REASONS])
