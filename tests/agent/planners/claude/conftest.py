"""A draft to work on, patterns to plan with, and a bench with the draft on it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from agent.nodes.propose import known_patterns
from agent.planners.claude.workbench import Bench, Source, laid_out
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import Known
from knowledge.knowledge import Knowledge
from tests.agent.planners.claude.models import Shelf
from tools.blueprint.plan import complete
from tools.design.design import Design

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
BRIEF = (EXAMPLES / "ecommerce-orders.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def patterns(shelf: Knowledge) -> tuple[Known, ...]:
    """The packaged patterns as planners see them."""
    return known_patterns(shelf)


@pytest.fixture(scope="session")
def drafted(patterns: tuple[Known, ...]) -> dict[str, Design]:
    """The embedded planner's draft of every example, complete."""
    return {path.stem: _draft(path.read_text(encoding="utf-8"), patterns) for path in sorted(EXAMPLES.glob("*.md"))}


def _draft(brief: str, patterns: tuple[Known, ...]) -> Design:
    planner = EmbeddedPlanner()
    return complete(planner.propose(brief, planner.read(brief, {}), patterns)[0].design)


@pytest.fixture(scope="session")
def draft(drafted: dict[str, Design]) -> Design:
    """The draft of a shop."""
    return drafted["ecommerce-orders"]


@pytest.fixture(scope="session")
def bench(draft: Design) -> Bench:
    """The shop on the bench, with its brief to quote from."""
    return laid_out(Bench(draft.requirements, Shelf(), BRIEF, (Source("brief", BRIEF),)), draft)


@cache
def brief_of(name: str) -> str:
    """The text of a shipped brief."""
    return (EXAMPLES / f"{name}.md").read_text(encoding="utf-8")
