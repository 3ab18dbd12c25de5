"""Has a planner change a design that stands."""

from __future__ import annotations

from typing import Protocol, cast

from agent.planners.protocol import Known, Planner, Revision
from tools.design.design import Design


class _Reviser(Protocol):
    """What a planner has that can change a design that stands."""

    def revise(self, design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
        """What is said about a design that stands, as edits; `brief` is what it was first made from."""
        ...


def revision_of(planner: Planner, design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
    """The planner's edits. One that cannot change a design that stands leaves it as it is, and says so."""
    if not hasattr(planner, "revise"):
        return Revision((), f"The planner '{planner.name}' makes designs from briefs alone; this one stays as it is.")
    return cast("_Reviser", planner).revise(design, message, brief, patterns)
