"""Reads the brief."""

from __future__ import annotations

from agent.state import Deps, State


def intake(state: State, deps: Deps) -> State:
    """Turns the brief and the answers into requirements. Raises BadAnswerError."""
    deps.say("read", f"{len(state['brief']):,} characters")
    found = deps.planner.read(state["brief"], state.get("answers", {}))
    deps.say(
        "read",
        f"{len(found.capabilities)} capabilities, {len(found.entities)} entities, {len(found.questions)} open questions",
    )
    return {"requirements": found, "rounds": 0}
