"""Rates that are limits on somebody: what an outside system takes, what a plan allows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.planners.embedded.lexicon.phrases import LIMIT
from agent.planners.embedded.reading.quantities import Quantity
from tools.design.requirements import SECONDS_PER

_OUTSIDE = re.compile(
    r"\b(?:provider|gateway|exchange|partner|supplier|vendor|bank|carrier|legacy|mainframe|erp|crm|host|premises|"
    r"existing|third[- ]part\w+|system|interface|service|insurer|scheme)\b"
)
"""Words of a sentence that limits what somebody else's system takes."""


_LIMITS_OUTSIDE = re.compile(
    rf"{_OUTSIDE.pattern}[^.;]{{0,25}}[(,:]\s?(?:max(?:imum)?\.?|at\s+most|up\s+to|no\s+more\s+than)\s?$"
)
"""Behind the name of somebody else's system, in brackets or after a comma: "our bank's API (max 10 calls a second)"."""


_OF_PLANS = re.compile(r"\b(?:free|basic|pro|premium|starter|standard|enterprise|gold|silver|plans?|tier)\b\W{0,3}$")
_AT_MOST_OUTSIDE = re.compile(rf"(?:{_OUTSIDE.pattern}|\bapi\b)[^.;]{{0,40}}[(,]\s?$")


def is_limit(quantity: Quantity) -> bool:
    """Whether a rate is what somebody's system takes, or a plan allows, and not what comes in."""
    before = quantity.before
    if (
        LIMIT.search(before)
        or "limit" in quantity.after[:12]
        or _LIMITS_OUTSIDE.search(before)
        or _OF_PLANS.search(before)
    ):
        return True
    return quantity.after.startswith(" at most") and _AT_MOST_OUTSIDE.search(before) is not None


def accepted_rps(limits: Iterable[Quantity]) -> float | None:
    """The lowest rate that an outside system takes, in requests a second; None where none is stated."""
    rates = (
        limit.value / SECONDS_PER[limit.per]
        for limit in limits
        if limit.per is not None and _OUTSIDE.search(limit.sentence.lower)
    )
    return min((rate for rate in rates if rate > 0), default=None)
