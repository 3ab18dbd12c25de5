"""What a meter reads off a design: how much of what, before it has a price."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tools.cost.formulas import compute

Input = tuple[str, float | str]
"""A named figure of a formula."""


class Usage(NamedTuple):
    """So many units of one SKU of the price book, used by one component in a month."""

    component: str
    """Name of the component; empty for the system as a whole."""
    service: str
    sku: str
    """Empty where the price book has nothing of the kind; `note` then says what is missing."""
    title: str
    """What is counted, in words."""
    quantity: float
    """In base units of the SKU."""
    formula: str
    """Computable from the inputs: see `tools.cost.formulas`."""
    inputs: tuple[Input, ...] = ()
    note: str = ""
    region: str | None = None
    """Where it is used, if not where the design lives."""
    is_standing: bool = False
    """Whether it accrues by time and not by traffic: every region the design is deployed to pays it."""


def metered(
    component: str,
    service: str,
    sku: str,
    title: str,
    formula: str,
    inputs: Iterable[Input],
    *,
    note: str = "",
    region: str | None = None,
    is_standing: bool = False,
) -> Usage:
    """A usage whose quantity is what its formula comes to. Raises FormulaError where it comes to nothing."""
    shown = tuple(inputs)
    quantity = compute(formula, {name: value for name, value in shown if not isinstance(value, str)})
    return Usage(component, service, sku, title, quantity, formula, shown, note, region, is_standing)
