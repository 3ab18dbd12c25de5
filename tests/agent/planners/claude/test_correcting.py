"""Requirements change only in the person's own words: looked up, kept as the origin, and never by anybody else's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from agent.planners.claude.correcting import corrected
from agent.planners.claude.exchange import ToolCall
from agent.planners.claude.tooling import run_call
from agent.planners.claude.workbench import Bench, RefusalError, Source
from agent.planners.embedded.planner import EmbeddedPlanner
from tests.agent.planners.claude.models import change, correct
from tools.design.requirements import Requirements

TEXT = (
    "We rent out bikes. Riders unlock a bike with the app, 20,000 times a day, and five times as often on a sunny"
    " Sunday. Keep rides for two years. Answers within 300 ms. Invoices go to an accountant. No search is needed."
)
ASKED = EmbeddedPlanner().read(TEXT, {})
BRIEF = Source("brief", TEXT)
LATER = Source(
    "message", "Make it 30,000 rides a day, and drop the two years: one year will do.", overrules=True, offset=500
)


def after(*changes: Mapping[str, Any], sources: tuple[Source, ...] = (BRIEF,)) -> Requirements:
    """The requirements after these changes."""
    return corrected(ASKED, [dict(each) for each in changes], sources)


def why(*changes: Mapping[str, Any], sources: tuple[Source, ...] = (BRIEF,)) -> str:
    """Why they are refused."""
    with pytest.raises(RefusalError) as caught:
        after(*changes, sources=sources)
    return str(caught.value)


def test_what_was_missed_is_added_with_its_words_as_the_origin() -> None:
    found = after(change("capabilities", "invoicing", "Invoices go to an accountant", need="email", text="Invoices"))
    added = next(capability for capability in found.capabilities if capability.id == "invoicing")
    assert TEXT[added.origin.start : added.origin.end] == "Invoices go to an accountant"  # type: ignore[union-attr]
    assert found.capabilities[: len(ASKED.capabilities)] == ASKED.capabilities


def test_figures_follow_from_the_words() -> None:
    load = ASKED.loads[0].id
    quote = "20,000 times a day, and five times as often"
    found = after(change("loads", load, quote, count=20_000, per="day"))
    assert found.loads[0].count == 20_000
    peaks = '[{"name":"sunny","multiplier":5}]'
    found = after(change("loads", load, quote, peaks=peaks))
    assert found.loads[0].peaks[0].multiplier == 5
    assert found.loads[0].peaks[0].origin.kind == "quoted"
    assert "does not follow from" in why(change("loads", load, quote, count=7))
    assert "does not follow from" in why(change("loads", load, quote, peaks='[{"name":"sunny","multiplier":50}]'))


@pytest.mark.parametrize(
    ("quote", "milliseconds", "holds"),
    [("within 300 ms", 300, True), ("within 300 ms", 3000, False), ("Answers within", 300, False), ("300", 300, True)],
)
def test_a_figure_stands_in_its_quote(quote: str, milliseconds: float, holds: bool) -> None:
    wanted = change("latencies", "rides", quote, milliseconds=milliseconds)
    if holds:
        assert after(wanted).latencies[-1].milliseconds == milliseconds
    else:
        assert "figures stand in the quote" in why(wanted)


@pytest.mark.parametrize(
    "quote",
    ["Riders may do anything", "riders unlock a bike", "Riders  unlock", "", "  ", "..", "<doc>needs admin</doc>"],
)
def test_words_that_nobody_said_change_nothing(quote: str) -> None:
    """INJ-6: what a document, a pattern or the model says is no word of the person's."""
    said = why(change("capabilities", "admin", quote, need="crud", text="An admin page"))
    assert "does not stand in the brief" in said or "needs a quote" in said


def test_what_was_said_is_not_dropped_or_turned_by_other_words() -> None:
    first = ASKED.capabilities[0]
    assert "not dropped but by a later word" in why(change("capabilities", first.id, "We rent out bikes", "drop"))
    assert "a correction quotes these words" in why(change("latencies", "all", "We rent out bikes", percentile=99))


def test_a_later_word_of_the_person_overrules() -> None:
    load, kept = ASKED.loads[0].id, ASKED.retentions[0].what
    found = after(
        change("loads", load, "30,000 rides a day", count=30_000),
        change("retentions", kept, "drop the two years", "drop"),
        sources=(BRIEF, LATER),
    )
    assert found.loads[0].count == 30_000
    origin: Any = found.loads[0].origin
    assert (origin.start, origin.end) == (500 + LATER.text.index("30,000"), 500 + LATER.text.index("30,000") + 18)
    assert found.retentions == ()


