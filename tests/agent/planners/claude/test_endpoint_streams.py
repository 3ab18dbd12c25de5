"""Replies that begin and do not end well: cut, stalled, endless, twisted, called off. Nothing of them is used."""

from __future__ import annotations

import _thread
import json
import random
import resource
import socket
import time
from threading import Thread, Timer
from typing import Any

import pytest

from agent.planners.claude.clients import Access
from agent.planners.claude.endpoint import SdkEndpoint
from agent.planners.claude.exchange import Delta, Limits, ModelError
from agent.planners.claude.waiting import Clock
from tests.agent.planners.claude.asking import ONCE, Talk, asking, talking
from tests.messages.counting import Counted
from tests.messages.server import Script, opening_of, serving
from tests.messages.steps import Cut, garbage, numbered, status, text, thinking, tool, tools

WHOLE = thinking("Hm.").then(text("Let me see.")).then(tools(tool("check"), tool("cost", target="api")))
INPUT = Counted(60, 0, 0)
"""Of the small request."""
EVENTS = len(WHOLE.events({}, 1))
LATE_S = 1.0
"""How long after a deadline a call may end."""


def test_an_error_at_any_event_takes_back_what_was_told_and_the_next_try_is_whole() -> None:
    steps = [step for index in range(EVENTS) for step in (WHOLE.error_at(index), WHOLE)]
    with talking(*steps) as talk:
        for index in range(EVENTS):
            talk.heard.clear()
            final = talk.ask(limits=Limits(retries=2))
            assert len(talk.server.requests) == 2 * (index + 1)
            assert sum(delta.kind == "discarded" for delta in talk.heard) == (index > 3)
            assert talk.told == final.text == "Let me see."
            assert [(call.name, call.input) for call in final.calls] == [("check", {}), ("cost", {"target": "api"})]


@pytest.mark.parametrize(
    ("kind", "code", "requests"),
    [
        ("overloaded_error", "overloaded", 3),
        ("api_error", "unreachable", 3),
        ("timeout_error", "unreachable", 3),
        ("rate_limit_error", "rate-limited", 3),
        ("weather_error", "unreachable", 3),
        ("invalid_request_error", "bad-request", 1),
        ("authentication_error", "bad-key", 1),
        ("billing_error", "billing", 1),
    ],
)
def test_an_error_within_a_stream_is_what_its_type_says(kind: str, code: str, requests: int) -> None:
    with talking(ever=text("So far.").error_at(4, kind)) as talk:
        assert talk.fail(limits=Limits(retries=2)).code == code
        assert len(talk.server.requests) == requests
    assert talk.told == ""
    assert talk.heard[-1] == Delta("discarded")


@pytest.mark.parametrize(("how", "step"), [("clean", 1), ("reset", 1), ("closed", 10)])
def test_no_cut_at_any_byte_is_taken_for_the_end(how: Cut, step: int) -> None:
    """The last byte is that of the empty line after the last event: without it, that event is not there."""
    whole = numbered(text("Hi.").then(tools(tool("cost", {"n": 128}))).costing(50), "m")
    size = len(whole.body(opening_of("msg_0000", "claude-sonnet-5-5", INPUT), 50))
    cuts = range(0, size, step)
    codes: set[str] = set()
    with talking(*(whole.cut_at(byte, how) for byte in cuts), whole.cut_at(size, how)) as talk:
        for byte in cuts:
            codes.add(talk.fail().code)
            assert talk.told == "", byte
        assert talk.server.requests[0].counted == INPUT
        # Cut after its last byte, nothing of it is missing.
        assert talk.ask().calls[0].input == {"n": 128}
    assert codes == {"broken-reply"} or how == "reset"


def test_the_sdk_alone_takes_such_cuts_for_the_end() -> None:
    """The control: what is refused here would have passed, with the input of the tool cut from 128 to 12."""
    from anthropic import Anthropic

    cut = tools(tool("cost", '{"n": 12')).without("content_block_stop", "message_delta", "message_stop")
    with serving(Script(ever=cut)) as server:
        client = Anthropic(api_key=server.key, base_url=server.url, max_retries=0)
        message = {"role": "user", "content": "Price it."}
        with client.messages.stream(model="claude-sonnet-5-5", max_tokens=9, messages=[message]) as stream:
            taken = stream.get_final_message()
    assert (taken.stop_reason, taken.content[0].input) == (None, {"n": 12})


def test_no_cut_within_the_input_of_a_tool_lets_it_run() -> None:
    """The stream ends well-formed, with its stop reason; but the input, whole in itself, is not the one meant."""
    raw = '{"path": "main.tf", "n": 128}'
    cuts = [tools(tool("write", raw[:size])) for size in range(1, len(raw))]
    with talking(*cuts) as talk:
        for _ in cuts:
            (call,) = talk.ask().calls
            assert call.problem.startswith("The input cannot be used: it is no JSON: ")
            assert call.input == {}


