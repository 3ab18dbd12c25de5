"""Replies that come: what they say, what they cost, what is sent for them, and what may be done with how they stop."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, get_args

import pytest

from agent.planners.claude.assembly import STOPS
from agent.planners.claude.exchange import Delta, Limits, ModelError, StopReason, ToolCall, Usage
from tests.agent.planners.claude.asking import asking, talking
from tests.messages.steps import Answer, block, text, thinking, tool, tools

ROOT = Path(__file__).resolve().parents[4]
MARK = {"type": "ephemeral"}


def test_a_reply_of_text_is_told_as_it_comes() -> None:
    with talking(text("Good, let us begin.").in_pieces(5)) as talk:
        reply = talk.ask()
    assert (reply.text, reply.stop, reply.calls) == ("Good, let us begin.", "end_turn", ())
    assert [delta.text for delta in talk.heard] == ["Good,", " let ", "us be", "gin."]
    assert reply.content == ({"type": "text", "text": "Good, let us begin."},)


def test_a_piece_is_told_when_it_arrives() -> None:
    """The first words leave the server three pauses after the request came, and are heard within 50 ms of that."""
    pause, late, heard = 0.02, list[float](), list[float]()
    with talking(ever=text("Good, let us begin.").pausing(pause)) as talk:
        for _ in range(9):
            heard.clear()
            talk.endpoint.send(asking(), limits=Limits(), listen=lambda delta: heard.append(time.monotonic()))
            late.append(heard[0] - talk.server.requests[-1].at - 3 * pause)
    assert statistics.median(late) < 0.05


def test_thoughts_are_told_apart_and_go_back_unchanged() -> None:
    with talking(thinking("Hm, a queue.").then(text("A queue."))) as talk:
        reply = talk.ask()
    assert talk.heard == [Delta("thinking", "Hm, a queue."), Delta("text", "A queue.")]
    assert reply.content[0] == {"type": "thinking", "thinking": "Hm, a queue.", "signature": "c2lnbmVk"}
    assert reply.text == "A queue."


def test_tools_are_called_side_by_side() -> None:
    answer = text("Let me see.").then(tools(tool("check"), tool("cost", target="api", months=3)))
    with talking(answer) as talk:
        reply = talk.ask()
    assert reply.stop == "tool_use"
    assert reply.calls == (
        ToolCall("toolu_msg_0000_1", "check", {}),
        ToolCall("toolu_msg_0000_2", "cost", {"target": "api", "months": 3}),
    )
    assert [delta for delta in talk.heard if delta.kind == "tool"] == [Delta("tool", "check"), Delta("tool", "cost")]
    assert reply.content[1] == {"type": "tool_use", "id": "toolu_msg_0000_1", "name": "check", "input": {}}


def test_tokens_are_counted_as_the_service_counts_them() -> None:
    request = asking(system=({"type": "text", "text": "x" * 9000},))
    with talking(text("one").costing(70), text("two").costing(5)) as talk:
        first, second = talk.ask(request).usage, talk.ask(request).usage
    assert first.written == second.cached > 3000
    assert (first.fresh, first.cached, first.output) == (0, 0, 70)
    assert (second.fresh, second.written, second.output) == (0, 0, 5)


def test_what_failed_tries_cost_is_counted_too() -> None:
    with talking(text("one").error_at(4), text("one").costing(9)) as talk:
        usage = talk.ask(limits=Limits(retries=1)).usage
        once = talk.server.requests[0].counted
    assert usage == Usage(fresh=2 * once.fresh, output=10)


def test_what_is_sent() -> None:
    with talking(text("one")) as talk:
        talk.ask(asking(effort="xhigh"))
    (sent,) = talk.server.requests
    assert sent.headers["authorization"] == "Bearer a-key"
    assert sent.headers["accept-encoding"] == "identity"
    assert sent.body == {
        "model": "claude-sonnet-5-5",
        "max_tokens": 1000,
        "stream": True,
        "thinking": {"type": "adaptive", "display": "summarized"},
        "output_config": {"effort": "xhigh"},
        "system": [{"type": "text", "text": "You are an architect.", "cache_control": MARK}],
        "tools": [
            {
                "name": "check",
                "input_schema": {"type": "object", "additionalProperties": False},
                "cache_control": MARK,
            }
        ],
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Design something.", "cache_control": MARK}]}
        ],
    }


@pytest.mark.parametrize("given", sorted(STOPS))
def test_the_documented_reasons_to_stop(given: str) -> None:
    answer = tools(tool("check")) if given == "tool_use" else text("So far.").stopping(given)
    with talking(answer) as talk:
        assert talk.ask().stop == STOPS[given]


def test_every_reason_to_stop_can_be_told() -> None:
    assert set(STOPS.values()) == set(get_args(StopReason))


@pytest.mark.parametrize("given", ["quantum_stop", None])
def test_a_reply_that_stops_for_no_known_reason_is_not_used(given: str | None) -> None:
    answer = text("So far.").then(tools(tool("check"))).stopping(given)
    with talking(answer) as talk:
        error = talk.fail()
    assert error.code == "broken-reply"
    assert error.is_resumable == (given is None)
    assert talk.heard[-1] == Delta("discarded")


def test_an_empty_reply_is_a_reply() -> None:
    with talking(Answer()) as talk:
        reply = talk.ask()
    assert (reply.content, reply.text, reply.stop) == ((), "", "end_turn")


def test_a_refusal_says_of_what_and_takes_back_what_was_told() -> None:
    with talking(text("I will").stopping("refusal", type="refusal", category="cyber"), text("Good.")) as talk:
        refused = talk.ask()
        assert (refused.stop, refused.stop_detail, talk.told) == ("refusal", "cyber", "")
        assert talk.ask().text == "Good."


@pytest.mark.parametrize("reason", ["max_tokens", "model_context_window_exceeded", "end_turn", "pause_turn", "refusal"])
def test_no_tool_is_run_unless_the_reply_stopped_for_it(reason: str) -> None:
    with talking(tools(tool("check"), tool("cost", target="api")).stopping(reason)) as talk:
        reply = talk.ask()
    assert len(reply.calls) == 2
    assert all(f"({reason})" in call.problem for call in reply.calls)


UNKNOWN = {
    "event": text("Good.").adding(3, "weather", {"rain": [1, None]}),
    "event before the reply": text("Good.").adding(0, "weather", {}),
    "ping": text("Good.").adding(4, "ping", {}),
    "delta": text("Good.").adding(
        3, "content_block_delta", {"index": 0, "delta": {"type": "tint_delta", "tint": "red"}}
    ),
    "comment": text("Good.").writing(3, b": nothing\n\n"),
    "event without a name": text("Good.").writing(3, b'data: {"type": "error"}\n\n'),
    "line ends": text("Good.").lines_ending("\r\n"),
    "old line ends": text("Good.").lines_ending("\r"),
    "content type": text("Good.").with_headers(content_type="text/plain"),
}


@pytest.mark.parametrize("answer", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_is_passed_over(answer: Answer) -> None:
    with talking(answer) as talk:
        assert talk.ask().text == talk.told == "Good."


def test_blocks_that_are_not_known_go_back_as_they_came() -> None:
    odd: dict[str, Any] = {"type": "sculpture", "form": {"x": [1, "two", None]}}
    with talking(block("sculpture", form=odd["form"]).then(text("Good."))) as talk:
        reply = talk.ask()
    assert reply.content == (odd, {"type": "text", "text": "Good."})


def test_one_connection_serves_many_calls() -> None:
    with talking(ever=text("Good.")) as talk:
        for _ in range(3):
            talk.ask()
        assert len({asked.line for asked in talk.server.requests}) == 1


def test_who_cannot_listen_any_more_ends_the_call_in_their_own_way() -> None:
    def shut(delta: Delta) -> None:
        raise BrokenPipeError

    with talking(text("Good.").pausing(0.02).in_pieces(1)) as talk:
        with pytest.raises(BrokenPipeError):
            talk.endpoint.send(asking(), limits=Limits(), listen=shut)
        assert talk.server.requests[0].gone.wait(1)
        assert len(talk.server.requests) == 1


def test_an_alias_is_sent_as_the_model_it_stands_for() -> None:
    with talking(text("Good.")) as talk:
        talk.ask(asking(model="opus"))
    assert talk.server.bodies[0]["model"] == "claude-opus-5-5"


def test_neither_the_sdk_nor_its_line_is_loaded_before_it_is_needed() -> None:
    script = (
        "import sys, agent.planners.claude.endpoint as it; it.SdkEndpoint();"
        "print([name for name in ('anthropic', 'httpx', 'httpx2', 'httpcore2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_an_error_says_what_happened_and_nothing_of_how() -> None:
    with talking(text("Good.").cut_at(500)) as talk:
        error = talk.fail()
    assert isinstance(error, ModelError)
    assert (error.__cause__, error.__context__) == (None, None)
    assert str(error) == error.sentence == "The reply broke off before its end; nothing of it is used."
