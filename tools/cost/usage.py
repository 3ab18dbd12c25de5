"""What a meter reads off a design: how much of what, before it has a price."""

from __future__ import annotations

from typing import NamedTuple

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
    inputs: tuple[Input, ...] = ()
    note: str = ""
    region: str | None = None
    """Where it is used, if not where the design lives."""
    is_standing: bool = False
    """Whether it accrues by time and not by traffic: every region the design is deployed to pays it."""
