"""Designs made of briefs once, and follow-ups about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from agent.graph import run
from agent.nodes.propose import known_patterns
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import Known
from agent.state import Deps
from knowledge.knowledge import Knowledge
from tests.agent.planners.embedded.revising.talks import Talk, brief_of, follow_up
from tools.bundle.evidence import Evidence
from tools.design.design import Design

Say = Callable[..., Talk]


@pytest.fixture(scope="session")
def patterns(shelf: Knowledge) -> tuple[Known, ...]:
    """The patterns as the planner gets them."""
    return known_patterns(shelf)


@pytest.fixture(scope="session")
def standing(shelf: Knowledge) -> Callable[[str], Evidence]:
    """The verified design of a brief, made once."""
    made: dict[str, Evidence] = {}

    def stands(name: str) -> Evidence:
        if name not in made:
            made[name] = run(brief_of(name), {}, Deps(EmbeddedPlanner(), shelf))["evidence"]
        return made[name]

    return stands


@pytest.fixture(scope="session")
def say(standing: Callable[[str], Evidence], patterns: tuple[Known, ...]) -> Say:
    """Says something about the design of a brief, or about another design made of it."""

    def said(name: str, message: str, design: Design | None = None) -> Talk:
        about = design if design is not None else cast("Design", standing(name).design)
        return follow_up(about, message, brief_of(name), patterns)

    return said
