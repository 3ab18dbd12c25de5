"""What is recorded of an exchange plays back as it was, without the key; another request is not answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.planners.claude.clients import Access
from agent.planners.claude.endpoint import SdkEndpoint
from agent.planners.claude.exchange import Limits, ModelError, Reply, Request
from agent.planners.claude.waiting import Breaker
from tests.messages.cassettes import Player, Recorder, difference, hidden, read_cassette
from tests.messages.server import Script, Server, serving
from tests.messages.steps import garbage, status, text, thinking, tool, tools

ANSWER = thinking("Hm – ").then(text("Let me see.")).then(tools(tool("cost", target="api")))


def asking(said: str) -> Request:
    return Request("claude-sonnet-5-5", "low", 100, (), (), ({"role": "user", "content": said},))


def sent(server: Server, said: str, *middleware: Recorder, retries: int = 0) -> Reply:
    access = Access(api_key=server.key, base_url=server.url)
    with SdkEndpoint(access, breaker=Breaker(), middleware=middleware) as endpoint:
        return endpoint.send(asking(said), limits=Limits(retries=retries), listen=lambda delta: None)


def test_a_talk_plays_back_as_it_was_recorded(tmp_path: Path) -> None:
    tape = tmp_path / "talk.jsonl"
    with serving(Script(status(529, retry_after=0), ANSWER)) as server:
        recorded = sent(server, "Price it.", Recorder(tape), retries=1)
    with serving(Script(ever=Player(tape))) as server:
        assert sent(server, "Price it.", retries=1) == recorded
    assert [(taped.code, taped.headers.get("retry-after")) for taped in read_cassette(tape)] == [
        (529, "0"),
        (200, None),
    ]


def test_a_cassette_is_the_same_each_time_and_holds_no_key(tmp_path: Path) -> None:
    tapes = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for tape in tapes:
        with serving(Script(text("Use sk-ant-api03-abcdef.")), key="a-very-long-key") as server:
            sent(server, "My key is sk-ant-api03-xyz.", Recorder(tape))
    one, two = (tape.read_text() for tape in tapes)
    assert one == two
    assert "a-very-long-key" not in one
    assert "sk-ant" not in one
    assert "authorization" not in one.lower()
    with serving(Script(ever=Player(tapes[0]))) as server:
        assert sent(server, "My key is sk-ant-api03-other.").text == "Use (hidden)."


def test_another_request_is_not_answered(tmp_path: Path) -> None:
    tape = tmp_path / "talk.jsonl"
    with serving(Script(ANSWER)) as server:
        sent(server, "Price it.", Recorder(tape))
    with serving(Script(ever=Player(tape))) as server:
        with pytest.raises(
            ModelError, match=r"Request 0 is not the one recorded: the body\.messages\[0\]\.content\[0\]"
        ):
            sent(server, "Draw it.")
        with pytest.raises(ModelError, match="The cassette has ended"):
            sent(server, "Price it.")


def test_bytes_that_are_no_text_are_kept(tmp_path: Path) -> None:
    tape = tmp_path / "talk.jsonl"
    with serving(Script(garbage(b"\xff\xfe"))) as server, pytest.raises(ModelError):
        sent(server, "Price it.", Recorder(tape))
    assert read_cassette(tape)[0].body == b"\xff\xfe"


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}, ""),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, "the body.a[1].b"),
        ({"a": [1]}, {"a": [1, 2]}, "the body.a"),
        ({"a": 1}, {"b": 1}, "the body.a"),
        ([], {}, "the body"),
    ],
)
def test_the_first_difference_is_named(one: object, other: object, place: str) -> None:
    assert difference(one, other) == place


def test_what_lets_somebody_in_is_hidden() -> None:
    told = "Bearer abc.def= and " + "AKIA" + "A" * 16 + " and eyJhbGciOi.eyJzdWIi.c2ln"
    assert hidden(told) == "(hidden) and (hidden) and (hidden)"
