"""Where a statement came from, in the few forms reading needs."""

from __future__ import annotations

from agent.planners.embedded.reading.text import Brief
from tools.design.requirements import Assumed, Quoted


def quoted(brief: Brief, start: int, end: int) -> Quoted:
    """The brief's own words at this span."""
    return Quoted(text=brief.text[start:end], start=start, end=end)


def assumed(reason: str) -> Assumed:
    """Nobody said so."""
    return Assumed(reason=reason)
