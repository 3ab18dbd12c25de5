"""Has the planner propose options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, cast

from agent.options import designed
from agent.planners.protocol import Known, PlannerError, Proposal, UnclearBriefError
from agent.state import Deps, Proposed, Repairs, ToPlan
from knowledge.knowledge import Knowledge
from knowledge.pattern import Pattern
from tools.blueprint.plan import complete


def propose(state: ToPlan, deps: Deps) -> Proposed:
    """The options from the first that can be completed on; those after it are composed when somebody looks at them.

    Raises UnclearBriefError where nothing is to be built, PlannerError where no option can be completed.
    """
    patterns = nearest_first(known_patterns(deps.knowledge), state["hits"])
    proposed = deps.planner.propose(state["brief"], state["requirements"], patterns)
    proposals = tuple(_completed(proposal) for proposal in proposed)
    for number, proposal in enumerate(proposals):
        design = designed(proposal, "propose", deps.say)
        if design is None:
            continue
        if not proposed[number].design.components:
            raise UnclearBriefError(
                "what the brief says does not tell what has to be built. Say what comes in, from whom and how often,"
                " what is done with it, what is kept and who looks at it"
            )
        deps.say("propose", f"{proposal.title}: {len(design.components)} parts")
        return {"proposals": proposals[number:], "repairs": Repairs()}
    raise PlannerError(f"the planner '{deps.planner.name}' proposed no design that holds together")


def _completed(proposal: Proposal) -> Proposal:
    """The option with the supporting parts it needs."""
    return replace(proposal, compose=lambda: complete(proposal.design))


def nearest_first(patterns: tuple[Known, ...], hits: Sequence[Pattern]) -> tuple[Known, ...]:
    """The patterns with those that were found before all others, in the order in which they were found."""
    rank = {hit.id: position for position, hit in enumerate(hits)}
    return tuple(sorted(patterns, key=lambda known: rank.get(known.id, len(rank))))


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
