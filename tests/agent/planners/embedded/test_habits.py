"""The habits: what is likely, what is settled, and why."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planners.embedded.lexicon.senses import SENSES
from agent.planners.embedded.reading import habits as module
from agent.planners.embedded.reading.habits import (
    GROUPS,
    KINDS,
    Habits,
    features,
    habits_in,
    likely_groups,
    settled,
    using,
)
from agent.planners.embedded.reading.needs import ACCEPTED, needs_in, no_evidence
from agent.planners.embedded.reading.senses import senses_in
from agent.planners.embedded.reading.technologies import mentions_in
from agent.planners.embedded.reading.text import Brief

SHOP = (
    "Customers of our bakery log in on the website, put cakes in a basket and pay by card. Each order is stored with"
    " its state; the customer sees only his own orders and gets an e-mail when the cake is ready."
)
NAMING = "An SQS queue invokes a Lambda function that writes each message to a DynamoDB table."


def habits_of(text: str) -> Habits:
    brief = Brief(text)
    return habits_in(features(brief, needs_in(brief), mentions_in(brief)))


def likely_in(text: str) -> set[str]:
    return {group for group, habit in habits_of(text).groups.items() if habit.is_likely}


def test_every_group_has_its_kinds_and_known_needs() -> None:
    assert GROUPS.keys() == KINDS.keys()
    assert {need for needs in GROUPS.values() for need in needs} <= no_evidence().keys()


def test_weights_have_a_column_for_each_group() -> None:
    document = json.loads(module.files("agent.planners.embedded.lexicon").joinpath("habits.json").read_text("utf-8"))
    assert document["groups"] == list(GROUPS)
    assert {len(row) for row in document["weights"].values()} == {len(GROUPS)}


def test_a_shop_needs_a_table_an_api_and_sign_in() -> None:
    assert {"key-value", "http-api", "sign-in", "compute"} <= likely_in(SHOP)
    assert "iot" not in likely_in(SHOP)


def test_likely_groups_give_their_words() -> None:
    words = habits_of(SHOP).groups["sign-in"].words
    assert words
    assert all(word in SHOP.lower() for word in words)


def test_text_that_names_its_parts_gets_little_more() -> None:
    found = habits_of(NAMING)
    assert found.names_its_parts
    assert {group for group, habit in found.groups.items() if habit.is_likely} == {
        "background-work",
        "compute",
        "key-value",
    }


def test_settling_raises_the_likely_and_lowers_the_rest() -> None:
    brief = Brief(SHOP)
    evidence, found = needs_in(brief), habits_of(SHOP)
    result = settled(evidence, found, no_evidence())
    for group, needs in GROUPS.items():
        is_held = any(result[need].certainty >= ACCEPTED for need in needs if need in result)
        assert not needs or is_held == found.groups[group].is_likely


def test_needs_that_rest_on_an_unlikely_group_go_with_it() -> None:
    brief = Brief(NAMING + " It keeps track of orders and customers.")
    evidence = needs_in(brief)
    found = habits_in(features(brief, evidence, mentions_in(brief)))
    assert not found.groups["http-api"].is_likely
    assert evidence["crud"].certainty >= ACCEPTED > settled(evidence, found, no_evidence())["crud"].certainty


def test_other_weights_for_a_while() -> None:
    before = habits_of(SHOP)
    with using({"bias": [-3000 if group != "iot" else 3000 for group in GROUPS]}):
        assert likely_in(SHOP) == {"iot"}
    assert habits_of(SHOP) == before


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=9))
def test_likely_groups_have_the_best_expected_f1(likelihoods: list[float]) -> None:
    def expected(chosen: tuple[int, ...] | frozenset[int]) -> float:
        wanted = sum(likelihoods)
        return 2 * sum(likelihoods[place] for place in chosen) / (len(chosen) + wanted) if chosen else 0.0

    places = range(len(likelihoods))
    best = max(
        expected(chosen) for count in range(len(likelihoods) + 1) for chosen in itertools.combinations(places, count)
    )
    assert expected(likely_groups(likelihoods)) == pytest.approx(best)


@given(st.text(max_size=200))
def test_any_text_is_settled(text: str) -> None:
    brief = Brief(text)
    assert all(
        0.0 <= item.certainty <= 1.0 for item in settled(needs_in(brief), habits_of(text), no_evidence()).values()
    )


def test_words_listed_as_they_are_keep_to_their_own_classes() -> None:
    assert "public body" not in senses_in(Brief("Customers wait."))
    assert "customer" in senses_in(Brief("Customers wait."))
    assert senses_in(Brief("The text message arrives."))["text message"] == ("text message",)


def test_every_class_of_words_is_found_by_its_own_words() -> None:
    for name, text in SENSES.items():
        words = text.split()
        assert len(words) >= 10, name
        for entry in words:
            assert name in senses_in(Brief(entry.removeprefix("=").replace("_", " ").replace("-", " "))), (name, entry)
