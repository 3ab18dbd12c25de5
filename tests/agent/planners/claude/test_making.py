"""Settings, the journal's plain data, the meter's words, and a planner put together from them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from agent.planners.claude.budget import Budget, Meter, Spending
from agent.planners.claude.exchange import ModelError, Reply, ToolCall, Usage
from agent.planners.claude.keeping import plain_reply, plain_start, reply_of, start_of
from agent.planners.claude.making import Shelves, Surroundings, claude_planner
from agent.planners.claude.settings import SettingError, Settings, settings_from
from agent.planners.protocol import Planner
from agent.service import PLANNERS, planner_named
from knowledge.knowledge import Knowledge
from tests.agent.planners.claude.models import TODAY, FakeEndpoint, Watch, price, said
from tools.catalog.models import default_model, model


def made(settings: Settings, shelf: Knowledge, **more: Any) -> Any:
    """A planner on a fake endpoint."""
    endpoint = FakeEndpoint(iter(()), said("It will do."))
    return claude_planner(settings, shelf, Surroundings(), endpoint=endpoint, today=TODAY, **more)


def test_what_is_chosen_comes_from_arguments_then_the_environment() -> None:
    environment = {
        "CLOUDWRIGHT_MODEL": "opus", "CLOUDWRIGHT_EFFORT": "low", "CLOUDWRIGHT_BUDGET": "0.5", "CLOUDWRIGHT_CALLS": "7",
        "CLOUDWRIGHT_TOKENS": "90000", "CLOUDWRIGHT_SECONDS": "60", "CLOUDWRIGHT_PROVIDER": "bedrock",
        "CLOUDWRIGHT_REGION": "eu-west-1", "CLOUDWRIGHT_BASE_URL": "https://gateway.example",
    }  # fmt: skip
    found = settings_from(environment, model="haiku", effort=None)
    assert (found.model, found.effort, found.provider, found.region) == ("haiku", "low", "bedrock", "eu-west-1")
    assert (found.base_url, found.dollars) == ("https://gateway.example", Decimal("0.5"))
    assert (found.budget.calls, found.budget.tokens, found.budget.seconds) == (7, 90_000, 60.0)
    assert settings_from({}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [("BUDGET", "-1"), ("BUDGET", "nan"), ("BUDGET", "inf"), ("CALLS", "0"), ("SECONDS", "soon"), ("TOKENS", "1e99"),
     ("PROVIDER", "abacus"), ("BASE_URL", "ftp://x"), ("BASE_URL", "gateway")],
)  # fmt: skip
def test_what_cannot_be_chosen_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"CLOUDWRIGHT_{name}"):
        settings_from({f"CLOUDWRIGHT_{name}": value})


def test_defaults_are_the_catalogue_s(shelf: Knowledge) -> None:
    planner = made(Settings(), shelf)
    known = model(default_model())
    assert (planner.model.id, planner.model.effort) == (known.id, known.effort)
    assert made(Settings(model="opus"), shelf).model.effort == model("opus").effort


def test_a_retired_model_is_refused_before_anything_is_asked(shelf: Knowledge) -> None:
    with pytest.raises(ModelError, match="was retired on") as caught:
        made(Settings(model="claude-2.1"), shelf)
    assert caught.value.code == "retired-model"


def test_a_model_without_a_price_is_asked_unless_a_sum_was_set(shelf: Knowledge) -> None:
    brief = "Customers place 5,000 orders a day over an API. Answers within 800 ms."
    planner = made(Settings(model="some-gateway-model"), shelf)
    planner.read(brief, {})
    assert planner.spent.dollars is None
    assert "price not known" in planner.spent.line()
    with pytest.raises(ModelError, match="no price is known"):
        made(Settings(model="some-gateway-model", dollars=Decimal(1)), shelf).read(brief, {})


def test_planners_are_chosen_by_name(shelf: Knowledge) -> None:
    planners: list[Planner] = [planner_named(name, knowledge=shelf) for name in PLANNERS]
    assert [planner.name for planner in planners] == ["embedded", "claude"]


def test_patterns_are_shown_without_their_fragments(home: Any) -> None:
    shelves = Shelves(Knowledge.open(home))
    found = shelves.search("the same message is delivered twice", 3)
    assert len(found) == 3
    page = shelves.page(found[0].id)
    assert page is not None
    assert page.startswith(found[0].title)
    assert shelves.page("nothing-of-the-kind") is None


def test_spending_goes_on_from_what_was_spent_before() -> None:
    meter = Meter(Budget(calls=3), price, Watch(), Spending(calls=2, dollars=Decimal(1)))
    meter.ensure(100)
    meter.note(Usage(fresh=10, output=10), is_replayed=False)
    assert meter.spent.calls == 3
    assert meter.spent.dollars == 1 + price(Usage(fresh=10, output=10))
    with pytest.raises(ModelError, match="3 calls were made"):
        meter.ensure(100)


def test_what_was_spent_is_told_in_one_line() -> None:
    spent = Spending(3, 1, Usage(10, 20, 70, 5), Decimal("0.0123"), 4.2)
    assert (
        spent.line() == "3 calls (1 kept from before), 100 tokens in (70% from the cache), 5 out, 0.0123 dollars, 4 s"
    )


WORDS = st.text(st.characters(codec="utf-8"), max_size=20)
REPLIES = st.builds(
    lambda words, stop, fresh, problem: Reply(
        "m",
        ({"type": "text", "text": words},),
        words,
        (ToolCall("t", "edit", {"x": words}, problem),),
        stop,
        Usage(fresh),
    ),
    WORDS,
    st.sampled_from(["end_turn", "tool_use", "max_tokens"]),
    st.integers(0, 10**6),
    WORDS,
)


@drawn(REPLIES)
def test_replies_come_back_from_plain_data(reply: Reply) -> None:
    assert reply_of(plain_reply(reply)) == reply


@drawn(st.dictionaries(st.sampled_from(["stop", "content", "calls", "usage", "text", "message_id"]), st.none() | WORDS))
def test_what_is_no_reply_is_none(kept: dict[str, Any]) -> None:
    assert reply_of(kept) is None


@drawn(st.lists(st.dictionaries(WORDS, WORDS), min_size=1, max_size=3), st.floats(0.6, 3.0))
def test_beginnings_come_back_from_plain_data(messages: list[dict[str, str]], factor: float) -> None:
    assert start_of(plain_start(tuple(messages), factor)) == (tuple(messages), factor)


@pytest.mark.parametrize(
    "kept", [{}, {"messages": "x", "factor": 1}, {"messages": "", "factor": 1}, {"messages": None}]
)
def test_what_is_no_beginning_is_none(kept: dict[str, Any]) -> None:
    assert start_of(kept) is None


def test_the_day_decides_which_models_are_served(shelf: Knowledge) -> None:
    endpoint = FakeEndpoint(iter(()))
    with pytest.raises(ModelError, match="was retired"):
        claude_planner(
            Settings(model="claude-sonnet-4-5"), shelf, Surroundings(), endpoint=endpoint, today=date(2027, 1, 1)
        )
