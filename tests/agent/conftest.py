"""The packaged patterns without an index, and runs of the graph that need neither disk nor Chroma."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest

from agent.graph import run
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.state import Deps, State
from knowledge.knowledge import Knowledge
from knowledge.library import load_library, packaged_documents
from knowledge.pattern import Pattern

Said = list[tuple[str, str]]


class Shelf:
    """Patterns that can be listed, and are found in the order in which they stand."""

    def __init__(self, patterns: tuple[Pattern, ...]) -> None:
        self._patterns = patterns

    def list(self) -> tuple[Pattern, ...]:
        return self._patterns

    def get(self, pattern_id: str) -> Pattern | None:
        return next((pattern for pattern in self._patterns if pattern.id == pattern_id), None)

    def nearest(self, queries: Sequence[str], *, limit: int, cloud: str) -> tuple[tuple[Pattern, ...], ...]:
        return tuple(self._patterns[:limit] for _ in queries)


@pytest.fixture(scope="session")
def shelf() -> Knowledge:
    """The packaged patterns."""
    return cast("Knowledge", Shelf(load_library(packaged_documents()).patterns))


@pytest.fixture
def said() -> Said:
    """What a run says: steps and texts, in order."""
    return []


@pytest.fixture
def drive(shelf: Knowledge, said: Said) -> Callable[..., State]:
    """Runs the graph on a brief, with the embedded planner where no other is given."""

    def driven(brief: str, planner: Any = None, answers: dict[str, str] | None = None) -> State:
        deps = Deps(planner or EmbeddedPlanner(), shelf, lambda step, text: said.append((step, text)))
        return run(brief, answers or {}, deps)

    return driven
