"""Whatever events come, in whatever order: a reply that is whole, or a broken one, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planners.claude.assembly import Assembly, BrokenReplyError
from agent.planners.claude.exchange import Reply, Usage
from tests.messages.counting import Counted
from tests.messages.server import opening_of
from tests.messages.steps import Answer, numbered, text, thinking, tool, tools

OPENING = opening_of("msg_1", "claude-sonnet-5-5", Counted(7, 5, 3))
ANSWER = numbered(thinking("Hm.").then(text("Let me see.")).then(tools(tool("check"), tool("cost", n=128))), "m")


def events_of(answer: Answer = ANSWER) -> list[dict[str, Any]]:
    """The events of an answer as the SDK gives them."""
    return [{"type": name, **data} for name, data in answer.events(OPENING, 9)]


def assembled(events: list[Any]) -> Reply | None:
    """The reply, or nothing where it is broken. Anything else that is raised is a fault."""
    assembly = Assembly()
    try:
        for event in events:
            assembly.take(event)
        return assembly.reply()
    except BrokenReplyError:
        return None


def test_a_whole_reply() -> None:
    reply = assembled(events_of())
    assert reply is not None
    assert (reply.message_id, reply.text, reply.stop) == ("msg_1", "Let me see.", "tool_use")
    assert reply.usage == Usage(fresh=7, written=5, cached=3, output=9)
    assert reply.content == ANSWER.blocks


@pytest.mark.parametrize("left_out", range(len(events_of())))
def test_no_event_may_be_missing_that_ends_something(left_out: int) -> None:
    events = events_of()
    gone = events.pop(left_out)
    reply = assembled(events)
    if gone["type"] == "ping":
        assert reply is not None
    elif gone["type"] != "content_block_delta":
        assert reply is None
    elif reply is not None and gone["delta"].get("partial_json"):
        assert reply.calls[gone["index"] - 2].input == {}


@given(st.lists(st.integers(0, len(events_of()) - 1), max_size=30))
def test_any_events_in_any_order_are_a_reply_or_none(order: list[int]) -> None:
    events = events_of()
    reply = assembled([events[index] for index in order])
    if reply is not None:
        assert order[-1] == len(events) - 1 or len(events) - 1 in order
        json.dumps(reply.content, allow_nan=False).encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.integers(0, len(events_of()) - 1), st.data())
def test_any_value_at_any_place_is_a_reply_or_none(index: int, data: st.DataObject) -> None:
    events: list[Any] = events_of()
    events[index] = _twisted(events[index], data)
    reply = assembled(events)
    if reply is not None:
        json.dumps(reply.content, allow_nan=False).encode()
        assert all(isinstance(call.input, Mapping) for call in reply.calls)
        assert min(reply.usage.fresh, reply.usage.written, reply.usage.cached, reply.usage.output) >= 0


def _twisted(value: Any, data: st.DataObject) -> Any:
    """A value in which another stands somewhere."""
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        name = data.draw(st.sampled_from(sorted(value)))
        return {**value, name: _twisted(value[name], data)}
    return data.draw(JSON)


def test_later_figures_stand_for_the_whole_reply() -> None:
    events = events_of()
    end = next(event for event in events if event["type"] == "message_delta")
    end["usage"] = {"input_tokens": 8, "cache_read_input_tokens": None, "output_tokens": -4}
    reply = assembled(events)
    assert reply is not None
    assert reply.usage == Usage(fresh=8, written=5, cached=3, output=1)


def test_an_input_that_came_with_the_beginning_of_its_block_is_read() -> None:
    events = events_of(numbered(tools(tool("cost")), "m"))
    events[2]["content_block"]["input"] = {"n": 128}
    reply = assembled([event for event in events if event["type"] != "content_block_delta"])
    assert reply is not None
    assert reply.calls[0].input == {"n": 128}


def test_two_calls_under_one_id_cannot_be_answered() -> None:
    assert assembled(events_of(tools(tool("check", call_id="a"), tool("cost", call_id="a")))) is None


def test_a_reply_that_stops_for_a_tool_names_one() -> None:
    assert assembled(events_of(text("Hm.").stopping("tool_use"))) is None


def test_citations_are_kept() -> None:
    events = events_of(text("So it says."))
    cited = {"type": "citations_delta", "citation": {"type": "char_location", "cited_text": "it"}}
    events.insert(4, {"type": "content_block_delta", "index": 0, "delta": cited})
    reply = assembled(events)
    assert reply is not None
    assert reply.content[0]["citations"] == [cited["citation"]]
