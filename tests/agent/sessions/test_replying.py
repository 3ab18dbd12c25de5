"""What people say to questions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sessions.replying import DECIDE, replied

TRAFFIC: dict[str, Any] = {
    "id": "traffic", "text": "How much?",
    "options": [{"id": "a", "text": "1,000 a day"}, {"id": "b", "text": "1 million a day"}],
}  # fmt: skip
BUDGET: dict[str, Any] = {"id": "budget", "text": "How dear?", "options": []}
REGION: dict[str, Any] = {"id": "region", "text": "Where?"}
ALL = (TRAFFIC, BUDGET, REGION)


@pytest.mark.parametrize("words", [*DECIDE, "You decide.", "  YOU   DECIDE! "])
def test_everything_may_be_left_to_us(words: str) -> None:
    found = replied(words, ALL)
    assert (found.answers, found.decided) == ({}, {"traffic", "budget", "region"})


@pytest.mark.parametrize(
    ("text", "answers", "decided"),
    [
        ("50,000 orders a day", {"traffic": "50,000 orders a day"}, set()),
        ("2", {"traffic": "1 million a day"}, set()),
        ("b", {"traffic": "1 million a day"}, set()),
        ("b)", {"traffic": "1 million a day"}, set()),
        ("1: b", {"traffic": "1 million a day"}, set()),
        ("2: $500", {"budget": "$500"}, set()),
        ("2) $500 a month\n3. eu-west-1", {"budget": "$500 a month", "region": "eu-west-1"}, set()),
        ("budget: 500; region: eu-west-1", {"budget": "500", "region": "eu-west-1"}, set()),
        ("2: 500\n100 a day", {"budget": "500", "traffic": "100 a day"}, set()),
        ("1: you decide; 2: 500", {"budget": "500"}, {"traffic"}),
        ("question 2: 500", {"budget": "500"}, set()),
        ("9: 500", {"traffic": "9: 500"}, set()),
        ("it depends;\nmostly at night", {"traffic": "it depends; mostly at night"}, set()),
    ],
)
def test_answers_by_number_name_and_words(text: str, answers: dict[str, str], decided: set[str]) -> None:
    found = replied(text, ALL)
    assert (found.answers, found.decided) == (answers, decided)


def test_a_number_before_words_is_no_question_where_there_is_one() -> None:
    assert replied("10: 1 is the peak", (BUDGET,)).answers == {"budget": "10: 1 is the peak"}
    assert replied("1. 5 million", (TRAFFIC,)).answers == {"traffic": "1. 5 million"}


@given(st.text(min_size=1))
def test_any_text_answers_questions_that_were_put(text: str) -> None:
    found = replied(text, ALL)
    assert set(found.answers) | found.decided <= {"traffic", "budget", "region"}
    assert not set(found.answers) & found.decided
