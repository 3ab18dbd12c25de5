"""Follow-ups as a person says them: what must change changes, and nothing else."""

from __future__ import annotations

import pytest

from agent.nodes.propose import known_patterns
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import Known
from knowledge.knowledge import Knowledge
from tests.agent.scripted import BRIEF, small_design
from tools.design.edits import apply

PLANNER = EmbeddedPlanner()


@pytest.fixture(scope="module")
def patterns(shelf: Knowledge) -> tuple[Known, ...]:
    return known_patterns(shelf)


def test_what_is_not_understood_changes_nothing_and_is_said(patterns: tuple[Known, ...]) -> None:
    revision = PLANNER.revise(small_design(), "The weather is fine today.", BRIEF, patterns)
    assert revision.edits == ()
    assert "could not tell" in revision.said


def test_a_figure_said_anew_takes_the_place_of_the_old_one(patterns: tuple[Known, ...]) -> None:
    design = small_design()
    revision = PLANNER.revise(design, "We have 80,000 orders a day.", BRIEF, patterns)
    after = apply(design, *revision.edits)
    assert [(load.id, load.count) for load in after.requirements.loads] == [("orders", 80_000)]
    assert [component.name for component in after.components] == [component.name for component in design.components]
