"""Reads the brief."""

from __future__ import annotations

from agent.clarity import ensure_substance
from agent.state import Deps, State


def intake(state: State, deps: Deps) -> State:
    """Turns the brief and the answers into requirements. Raises BadAnswerError, UnclearBriefError."""
    deps.say("read", f"{len(state['brief']):,} characters")
    found = deps.planner.read(state["brief"], state.get("answers", {}))
    ensure_substance(state["brief"], found)
    deps.say(
        "read",
        f"{len(found.capabilities)} capabilities, {len(found.entities)} entities, {len(found.questions)} open questions",
    )
    return {"requirements": found, "rounds": 0}
