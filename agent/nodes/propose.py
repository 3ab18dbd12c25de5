"""Has the planner propose options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

from agent.planners.protocol import Known
from agent.state import Deps, State
from knowledge.knowledge import Knowledge
from tools.blueprint.plan import complete


def propose(state: State, deps: Deps) -> State:
    """Two or three options, the recommended one first."""
    proposed = deps.planner.propose(state["brief"], state["requirements"], known_patterns(deps.knowledge))
    proposals = tuple(replace(proposal, design=complete(proposal.design)) for proposal in proposed)
    for proposal in proposals:
        deps.say(
            "propose",
            f"{proposal.title}: {len(proposal.design.components)} parts{'; ' + proposal.difference if proposal.difference else ''}",
        )
    return {"proposals": proposals, "chosen": proposals[0].id}


@cache
def known_patterns(knowledge: Knowledge) -> tuple[Known, ...]:
    """The library as planners see it: every pattern with the fragments it carries."""
    return tuple(Known(p.id, p.title, fragments_of(p.id, p.fragment)) for p in knowledge.list())


def fragments_of(pattern: str, fragment: Any) -> dict[str, Mapping[str, Any]]:
    """A pattern's fragments by name: `<id>` for the main one, `<id>/<part>` for each other."""
    if not isinstance(fragment, dict):
        return {}
    parts = cast("dict[str, Any]", fragment)
    return {pattern if part == "main" else f"{pattern}/{part}": body for part, body in parts.items()}