@pytest.mark.parametrize("left_out", ["content_block_stop", "message_delta", "message_stop", "message_start"])
def test_a_reply_without_one_of_its_events_is_not_used(left_out: str) -> None:
    with talking(WHOLE.without(left_out)) as talk:
        assert talk.fail().code == "broken-reply"
        assert talk.told == ""


def started(index: int, block: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "content_block_start", {"index": index, "content_block": block}


def added(index: int, delta: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "content_block_delta", {"index": index, "delta": delta}


TWISTED: dict[str, tuple[int, tuple[str, dict[str, Any]]]] = {
    "a message within a message": (4, ("message_start", {"message": {"id": "other"}})),
    "a block out of order": (3, started(7, {"type": "text", "text": ""})),
    "a block without a kind": (5, started(1, {})),
    "a block that is a list": (5, ("content_block_start", {"index": 1, "content_block": []})),
    "a call without an id": (5, started(1, {"type": "tool_use", "name": "check", "input": {}})),
    "a call that cannot be answered": (5, started(1, {"type": "tool_use", "id": "a b", "name": "x", "input": {}})),
    "a delta to nothing": (3, added(3, {"type": "text_delta", "text": "x"})),
    "a delta to a closed block": (5, added(0, {"type": "text_delta", "text": "x"})),
    "a delta that is a number": (3, ("content_block_delta", {"index": 0, "delta": 5})),
    "text that is a number": (3, added(0, {"type": "text_delta", "text": 5})),
    "an index that is text": (3, ("content_block_delta", {"index": "0", "delta": {"type": "text_delta"}})),
    "a stop that is a number": (5, ("message_delta", {"delta": {"stop_reason": 5}})),
    "half of a character": (3, added(0, {"type": "text_delta", "text": "\ud800"})),
}


@pytest.mark.parametrize("name", TWISTED)
def test_a_twisted_stream_has_a_name(name: str) -> None:
    index, (event, data) = TWISTED[name]
    with talking(text("Hi.").writing(index, _escaped(event, data))) as talk:
        assert talk.fail().code == "broken-reply"
        assert talk.told == ""


def _escaped(event: str, data: dict[str, Any]) -> bytes:
    return f"event: {event}\ndata: {json.dumps({'type': event, **data})}\n\n".encode()


def test_a_character_that_came_in_two_halves_is_one() -> None:
    halves = b"".join(_escaped(*added(0, {"type": "text_delta", "text": half})) for half in ("\ud83d", "\ude00"))
    with talking(text("Hi.").writing(5, halves).without()) as talk:
        assert talk.fail().code == "broken-reply"
    with talking(text("Hi.").writing(4, halves)) as talk:
        assert talk.ask().text == "Hi.\U0001f600"


SCALED = Limits(total_s=0.6, first_token_s=0.25, idle_s=0.25, retries=0)

SLOW: dict[str, Any] = {
    "silence before the headers": text("Hi.").after(3600),
    "silence after the headers": text("Hi.").stalled_at(0),
    "silence before the first block": text("Hi.").stalled_at(2),
    "silence in the middle": text("Hi.").stalled_at(4),
    "silence before the end": text("Hi.").stalled_at(6),
    "pings alone": text("Hi.").stalled_at(1, pinging=True),
    "pings in the middle": text("Hi.").stalled_at(4, pinging=True),
    "a byte now and then": text("Hi.").dripping(1, 0.01),
    "words without end": text("word " * 5000).in_pieces(5).pausing(0.005),
    "comments without end": garbage(b": still here\n\n", times=10**9),
    "events without end": garbage(b"event: weather\ndata: {}\n\n" * 2600, times=10**9),
    "empty lines without end": garbage(b"\n", times=10**9),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_reply_takes_longer_than_it_may(name: str) -> None:
    with talking(SLOW[name], text("Good.")) as talk:
        talk.endpoint.warm()
        begun = time.monotonic()
        error = talk.fail(limits=SCALED)
        assert time.monotonic() - begun < SCALED.total_s + LATE_S
        assert (error.code, error.is_resumable) in {("timed-out", True), ("broken-reply", False)}
        assert talk.server.requests[0].gone.wait(LATE_S)
        assert talk.ask().text == "Good."


def test_a_reply_that_goes_on_may_take_longer_than_any_pause_in_it() -> None:
    """The pauses add up to more than a single one may last."""
    limits = Limits(first_token_s=0.6, idle_s=0.6, retries=0)
    with talking(WHOLE.pausing(0.07)) as talk:
        talk.endpoint.warm()
        begun = time.monotonic()
        assert talk.ask(limits=limits).text == "Let me see."
        assert time.monotonic() - begun > limits.idle_s


def test_a_slow_reply_is_tried_again() -> None:
    with talking(text("Hi.").stalled_at(4), text("Good.")) as talk:
        assert talk.ask(limits=Limits(idle_s=0.2, retries=1)).text == talk.told == "Good."


def test_who_listens_slowly_does_not_make_the_reply_slow() -> None:
    def slowly(delta: Delta) -> None:
        time.sleep(0.15)

    with talking(text("Good.").in_pieces(3)) as talk:
        reply = talk.endpoint.send(asking(), limits=Limits(idle_s=0.1, retries=0), listen=slowly)
    assert reply.text == "Good."


def test_a_line_that_stays_open_after_the_end_is_not_waited_for() -> None:
    with talking(text("Good.").stalled_at(99), text("Good.").writing(99, b"").lingering()) as talk:
        talk.ask()
        begun = time.monotonic()
        assert talk.ask().text == "Good."
        assert time.monotonic() - begun < LATE_S


def cpu() -> float:
    """Seconds of CPU of this process, the server's thread included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


GIANTS = {
    "a line": garbage(b"data: " + b"x" * 65_530, times=1024),
    "many lines": garbage(b"data: x\n" * 8192, times=1024),
    "before the first line end": garbage(b"\xff" * 65_536, times=1024),
}


@pytest.mark.parametrize("name", GIANTS)
def test_a_giant_is_given_up(name: str) -> None:
    with talking(GIANTS[name], text("Good.")) as talk:
        talk.endpoint.warm()
        before, size = cpu(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        error = talk.fail(limits=Limits(total_s=30, retries=2))
        assert (error.code, len(talk.server.requests)) == ("broken-reply", 1)
        assert "too large" in error.sentence
        grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - size) / 1024
        assert grown_mb < 100
        assert cpu() - before < 2.0
        assert talk.ask().text == "Good."


def test_a_call_is_called_off_at_any_instant() -> None:
    """Two hundred instants, spread over all that a call does; the other side hears of each within a second."""
    chance = random.Random(20261121)
    slow = WHOLE.pausing(0.001).after(0.004)
    ended: list[str] = []
    with talking(ever=slow) as talk:
        talk.endpoint.warm()
        for _ in range(200):
            talk.stopped.clear()
            timer = Timer(chance.uniform(0, 0.035), talk.stopped.set)
            timer.start()
            ended.append(_end_of(talk))
            timer.cancel()
        # The last ones may still be on their way to the server's notice.
        assert all(_is_over(talk, number) for number in range(len(talk.server.requests)))
    assert ended.count("cancelled") > 50
    assert set(ended) <= {"cancelled", "whole"}


def test_an_interrupt_closes_the_line() -> None:
    heard: list[Delta] = []

    def interrupted(delta: Delta) -> None:
        heard.append(delta)
        if delta.kind == "text":
            Timer(0.05, _thread.interrupt_main).start()

    with talking(ever=text("Hi.").stalled_at(4)) as talk:
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                talk.endpoint.send(asking(), limits=ONCE, listen=interrupted)
            assert talk.server.requests[-1].gone.wait(LATE_S)
    assert [delta.kind for delta in heard] == ["text", "discarded"] * 5


def _end_of(talk: Talk) -> str:
    talk.heard.clear()
    try:
        reply = talk.ask()
    except ModelError as error:
        code = error.code
    else:
        code = "whole"
    if code != "whole":
        assert not talk.heard or talk.heard[-1] == Delta("discarded")
        return code
    assert [call.name for call in reply.calls] == ["check", "cost"]
    return "whole"


def _is_over(talk: Talk, number: int) -> bool:
    asked = talk.server.requests[number]
    until = time.monotonic() + LATE_S
    while time.monotonic() < until:
        if asked.gone.is_set() or asked.sent.is_set():
            return True
        time.sleep(0.005)
    return False


def _stop_when_asked(talk: Talk) -> None:
    """Calls the talk off once the server was asked and answered."""
    while not talk.server.requests:
        time.sleep(0.01)
    time.sleep(0.1)
    talk.stopped.set()


def test_waiting_for_another_try_can_be_called_off() -> None:
    with talking(ever=status(429, retry_after=30), clock=Clock()) as talk:
        Thread(target=_stop_when_asked, args=(talk,), daemon=True).start()
        begun = time.monotonic()
        assert talk.fail(limits=Limits()).code == "cancelled"
        assert time.monotonic() - begun < 30
        assert len(talk.server.requests) == 1


def test_a_request_that_nobody_reads_can_be_called_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        access = Access(api_key="a-key", base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}")
        big, begun = asking("x" * 20_000_000), time.monotonic()
        with SdkEndpoint(access) as endpoint, pytest.raises(ModelError) as caught:
            endpoint.send(big, limits=Limits(total_s=0.5, retries=0), listen=print)
        assert caught.value.code == "timed-out"
        assert time.monotonic() - begun < 0.5 + LATE_S


def test_nothing_is_kept_of_a_call_that_failed() -> None:
    with talking(text("One.").cut_at(600), text("Two.")) as talk:
        talk.fail(limits=ONCE)
        assert talk.ask().text == "Two."
