"""What a run says at its end, in one screen: what was built, why, what it costs, where it breaks first, what is open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tools.bundle.model import Dossier, Fitness, OptionFigures
from tools.design.base import Model
from tools.design.design import Design
from tools.design.requirements import Assumed, Conflict, Question

MOST_REASONS = 5
MOST_QUESTIONS = 3
MOST_ASSUMPTIONS = 4


@dataclass(frozen=True, slots=True)
class FirstLimit:
    """The limit that is reached first."""

    component: str
    title: str
    multiple: float
    """At how many times the expected traffic."""
    adjustable: bool | None


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
    budget: float | None
    cost_drivers: tuple[tuple[str, float], ...]
    unpriced: int
    first_limit: FirstLimit | None
    p99_ms: float | None
    assumptions: tuple[str, ...]
    questions: tuple[Question, ...]
    conflicts: tuple[Conflict, ...]
    options: tuple[OptionFigures, ...]
    fitness: tuple[Fitness, ...]
    errors: int
    warnings: int


def summary_of(dossier: Dossier) -> Summary:
    """The summary of a dossier."""
    evidence, design = dossier.evidence, dossier.evidence.design
    found, first = design.requirements, evidence.scaling.first_limit
    dearest = [
        (name or "the whole", float(amount)) for name, amount in evidence.bill.by_component.items() if amount > 0
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
        first_limit=FirstLimit(first.component, first.title, first.multiple, first.adjustable) if first else None,
        p99_ms=evidence.slowest_p99_ms,
        assumptions=assumptions_of(design)[:MOST_ASSUMPTIONS],
        questions=found.questions[:MOST_QUESTIONS],
        conflicts=found.conflicts,
        options=dossier.options,
        fitness=dossier.fitness,
        errors=evidence.report.count("error"),
        warnings=evidence.report.count("warning"),
    )


_SHAPING = ("coordination", "request-compute", "long-work", "state-store", "message-carrier", "object-events", "regions",
            "cold-starts", "tenancy", "api-style", "encryption-keys")  # fmt: skip
"""Decisions in the order in which they shape a design."""


def _reasons(design: Design) -> tuple[tuple[str, str], ...]:
    rank = {name: position for position, name in enumerate(_SHAPING)}
    shaping = sorted((d for d in design.decisions if d.id in rank), key=lambda decision: rank[decision.id])
    return tuple((decision.chosen, decision.because) for decision in shaping[:MOST_REASONS])


def assumptions_of(design: Design) -> tuple[str, ...]:
    """What was taken for granted, by field of the requirements: `regions: us-east-1 (no region is named ...)`."""
    found: list[str] = []
    requirements = design.requirements
    for name in type(requirements).model_fields:
        value = getattr(requirements, name)
        for item in value if isinstance(value, tuple) else (value,):
            origin = getattr(item, "origin", None)
            if isinstance(origin, Assumed) and name not in ("capabilities", "entities", "title"):
                found.append(f"{name}: {_shown(item)} ({origin.reason})")
    return tuple(found)


def _shown(item: Model) -> str:
    value = getattr(item, "value", None)
    if value is not None:
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    if hasattr(item, "count"):
        return (
            f"{item.count:,.6g} {item.what} a {item.per}" if hasattr(item, "per") else f"{item.count:,.6g} {item.what}"
        )
    return str(getattr(item, "name", getattr(item, "id", "")))
