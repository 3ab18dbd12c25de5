"""Hears needs that are asked for by their name, where words of a brief would say more: "add a cache"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.reading.needs import ACCEPTED, needs_in
from agent.planners.embedded.reading.text import Brief
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.hearing.losses import CALLED, is_called
from agent.planners.embedded.revising.wishes import Heard, Wanted
from tools.design.design import Design

_ADD = re.compile(
    r"^\W*(?:add|include|introduce|build(?:\s+in)?|bring\s+in|put\s+in|(?:we|i|they)\s+(?:also\s+)?(?:need|want)|there\s+(?:should|must)\s+be|give\s+us)\s+(?:an?\s+|the\s+|some\s+)?(?P<what>[\w -]{2,60}?)\s*(?:please|too|as\s+well)?\W*$"
)


def wants_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """A need that a clause names and no words of it express."""
    match = _ADD.match(clause.lower)
    if match is None or any(e.certainty >= ACCEPTED for e in needs_in(Brief(clause.text)).values()):
        return
    need = next((need for need in CALLED if is_called(match["what"], need)), None)
    if need is not None:
        yield Heard(Wanted(need), clause.words, clause.start, clause.start + len(clause.text))
