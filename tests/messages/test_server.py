"""The test server itself: it counts and refuses as the API does, and the line fails where it is told to."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.messages.counting import Cache, Counted, tokens_of
from tests.messages.rules import fault
from tests.messages.server import Script, Server, serving
from tests.messages.steps import text, thinking, tool, tools

MARK = {"cache_control": {"type": "ephemeral"}}


def said(role: str, *blocks: Any) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": it} if isinstance(it, str) else it for it in blocks]}


def asking(*messages: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"model": "claude-sonnet-5-5", "max_tokens": 100, "messages": list(messages), **fields}


def post(server: Server, body: Any, key: str = "a-key", path: str = "/v1/messages") -> tuple[int, bytes]:
    line = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    try:
        line.request("POST", path, json.dumps(body), {"authorization": f"Bearer {key}"})
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def test_what_stands_before_a_mark_is_written_once_and_read_from_then_on() -> None:
    cache, long = Cache(minimum=100), {"type": "text", "text": "x" * 900, **MARK}
    size = tokens_of({"type": "text", "text": "x" * 900})
    hello = tokens_of({"type": "text", "text": "hello"})
    assert cache.count(asking(said("user", "hello"), system=[long])) == Counted(hello, size, 0)
    assert cache.count(asking(said("user", "hello"), system=[long])) == Counted(hello, 0, size)
    assert cache.count(asking(said("user", "hello"), system=[{**long, "text": "y" * 900}])).read == 0


def test_a_talk_that_is_only_appended_to_is_read_up_to_its_last_mark() -> None:
    cache, first = Cache(minimum=1), said("user", {"type": "text", "text": "one", **MARK})
    cache.count(asking(first))
    unmarked = said("user", "one")
    longer = asking(unmarked, said("assistant", "two"), said("user", {"type": "text", "text": "three", **MARK}))
    assert cache.count(longer).read == tokens_of({"type": "text", "text": "one"})
    assert cache.count({**longer, "output_config": {"effort": "low"}}).read == 0
    assert cache.count({**longer, "model": "claude-opus-5-5"}).read == 0


def test_what_is_short_is_not_cached() -> None:
    cache = Cache(minimum=1000)
    for _ in range(2):
        assert cache.count(asking(said("user", {"type": "text", "text": "one", **MARK}))).read == 0


RESULT = {"type": "tool_result", "tool_use_id": "a", "content": "good"}
CALL = {"type": "tool_use", "id": "a", "name": "check", "input": {}}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (asking(said("user", "hello")), ""),
        (asking(said("user", "go"), said("assistant", CALL), said("user", RESULT, "next")), ""),
        (asking(said("user", "go"), said("assistant", CALL), said("user", "next")), "tool_use ids"),
        (asking(said("user", "go"), said("assistant", CALL), said("user", "next", RESULT)), "must come first"),
        (asking(said("user", "go", RESULT)), "no other"),
        (asking(said("user", "one"), said("user", "two")), "alternate"),
        (asking(said("user", "one"), said("assistant", "two")), "the last must be"),
        (asking(said("user", " ")), "non-empty"),
        (asking(said("user", "hello"), temperature=0), "temperature"),
        (asking(said("user", "hello"), tool_choice={"type": "any"}), "tool_choice"),
        (asking(said("user", *[{"type": "text", "text": "x", **MARK}] * 5)), "maximum of 4"),
        (
            asking(said("user", "x"), tools=[{"name": "t", "strict": True, "input_schema": {"type": "object"}}]),
            "additionalProperties",
        ),
        ({"messages": []}, "model: field required"),
        ([], "no JSON object"),
    ],
)
def test_it_refuses_what_the_api_refuses(body: Any, found: str) -> None:
    assert found in fault(body)
    assert bool(fault(body)) == bool(found)


def test_it_streams_blocks_as_events_in_the_order_of_the_api() -> None:
    answer = thinking("hm").then(text("hello")).then(tools(tool("check", target="api")))
    with serving(Script(answer)) as server:
        code, raw = post(server, asking(said("user", "hi"), stream=True))
    names = [line.removeprefix("event: ") for line in raw.decode().splitlines() if line.startswith("event: ")]
    assert code == 200
    assert names[:3] == ["message_start", "ping", "content_block_start"]
    assert names[-2:] == ["message_delta", "message_stop"]
    assert names.count("content_block_stop") == 3
    assert b'"stop_reason": "tool_use"' in raw


def test_without_streaming_it_answers_in_one_piece() -> None:
    with serving(Script(tools(tool("check", '{"target": "api"}')))) as server:
        code, raw = post(server, asking(said("user", "hi")))
    message = json.loads(raw)
    assert (code, message["stop_reason"]) == (200, "tool_use")
    assert message["content"][0]["input"] == {"target": "api"}


def test_it_keeps_what_it_was_asked_and_minds_the_key() -> None:
    with serving(Script(text("one"))) as server:
        assert post(server, asking(said("user", "hi")), key="another")[0] == 401
        assert post(server, asking(said("user", "hi"), model=""))[0] == 400
        assert [asked.headers["authorization"] for asked in server.requests] == ["Bearer another", "Bearer a-key"]


def test_a_request_past_the_end_of_the_script_is_refused_and_noted() -> None:
    with serving(Script(text("one"))) as server:
        assert [post(server, asking(said("user", "hi")))[0] for _ in range(2)] == [200, 400]
        assert server.script.overrun == 1


def test_a_function_may_answer() -> None:
    script = Script(ever=lambda asked: text(f"request {asked.number}"))
    with serving(script) as server:
        assert [b"request 1" in post(server, asking(said("user", "hi")))[1] for _ in range(2)] == [False, True]


def test_it_counts_tokens() -> None:
    with serving() as server:
        body = {"model": "claude-sonnet-5-5", "messages": [said("user", "hi")]}
        code, raw = post(server, body, path="/v1/messages/count_tokens")
    assert (code, json.loads(raw)) == (200, {"input_tokens": tokens_of({"type": "text", "text": "hi"})})


@pytest.mark.parametrize("how", ["closed", "reset"])
def test_a_line_that_is_cut_is_seen_as_cut(how: Any) -> None:
    with (
        serving(Script(text("hello").cut_at(100, how))) as server,
        pytest.raises((http.client.IncompleteRead, ConnectionError)),
    ):
        post(server, asking(said("user", "hi"), stream=True))


def test_a_clean_cut_looks_like_an_end() -> None:
    with serving(Script(text("hello").cut_at(100))) as server:
        code, raw = post(server, asking(said("user", "hi"), stream=True))
    assert (code, len(raw)) == (200, 100)
