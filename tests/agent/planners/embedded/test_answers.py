"""Answers: whatever a question offers is taken, in any order, and what says nothing is refused in one line."""

from __future__ import annotations

import itertools

import pytest

from agent.planners.embedded.deciding.compute import regions
from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.embedded.reading.answers import EXAMPLES
from agent.planners.protocol import BadAnswerError
from tools.design.requirements import Answered, Question, Requirements

BRIEFS = (
    "Members of a rowing club book boats in an app.",
    "Members of a rowing club book 300 boats a day in an app. Their names and addresses are stored.",
    "Nurses note what patients were given; 900 people work with it.",
    "Photos are uploaded and made smaller.",
)


def read(text: str, **answers: str) -> Requirements:
    return EmbeddedPlanner().read(text, answers)


def questions() -> list[tuple[str, Question]]:
    return [(brief, question) for brief in BRIEFS for question in read(brief).questions]


def test_the_briefs_raise_every_question() -> None:
    assert {question.id for _, question in questions()} == set(EXAMPLES)


@pytest.mark.parametrize(
    ("brief", "question", "answer"),
    [
        (brief, question.id, answer)
        for brief, question in questions()
        for answer in (
            EXAMPLES[question.id],
            question.default,
            *(option.id for option in question.options),
            *(option.text for option in question.options),
            *(f"{option.text}\n" for option in question.options),
        )
    ],
)
def test_whatever_a_question_offers_answers_it(brief: str, question: str, answer: str) -> None:
    assert question not in {q.id for q in read(brief, **{question: answer}).questions}


@pytest.mark.parametrize("brief", BRIEFS)
@pytest.mark.parametrize(
    ("answer", "multiple", "seconds"),
    [("3x", 3, 3600), ("10x for an hour", 10, 3600), ("c", 50, 600), ("7", 7, 3600), ("20 times", 20, 3600)],
)
def test_a_peak_is_a_multiple_of_whatever_the_load_is(brief: str, answer: str, multiple: float, seconds: float) -> None:
    load = read(brief, peak=answer).loads[0]
    assert [(peak.multiplier, peak.duration_s, peak.origin) for peak in load.peaks] == [
        (multiple, seconds, Answered(question="peak"))
    ]


def test_a_peak_may_be_a_rate() -> None:
    assert [round(p.multiplier, 3) for p in read(BRIEFS[1], peak="36,000 boats a day").loads[0].peaks] == [120]


def test_answers_do_not_depend_on_their_order() -> None:
    given = {"peak": "9x", "traffic": "4,000 bookings a day", "budget": "$70", "recovery": "b"}
    found = [read(BRIEFS[0], **dict(order)) for order in itertools.permutations(given.items())]
    assert all(one == found[0] for one in found)
    assert [(load.count, load.per, [p.multiplier for p in load.peaks]) for load in found[0].loads] == [
        (4000, "day", [9])
    ]


def test_traffic_answered_keeps_the_peaks_of_the_brief_and_may_bring_its_own() -> None:
    brief = BRIEFS[0] + " On regatta days traffic is six times the usual."
    assert [peak.multiplier for peak in read(brief, traffic="800 a day").loads[0].peaks] == [6]
    asked = read(BRIEFS[0], traffic="800 bookings a day, 5 times the normal load at Christmas")
    assert [peak.multiplier for peak in asked.loads[0].peaks] == [5]
    assert "peak" not in {question.id for question in asked.questions}


@pytest.mark.parametrize(
    ("answer", "monthly"),
    [
        ("6000 a year", 500),
        ("6000", 6000),
        ("about 900", 900),
        ("€300", 300),
        ("12k per year", 1000),
        ("50 a day", 1522),
    ],
)
def test_a_budget_in_many_spellings(answer: str, monthly: float) -> None:
    budget = read(BRIEFS[0], budget=answer).budget
    assert budget is not None
    assert budget.value == pytest.approx(monthly, abs=1)


@pytest.mark.parametrize(
    ("answer", "rpo", "rto"),
    [
        ("30", None, 1800),
        ("2 hours", None, 7200),
        ("RPO 1 minute, RTO 20 minutes", 60, 1200),
        ("Two active regions", 60, 60),
        ("active-active", 60, 60),
        ("a standby in a second region", 300, 3600),
    ],
)
def test_recovery_in_many_spellings(answer: str, rpo: float | None, rto: float) -> None:
    recovery = read(BRIEFS[0], recovery=answer).recovery
    assert recovery is not None
    assert (recovery.rpo_s, recovery.rto_s, recovery.origin) == (rpo, rto, Answered(question="recovery"))


@pytest.mark.parametrize(
    ("recovery", "chosen"), [("b", "warm standby"), ("c", "active-active"), ("RTO 10 hours", "one region")]
)
def test_what_was_said_of_a_lost_region_decides_on_regions(recovery: str, chosen: str) -> None:
    assert regions(Facts(read(BRIEFS[0], recovery=recovery), {}, (), "file")).chosen == chosen


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("region", "eu-moon-9"),
        ("region", "somewhere warm"),
        ("recovery", "green"),
        ("budget", "as little\nas\npossible"),
        ("peak", "quite\n\nhigh"),
        ("latency", "quick\r\nplease"),
        ("traffic", "lots " * 500),
    ],
)
def test_what_says_nothing_is_refused_in_one_short_line(question: str, answer: str) -> None:
    with pytest.raises(BadAnswerError, match=question) as raised:
        read(BRIEFS[0], **{question: answer})
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 400
