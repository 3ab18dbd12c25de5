"""What a request becomes: where the cache marks stand, and how far what was said before is read from the cache."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planners.claude.bodies import body_of, known_model
from agent.planners.claude.exchange import ModelError
from tests.agent.planners.claude.asking import TODAY, asking
from tests.messages.counting import Cache
from tests.messages.rules import fault

MARK = {"type": "ephemeral"}


def said(role: str, *texts: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": each} for each in texts]}


def marked(body: dict[str, Any]) -> list[str]:
    """The texts that bear a mark."""
    blocks = [block for message in body["messages"] for block in message["content"] if isinstance(block, dict)]
    return [block["text"] for block in blocks if block.get("cache_control") == MARK]


def test_marks_stand_at_the_end_of_what_stays() -> None:
    messages = (said("user", "one", "two"), said("assistant", "three"), said("user", "four", "five"))
    body = body_of(asking(messages=messages), known_model("claude-sonnet-5-5", TODAY))
    assert marked(body) == ["two", "five"]
    assert body["tools"][-1]["cache_control"] == body["system"][-1]["cache_control"] == MARK
    assert fault(body) == ""


def test_messages_that_are_not_worth_it_bear_none() -> None:
    body = body_of(asking(cache_messages=False), known_model("claude-sonnet-5-5", TODAY))
    assert marked(body) == []
    assert body["system"][-1]["cache_control"] == MARK


def test_a_request_is_not_changed_by_sending_it() -> None:
    request = asking()
    before = repr(request)
    body_of(request, known_model("claude-sonnet-5-5", TODAY))
    assert repr(request) == before


def test_without_tools_or_system_there_are_none() -> None:
    body = body_of(asking(tools=(), system=()), None)
    assert "tools" not in body
    assert "system" not in body


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_whatever_was_sent_before_is_read_however_much_is_added(sizes: list[int]) -> None:
    """A turn may add more blocks than the service looks back; the mark of the turn before is found all the same."""
    cache, messages, before = Cache(minimum=1), list[dict[str, Any]](), 0
    for turn, size in enumerate(sizes):
        messages.append(said("user", *(f"{turn}.{index}" for index in range(size))))
        body = body_of(asking(messages=tuple(messages)), known_model("claude-sonnet-5-5", TODAY))
        counted = cache.count(body)
        assert (counted.fresh, counted.read) == (0, before)
        before = counted.read + counted.written
        messages.append(said("assistant", f"answer {turn}"))


@pytest.mark.parametrize(
    ("given_id", "own"),
    [
        ("claude-opus-5-5", "claude-opus-5-5"),
        ("sonnet", "claude-sonnet-5-5"),
        ("eu.anthropic.claude-sonnet-5-5-v1:0", "claude-sonnet-5-5"),
        ("claude-haiku-5-5@20261007", "claude-haiku-5-5"),
        ("us.anthropic.claude-opus-5-5-20260915-v1:0", "claude-opus-5-5"),
        ("claude-opus-5-6", None),
        ("claude-next-9", None),
        ("gateway/some-model", None),
    ],
)
def test_a_model_is_known_by_the_names_that_clouds_give_it(given_id: str, own: str | None) -> None:
    known = known_model(given_id, TODAY)
    assert (known.id if known else None) == own
    sent = body_of(asking(model=given_id), known)["model"]
    assert sent == ("claude-sonnet-5-5" if given_id == "sonnet" else given_id)


def test_a_model_is_refused_from_the_day_it_is_retired() -> None:
    assert known_model("claude-sonnet-4-5", date(2026, 11, 29)) is None
    with pytest.raises(ModelError) as caught:
        known_model("anthropic.claude-sonnet-4-5", date(2026, 11, 30))
    assert caught.value.code == "retired-model"


@pytest.mark.parametrize(
    "name", ["claude-3-5-sonnet-20241022", "claude-instant-1.2", "us.anthropic.claude-3-haiku-v1:0"]
)
def test_a_generation_that_is_gone_is_refused_whatever_its_name(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        known_model(name, TODAY)
    assert (caught.value.code, "use claude-sonnet-5-5" in caught.value.sentence) == ("retired-model", True)


def test_no_more_is_asked_for_than_a_model_gives() -> None:
    known = known_model("claude-sonnet-5-5", TODAY)
    assert body_of(asking(max_tokens=10**9), known)["max_tokens"] == 128_000
    assert body_of(asking(max_tokens=10**9), None)["max_tokens"] == 10**9


def test_how_to_think_is_said_to_models_of_which_it_is_known() -> None:
    assert "thinking" in body_of(asking(), known_model("claude-haiku-5-5", TODAY))
    assert "thinking" not in body_of(asking(), known_model("claude-opus-5", TODAY))
    assert "thinking" not in body_of(asking(), None)
