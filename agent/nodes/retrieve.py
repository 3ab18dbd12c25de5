"""Finds the patterns that speak of what was asked."""

from __future__ import annotations

from agent.state import Deps, Informed, Understood
from tools.design.requirements import Requirements

QUERIES = 8
"""Needs asked about, the first of the requirements; more would find the same pages."""

PER_QUERY = 3


def retrieve(state: Understood, deps: Deps) -> Informed:
    """The patterns nearest to the needs, best first, each once."""
    queries = queries_of(state["requirements"])
    answers = deps.knowledge.nearest(queries, limit=PER_QUERY, cloud=state["requirements"].provider.value)
    best: dict[str, int] = {}
    hits = [hit for rank in range(PER_QUERY) for hits in answers for hit in hits[rank : rank + 1]]
    for position, hit in enumerate(hits):
        best.setdefault(hit.id, position)
    found = tuple(hits[position] for position in best.values())
    deps.say("retrieve", f"{len(found)} patterns, first {', '.join(hit.title for hit in found[:3])}")
    return {"hits": found}


def queries_of(found: Requirements) -> tuple[str, ...]:
    """What is looked for: each need in its own words and the brief's."""
    asked = [f"{c.text}. {getattr(c.origin, 'text', '')}".strip() for c in found.capabilities[:QUERIES]]
    return tuple(asked) or (found.title.value,)
