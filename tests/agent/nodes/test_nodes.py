"""Nodes one by one: how workloads are judged, what is looked for, what planners are given."""

from __future__ import annotations

import pytest

from agent.nodes.assess import TOO_FAST_MS, judged
from agent.nodes.propose import fragments_of, nearest_first
from agent.nodes.retrieve import QUERIES, queries_of, retrieve
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import Known
from agent.state import Deps
from knowledge.knowledge import Knowledge
from tests.agent.scripted import Scripted
from tools.design.requirements import Requirements

SHOP = "Customers place orders over an API. "


def read(text: str) -> Requirements:
    return EmbeddedPlanner().read(SHOP + text, {})


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(fitness.workload, fitness.verdict) for fitness in judged(read(text))]


def test_what_fits_functions_is_said_to() -> None:
    assert [verdict for _, verdict in verdicts("")] == ["functions"]


def test_work_that_outlasts_a_function_goes_to_containers() -> None:
    assert "containers" in [verdict for _, verdict in verdicts("Closing the books takes 40 minutes of computing.")]


@pytest.mark.parametrize(("milliseconds", "is_outside"), [(TOO_FAST_MS - 1, True), (TOO_FAST_MS + 200, False)])
def test_answers_faster_than_a_front_door_belong_elsewhere(milliseconds: float, is_outside: bool) -> None:
    found = verdicts(f"Answers within {milliseconds:g} ms at the 99th percentile.")
    assert ("the fastest path" in [workload for workload, _ in found]) == is_outside


def test_the_last_judgement_is_on_everything_else() -> None:
    for text in ("", "It runs in containers.", "Answers within 1 ms at p99."):
        assert [fitness.workload for fitness in judged(read(text))][-1] == "everything else"


def test_needs_are_looked_for_in_their_words_and_the_brief_s() -> None:
    found = read("Users upload photos, search them by word and get an e-mail. A job runs every night.")
    queries = queries_of(found)
    assert 1 < len(queries) <= QUERIES
    assert all(capability.text in query for capability, query in zip(found.capabilities, queries, strict=False))


def test_without_needs_the_title_is_looked_for() -> None:
    bare = read("").model_copy(update={"capabilities": ()})
    assert queries_of(bare) == (bare.title.value,)


def test_a_pattern_found_by_many_needs_is_named_once(shelf: Knowledge) -> None:
    hits = retrieve({"requirements": read("Users upload photos and search them.")}, Deps(Scripted(), shelf))["hits"]
    assert hits
    assert len({hit.id for hit in hits}) == len(hits)


def test_patterns_found_come_before_the_others(shelf: Knowledge) -> None:
    known = tuple(Known(name, name, {}) for name in "abcd")
    patterns = shelf.list()[:2]
    named = tuple(Known(pattern.id, pattern.title, {}) for pattern in patterns)
    assert nearest_first((*known, *named), patterns[::-1]) == (*named[::-1], *known)


def test_fragments_are_named_after_their_pattern() -> None:
    assert fragments_of("saga", {"main": {"a": 1}, "undo": {"b": 2}}) == {"saga": {"a": 1}, "saga/undo": {"b": 2}}
    assert fragments_of("saga", None) == {}
