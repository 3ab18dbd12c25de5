"""The Workers Paid plan: its base charge, where an item says that it is on that plan."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Given
from tools.cost.usage import Usage


def base_plan(given: Given) -> Iterator[Usage]:
    """The base charge of a month, which includes the first quantities of every product of the plan."""
    if given.text("plan") == "paid":
        yield given.usage("base_paid_plan", "Base charge", "1", (), service="workers")
