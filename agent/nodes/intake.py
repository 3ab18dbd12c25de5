"""Reads the brief."""

from __future__ import annotations

from agent.clarity import ensure_substance
from agent.state import Asked, Deps, Understood


def intake(state: Asked, deps: Deps) -> Understood:
    """Turns the brief and the answers into requirements. Raises BadAnswerError, UnclearBriefError."""
    deps.say("read", f"{len(state['brief']):,} characters")
    found = deps.planner.read(state["brief"], state["answers"])
    ensure_substance(state["brief"], found)
    counts = (
        _counted(len(found.capabilities), "capability", "capabilities"),
        _counted(len(found.entities), "entity", "entities"),
        _counted(len(found.questions), "open question", "open questions"),
    )
    deps.say("read", ", ".join(counts))
    return {"requirements": found}


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
