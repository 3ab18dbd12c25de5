"""Nodes one by one: how workloads are judged, what is looked for, how options are compared."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from agent.nodes.assess import TOO_FAST_MS, judged
from agent.nodes.compare import LOAD_OF, compare, mended_alike, operational_load
from agent.nodes.propose import fragments_of, nearest_first
from agent.nodes.retrieve import QUERIES, queries_of, retrieve
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import Known, Proposal
from agent.state import Deps, Repairs, Verified
from knowledge.knowledge import Knowledge
from tests.agent.scripted import Scripted, small_design
from tools.bundle.evidence import gather, weigh
from tools.design.components import Component
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


def verified(*proposals: Proposal, heeded: frozenset[str] = frozenset()) -> Verified:
    evidence = gather(mended_alike(proposals[0].design, heeded))
    return {"proposals": proposals, "evidence": evidence, "repairs": Repairs(heeded=heeded)}


def test_options_are_compared_as_they_would_be_delivered(shelf: Knowledge) -> None:
    same = small_design()
    heeded = frozenset({"SL-L01", "SL-A12", "SL-X61"})
    state = verified(Proposal("a", "A", "", same), Proposal("b", "B", "other", same), heeded=heeded)
    first, second = compare(state, Deps(Scripted(), shelf))["options"]
    assert (first.monthly_cost, first.p99_ms, first.operational_load, first.parts) == (
        second.monthly_cost, second.p99_ms, second.operational_load, second.parts,
    )  # fmt: skip
    assert (first.difference, second.difference) == ("", "other")


def test_an_option_keeps_what_was_wrong_with_it_alone(shelf: Knowledge) -> None:
    design = small_design()
    assert mended_alike(design, frozenset()) is design
    assert mended_alike(design, frozenset({"SL-X61"})) != design
    state = verified(Proposal("a", "A", "", design), Proposal("b", "B", "", design))
    assert compare(state, Deps(Scripted(), shelf))["options"][1].monthly_cost == weigh(design)[0]


def test_the_chosen_option_s_figures_are_those_of_the_evidence(shelf: Knowledge) -> None:
    state = verified(Proposal("a", "A", "", small_design()), heeded=frozenset({"SL-L01"}))
    (option,) = compare(state, Deps(Scripted(), shelf))["options"]
    assert option.monthly_cost == float(state["evidence"].bill.total)
    assert option.p99_ms == state["evidence"].slowest_p99_ms


def test_load_is_counted_for_kinds_that_exist() -> None:
    kinds: set[str] = set()
    for model in get_args(get_args(Component)[0]):
        fields: dict[str, Any] = model.model_fields
        kinds.add(fields["kind"].default)
    assert set(LOAD_OF) <= kinds
    assert operational_load(small_design()) == sum(LOAD_OF[kind] for kind in ("api", "function", "table", "queue"))
