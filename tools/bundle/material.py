"""What chapters are made of: a dossier, its plan, its printed blueprints, and the ledger of all figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tools.blueprint.plan import Plan
from tools.bundle.blocks import Span
from tools.bundle.ledger import Ledger, ledger_of
from tools.bundle.model import Dossier
from tools.bundle.wording import milliseconds, money, quantity, times
from tools.cost import Sensitivity, sensitivity
from tools.design.design import Design
from tools.design.queries import Graph

FACTORS = (0.1, 2.0, 10.0)
"""Multiples of the expected traffic at which the bill is shown."""


@dataclass(frozen=True, slots=True)
class Material:
    """One system, ready to be written about."""

    dossier: Dossier
    plan: Plan
    graph: Graph
    growth: Sensitivity
    ledger: Ledger
    blueprints: Mapping[str, Mapping[str, str]]
    """Target to its files, relative path to text."""
    code: Mapping[str, str]
    """Code of its parts, relative path to text."""

    @property
    def design(self) -> Design:
        """The design."""
        return self.dossier.evidence.design

    def figure(self, key: str, text: str | None = None) -> Span:
        """A figure of the ledger as people read it. Raises KeyError for one that is not in it."""
        entry = self.ledger[key]
        return Span(text or _shown(entry.value, entry.unit), "figure", key)


def gathered(
    dossier: Dossier, plan: Plan, blueprints: Mapping[str, Mapping[str, str]], code: Mapping[str, str]
) -> Material:
    """The material of a dossier, from its plan and what is printed of that."""
    design = dossier.evidence.design
    growth = sensitivity(design, factors=FACTORS)
    return Material(dossier, plan, Graph(design), growth, ledger_of(dossier, growth), blueprints, code)


def _shown(value: float | Decimal | None, unit: str) -> str:
    if value is None:
        return "not known"
    if unit == "USD/month":
        return money(value)
    if unit == "times the peak":
        return times(float(value))
    return milliseconds(float(value)) if unit == "ms" else quantity(float(value), unit)
