"""For how much of the time it must be there."""

from __future__ import annotations

import re

from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.quantities import Quantity
from agent.planners.embedded.reading.text import Brief
from tools.design.requirements import SECONDS_PER, Stated

_UP = re.compile(r"\b(?:availab\w*|uptime|up\s+time|sla|slo|reliab\w*|throughput)\b")
_SHARE_OF = re.compile(r"\s?(?:of\b|sure|accura|confiden|full|cpu)")
_ALONE_BEFORE = re.compile(r"(?:^|[;,|])\s?(?:and\s|at\sleast\s|about\s)?$")
_ALONE_AFTER = re.compile(r"\s?(?:[;,.|]|$)")


def _stands_alone(quantity: Quantity) -> bool:
    """Whether a percentage as high as no other stands between stops: "region Ireland; 99.9%; RPO 5 minutes"."""
    is_apart = _ALONE_BEFORE.search(quantity.before) and _ALONE_AFTER.match(quantity.after)
    return quantity.value >= 99 and bool(is_apart) and "p" not in quantity.before[-2:]


_NINES = re.compile(r"\b(three|four|five|3|4|5)\s+nines\b")
_DOWNTIME = re.compile(
    r"\bdown-?\s?time\b[^.;\d]{0,30}(\d+(?:\.\d+)?)\s?(h|hrs?|hours?|min|minutes?)\s?(?:/|per|a|each)\s?(yr|year|month)\b"
)


def is_uptime(quantity: Quantity, near: str) -> bool:
    """Whether a percentage is an availability, by the words near it or because it stands alone."""
    is_high = 90 <= quantity.value < 100 and not _SHARE_OF.match(quantity.after)
    return is_high and (_UP.search(near) is not None or _stands_alone(quantity))


def uptime_in(brief: Brief) -> Stated[float] | None:
    """An availability told in words: "four nines", or "4.4 hours of downtime a year"."""
    nines = _NINES.search(brief.lower) if "nines" in brief.lower else None
    if nines:
        count = {"three": 3, "four": 4, "five": 5}.get(nines[1]) or int(nines[1])
        return Stated[float](value=float("99." + "9" * (count - 2)), origin=quoted(brief, nines.start(), nines.end()))
    match = _DOWNTIME.search(brief.lower) if "down" in brief.lower else None
    if match is None:
        return None
    down = float(match[1]) * (3600 if match[2][0] == "h" else 60)
    value = round(100 * (1 - down / SECONDS_PER["month" if match[3] == "month" else "year"]), 3)
    origin = quoted(brief, match.start(), match.end())
    return Stated[float](value=value, origin=origin) if 90 <= value < 100 else None
