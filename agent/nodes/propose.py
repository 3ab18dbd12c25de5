"""Has the planner propose options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, cast

from agent.planners.protocol import Known, PlannerError, Proposal, UnclearBriefError
from agent.state import Deps, Proposed, Repairs, ToPlan
from knowledge.knowledge import Knowledge
from knowledge.pattern import Pattern
from tools.blueprint.plan import complete


def propose(state: ToPlan, deps: Deps) -> Proposed:
    """The options that can be completed, the recommended one first.

    Raises UnclearBriefError where nothing is to be built, PlannerError where no option can be completed.
    """
    patterns = nearest_first(known_patterns(deps.knowledge), state["hits"])
    proposed = deps.planner.propose(state["brief"], state["requirements"], patterns)
    if proposed and not any(proposal.design.components for proposal in proposed):
        raise UnclearBriefError(
            "what the brief says does not tell what has to be built. Say what comes in, from whom and how often, what"
            " is done with it, what is kept and who looks at it"
        )
    proposals = tuple(_completed(proposed, deps))
    if not proposals:
        raise PlannerError(f"the planner '{deps.planner.name}' proposed no design that holds together")
    return {"proposals": proposals, "repairs": Repairs()}


def _completed(proposed: Sequence[Proposal], deps: Deps) -> Iterator[Proposal]:
    """Every option with the supporting parts it needs; one that tools cannot complete is left out, and that is said."""
    for proposal in proposed:
        try:
            design = complete(proposal.design)
        except Exception as error:
            deps.say("propose", f"{proposal.title}: left out, it cannot be completed ({type(error).__name__}: {error})")
            continue
        difference = f"; {proposal.difference}" if proposal.difference else ""
        deps.say("propose", f"{proposal.title}: {len(design.components)} parts{difference}")
        yield replace(proposal, design=design)


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