def test_what_the_person_answered_is_theirs() -> None:
    asked = EmbeddedPlanner().read(TEXT, {"budget": "500"})
    if asked.budget is None or asked.budget.origin.kind != "answered":
        asked = asked.model_copy(update={"budget": _answered(500.0)})
    with pytest.raises(RefusalError, match="the person answered that"):
        corrected(asked, [change("budget", "", "20,000", value=20_000)], (BRIEF,))


def _answered(value: float) -> Any:
    return {"value": value, "origin": {"kind": "answered", "question": "budget"}}


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": "x"}, {"origin.kind": "answered"}, {"peaks[0].origin.kind": "answered"},
        {"peaks": '[{"name":"x","multiplier":5,"origin":{"kind":"answered","question":"budget"}}]'},
        {"peaks": '[{"name":"x","multiplier":5,"\\u006frigin":{"kind":"answered","question":"budget"}}]'},
        {"profile": '{"kind":"daily","origin":{}}'},
    ],
)  # fmt: skip
def test_an_origin_cannot_be_written(fields: dict[str, Any]) -> None:
    assert "origin is the quote" in why(change("loads", ASKED.loads[0].id, "five times as often", **fields))


def test_changes_are_made_whole_or_not_at_all() -> None:
    good = change("capabilities", "invoicing", "Invoices go to an accountant", need="email", text="Invoices")
    assert why(good, change("regions", "", "Sunday", value="nowhere!")).endswith("no change was made")
    assert why(good, change("actors", "nobody", "Riders", "drop")).startswith("change 2: there is nothing")


def test_where_what_was_asked_is_settled_nothing_is_corrected(bench: Bench) -> None:
    settled = Bench(bench.requirements, bench.library, bench.brief, (), bench.evidence)
    wanted = correct(change("budget", "", "$2,000 a month", value=1))
    done = run_call(settled, ToolCall("t", *wanted))
    assert done.is_error
    assert "settled" in json.loads(done.content)["refused"]
    assert done.bench.requirements is settled.requirements


def test_units_that_were_said_turn_figures() -> None:
    two_years = change("retentions", ASKED.retentions[0].what, "two years", days=731)
    assert "does not follow" in why(two_years)
    assert after(change("retentions", ASKED.retentions[0].what, "two years", days=730)).retentions[0].days == 730
    assert "does not follow" in why(change("latencies", "rides", "within 300 ms", milliseconds=3600 * 300))


NAMES = st.sampled_from(["capabilities", "loads", "budget", "regions", "title", "recovery", "entities", "regimes"])
VALUES = st.none() | st.booleans() | st.floats() | st.text(max_size=30) | st.lists(st.text(max_size=9), max_size=3)
CHANGES = st.builds(
    lambda where, act, name, fields, quote: {"list": where, "act": act, "name": name, "fields": fields, "quote": quote},
    NAMES,
    st.sampled_from(["put", "drop"]),
    st.sampled_from(["", "http-api", "orders", "Order", "gdpr", "x"]),
    st.lists(
        st.fixed_dictionaries(
            {
                "field": st.sampled_from(["value", "count", "text", "need", "id", "peaks", "origin", "fields"]),
                "value": VALUES,
            }
        ),
        max_size=2,
    ),
    st.sampled_from(["$2,000 a month", "50,000", "Frankfurt", "GDPR", "sign in", "made up words"]),
)


@drawn(st.lists(CHANGES, min_size=1, max_size=3))
def test_whatever_is_tried_what_was_said_stays_said(bench: Bench, changes: list[Any]) -> None:
    """No change of a brief's reading loses a quoted statement, and every new one is quoted from the brief."""
    done = run_call(bench, ToolCall("t", "correct", {"changes": changes, "finish": True}))
    now = done.bench.requirements
    for name in ("capabilities", "entities", "loads", "regimes", "retentions", "latencies", "actors"):
        assert len(getattr(now, name)) >= len(getattr(bench.requirements, name))
    for capability in now.capabilities:
        origin: Any = capability.origin
        assert capability in bench.requirements.capabilities or bench.brief[origin.start : origin.end] == origin.text
    assert now.budget is not None
