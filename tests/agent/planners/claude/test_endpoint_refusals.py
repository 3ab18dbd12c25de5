"""Calls that come to nothing before a reply begins: each has a name, one sentence, and its own number of tries."""

from __future__ import annotations

import logging
import socket
from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from agent.planners.claude.clients import Access, new_client
from agent.planners.claude.endpoint import SdkEndpoint
from agent.planners.claude.exchange import FailureCode, Limits, ModelError
from agent.planners.claude.waiting import Breaker
from tests.agent.planners.claude.asking import ONCE, Patience, asking, talking
from tests.messages.server import Script, serving
from tests.messages.steps import Status, garbage, hangup, redirect, status, text

TWICE_MORE = Limits(retries=2)

STATUSES: Mapping[int, tuple[FailureCode, bool, int]] = {
    400: ("bad-request", False, 1),
    401: ("bad-key", False, 1),
    402: ("billing", False, 1),
    403: ("not-allowed", False, 1),
    404: ("unknown-model", False, 1),
    408: ("unreachable", True, 3),
    409: ("unreachable", True, 3),
    413: ("too-large", False, 1),
    422: ("bad-request", False, 1),
    429: ("rate-limited", True, 3),
    500: ("unreachable", True, 3),
    502: ("unreachable", True, 3),
    503: ("unreachable", True, 3),
    504: ("unreachable", True, 3),
    529: ("overloaded", True, 3),
}
"""Status to the failure's code, whether it may pass by itself, and how often the request is made."""


def reached(url: str, **fields: Any) -> SdkEndpoint:
    access = Access(**{"api_key": "a-key", "base_url": url, **fields})
    return SdkEndpoint(access, clock=Patience().clock, breaker=Breaker())


def failed(endpoint: SdkEndpoint, model: str = "claude-sonnet-5-5", limits: Limits = ONCE) -> ModelError:
    with endpoint, pytest.raises(ModelError) as caught:
        endpoint.send(asking(model=model), limits=limits, listen=print)
    assert "\n" not in caught.value.sentence
    return caught.value


@pytest.mark.parametrize("code", STATUSES)
def test_every_status_has_its_failure_and_its_number_of_requests(code: int) -> None:
    expected, is_resumable, requests = STATUSES[code]
    with talking(ever=status(code)) as talk:
        error = talk.fail(limits=TWICE_MORE)
    assert (error.code, error.is_resumable) == (expected, is_resumable)
    assert len(talk.server.requests) == requests
    assert talk.heard == []


@pytest.mark.parametrize(
    "body",
    [
        b"<html>\n<h1>Bad gateway</h1>",
        b"",
        b"\xff\xfe{",
        b"[1]",
        b'{"error": {"type": ["x"], "message": 5}}',
        b"x" * 3_000_000,
    ],
)
@pytest.mark.parametrize("code", [400, 404, 413, 502])
def test_an_error_need_not_be_the_services_own(code: int, body: bytes) -> None:
    with talking(ever=status(code, body=body)) as talk:
        assert talk.fail().code == ("bad-request" if code == 404 else STATUSES[code][0])


def test_a_passing_failure_passes() -> None:
    with talking(status(500), hangup("reset"), text("Good.")) as talk:
        assert talk.ask(limits=TWICE_MORE).text == "Good."
        assert talk.patience.waits == [0.5 * 0.875, 1.0 * 0.875]


def test_a_failure_that_is_said_not_to_pass_is_not_tried_again() -> None:
    with talking(ever=status(503, x_should_retry="false")) as talk:
        talk.fail(limits=TWICE_MORE)
        assert len(talk.server.requests) == 1


@pytest.mark.parametrize("asked", ["0", "1", "3", "59", "0.5", "60"])
@pytest.mark.parametrize("chance", [0.0, 0.999])
def test_a_sane_wait_that_is_asked_for_is_kept(asked: str, chance: float) -> None:
    with talking(status(429, retry_after=asked), text("Good."), chance=chance) as talk:
        assert talk.ask(limits=TWICE_MORE).text == "Good."
        (wait,) = talk.patience.waits
    assert float(asked) <= wait <= float(asked) * 1.25


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("61", 61.0),
        ("3600", 3600.0),
        ("inf", None),
        ("1e999", None),
        ("nan", None),
        ("-1", None),
        ("Wed, 21 Oct 2099 07:28:00 GMT", None),
        ("soon", None),
        ("", None),
    ],
)
def test_any_other_wait_parks_the_call_at_once(asked: str, told: float | None) -> None:
    with talking(ever=status(429, retry_after=asked)) as talk:
        error = talk.fail(limits=TWICE_MORE)
        assert (error.code, error.is_resumable, error.retry_after_s) == ("rate-limited", True, told)
        assert (len(talk.server.requests), talk.patience.waits) == (1, [])


def test_a_wait_beyond_the_time_there_is_parks_the_call() -> None:
    with talking(ever=status(429, retry_after="20")) as talk:
        error = talk.fail(limits=Limits(total_s=15.0))
        assert (error.code, error.retry_after_s, talk.patience.waits) == ("rate-limited", 20.0, [])


@pytest.mark.parametrize(
    "step",
    [
        status(429, error_code="enforced_spend_limit_reached"),
        status(429, error_code="contract_spend_limit_reached"),
        status(402, error_code="linked_organization_spend_limit_reached"),
        status(400, error_code="workspace_spend_limit_reached"),
    ],
)
def test_a_spent_limit_is_asked_once(step: Status) -> None:
    with talking(ever=step) as talk:
        error = talk.fail(limits=TWICE_MORE)
        assert (error.code, len(talk.server.requests)) == ("spend-limit", 1)


def test_a_limit_that_is_not_of_spending_passes() -> None:
    with talking(status(429, error_code="ramp_limit_exceeded"), text("Good.")) as talk:
        assert talk.ask(limits=TWICE_MORE).text == "Good."


@pytest.fixture
def keyless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An environment in which no key is to be found."""
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_PROFILE", "ANTHROPIC_CUSTOM_HEADERS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("ANTHROPIC_IDENTITY_TOKEN", "ANTHROPIC_IDENTITY_TOKEN_FILE", "ANTHROPIC_FEDERATION_RULE_ID"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_BEARER_TOKEN_BEDROCK", "CLOUD_ML_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name in ("ANTHROPIC_VERTEX_PROJECT_ID", "ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_RESOURCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_without_a_key_nothing_is_sent(keyless: Path) -> None:
    with serving() as server:
        error = failed(reached(server.url, api_key=""))
        assert server.requests == []
    assert (error.code, error.sentence) == ("no-key", "Claude cannot be asked without a key: set ANTHROPIC_API_KEY.")


def test_a_key_of_the_environment_is_found(keyless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "from-outside")
    with serving(Script(text("Good.")), key="from-outside") as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        with reached("", api_key="") as endpoint:
            assert endpoint.send(asking(), limits=ONCE, listen=print).text == "Good."


def test_remarks_of_the_sdk_do_not_reach_the_terminal(keyless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (keyless / "active_config").write_text("default")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "a-key")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "a-token")
    new_client(Access()).close()
    assert logging.getLogger("anthropic").handlers


def test_a_wrong_key_is_asked_once_and_never_quoted() -> None:
    with serving() as server:
        error = failed(reached(server.url, api_key="sk-ant-wrong"), limits=TWICE_MORE)
        assert (error.code, len(server.requests)) == ("bad-key", 1)
    assert "sk-ant" not in error.sentence


@pytest.mark.parametrize("key", ["a-key\n", "a key", "a\tkey", "schlüssel"])
def test_a_key_that_cannot_be_sent_is_not_sent_and_never_quoted(key: str) -> None:
    with serving() as server:
        error = failed(reached(server.url, api_key=key))
        assert (error.code, server.requests) == ("bad-key", [])
    assert key.strip() not in error.sentence


def test_keys_in_what_a_service_says_are_not_repeated() -> None:
    said = "no: sk-ant-api03-abc_DEF and Bearer a-key\x1b[2J\nnext line" + "x" * 500
    with talking(status(400, message=said)) as talk:
        sentence = talk.fail().sentence
    assert sentence.startswith("The service refused the request (400): no: (a key) and (a key) [2J next line" + "x")
    assert len(sentence) < 260


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://127.0.0.1:1", "at 127.0.0.1: connection refused."),
        ("ftp://127.0.0.1", ": the base URL must begin with https://"),
        ("nonsense", ": the base URL must begin with https://"),
    ],
)
def test_a_host_that_cannot_be_reached(url: str, found: str) -> None:
    error = failed(reached(url), limits=TWICE_MORE)
    assert error.code == "unreachable"
    assert f"cannot be reached{'' if found.startswith(':') else ' '}{found}" in error.sentence


def test_a_host_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*asked: Any, **more: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failed(reached("http://model.invalid"), limits=TWICE_MORE)
    assert error.code == "unreachable"
    assert error.sentence.startswith("The model cannot be reached at model.invalid: ")
    assert error.sentence.endswith("name or service not known.")


def test_nothing_is_sent_on_to_another_address() -> None:
    with (
        serving(Script(text("Stolen."))) as other,
        serving(Script(ever=redirect(f"{other.url}/v1/messages"))) as server,
    ):
        error = failed(reached(server.url), limits=TWICE_MORE)
        assert (len(server.requests), other.requests) == (1, [])
    assert (error.code, "elsewhere (307)" in error.sentence) == ("bad-request", True)


def test_an_address_that_does_not_speak_to_models() -> None:
    with talking(status(404, body=b"<html>")) as talk:
        assert "check the base URL" in talk.fail().sentence


def test_a_retired_model_is_not_asked() -> None:
    with serving() as server:
        error = failed(reached(server.url), "claude-sonnet-4-0")
        assert server.requests == []
    assert error.code == "retired-model"
    assert error.sentence == "The model claude-sonnet-4-0 was retired on 2026-06-15; use claude-sonnet-5-5."


def test_an_unknown_model_is_what_the_service_says_it_is() -> None:
    with talking(status(404), text("Good.")) as talk:
        error = talk.fail(asking(model="claude-next-9"))
        assert (error.code, "'claude-next-9'" in error.sentence) == ("unknown-model", True)
        assert talk.ask(asking(model="claude-next-9")).text == "Good."
    assert "thinking" not in talk.server.bodies[1]


def test_an_effort_the_model_does_not_take_is_not_sent() -> None:
    with (
        serving() as server,
        reached(server.url) as endpoint,
        pytest.raises(ModelError, match="takes no effort 'huge'"),
    ):
        endpoint.send(asking(effort="huge"), limits=ONCE, listen=print)


@pytest.mark.parametrize(
    ("provider", "advice"),
    [
        ("bedrock", "The package botocore is needed|set AWS_REGION"),
        ("vertex", "The package google.auth is needed|set CLOUD_ML_REGION"),
        ("foundry", "Foundry cannot be asked: set ANTHROPIC_FOUNDRY_API_KEY and ANTHROPIC_FOUNDRY_RESOURCE"),
    ],
)
def test_a_cloud_that_is_not_set_up_says_what_to_set(keyless: Path, provider: Any, advice: str) -> None:
    error = failed(SdkEndpoint(Access(provider), breaker=Breaker()))
    assert error.code == "not-configured"
    assert any(each in error.sentence for each in advice.split("|"))


def test_bedrock_without_a_region(keyless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.planners.claude.clients.find_spec", lambda name: name)
    error = failed(SdkEndpoint(Access("bedrock", api_key="a-key"), breaker=Breaker()))
    assert (error.code, "set AWS_REGION" in error.sentence) == ("not-configured", True)


def test_vertex_without_a_region(keyless: Path) -> None:
    error = failed(SdkEndpoint(Access("vertex", api_key="a-token", project="p"), breaker=Breaker()))
    assert (error.code, "set CLOUD_ML_REGION" in error.sentence) == ("not-configured", True)


def test_vertex_without_a_project(keyless: Path) -> None:
    with serving() as server:
        access = Access("vertex", api_key="a-token", region="global", base_url=server.url)
        error = failed(SdkEndpoint(access, breaker=Breaker()))
        assert server.requests == []
    assert (error.code, "ANTHROPIC_VERTEX_PROJECT_ID" in error.sentence) == ("not-configured", True)


def test_a_reply_by_vertex() -> None:
    with serving(Script(text("Good."))) as server:
        access = Access("vertex", api_key="a-key", region="global", project="p", base_url=server.url)
        with SdkEndpoint(access, breaker=Breaker()) as endpoint:
            assert endpoint.send(asking(), limits=ONCE, listen=print).text == "Good."
    expected = "/projects/p/locations/global/publishers/anthropic/models/claude-sonnet-5-5:streamRawPredict"
    assert server.requests[0].path == expected


def test_a_reply_by_foundry(keyless: Path) -> None:
    with serving(Script(text("Good."))) as server:
        access = Access("foundry", api_key="a-key", base_url=f"{server.url}/anthropic/")
        with SdkEndpoint(access, breaker=Breaker()) as endpoint:
            assert endpoint.send(asking(), limits=ONCE, listen=print).text == "Good."
    assert server.requests[0].path == "/anthropic/v1/messages"


def test_bedrock_is_constructed(keyless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.planners.claude.clients.find_spec", lambda name: name)
    client = new_client(Access("bedrock", api_key="a-key", region="eu-west-1"))
    assert (type(client).__name__, client.max_retries) == ("AnthropicBedrock", 0)
    assert str(client.base_url) == "https://bedrock-runtime.eu-west-1.amazonaws.com"
    client.close()


def test_a_key_is_not_shown_with_its_access() -> None:
    assert "a-key" not in repr(Access(api_key="a-key"))


@pytest.mark.parametrize("said", ["\ud800", object()], ids=["no unicode", "no json"])
def test_a_request_that_cannot_be_written(said: Any) -> None:
    with talking() as talk:
        error = talk.fail(asking(messages=({"role": "user", "content": [{"type": "text", "text": said}]},)))
        assert (error.code, talk.server.requests) == ("bad-request", [])


def test_a_call_that_was_stopped_before_it_began_is_not_made() -> None:
    stopped = Event()
    stopped.set()
    with serving() as server:
        access = Access(api_key=server.key, base_url=server.url)
        error = failed(SdkEndpoint(access, stopped=stopped, breaker=Breaker()))
        assert (error.code, server.requests) == ("cancelled", [])


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "")
    with serving(Script(text("Good."))) as server:
        monkeypatch.setenv("http_proxy", server.url)
        with reached("http://model.invalid") as endpoint:
            assert endpoint.send(asking(), limits=ONCE, listen=print).text == "Good."
    assert server.requests[0].headers["host"] == "model.invalid"


def test_a_proxy_that_is_not_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    error = failed(reached("http://model.invalid"))
    assert (error.code, "proxy" in error.sentence) == ("unreachable", True)


@pytest.mark.parametrize(
    "step",
    [
        garbage(b"<html><h1>Hello</h1></html>", "text/html"),
        garbage(b"{}", "application/json"),
        garbage(b""),
        garbage(b"\xff\xfe\x00"),
        garbage(b"event: message_start\ndata: \xff\n\n"),
        garbage(b"event: message_start\ndata: {nope}\n\n"),
        garbage(b"event: message_start\ndata: [1, 2]\n\n"),
        garbage(b'event: message_start\ndata: "text"\n\n'),
        garbage(b"event: message_start\ndata: null\n\n"),
        garbage(b'event: message_start\ndata: {"type": "message_start"}\n\n'),
        garbage(b'event: message_start\ndata: {"type": "message_start", "message": {"id": 5}}\n\n'),
        garbage(b'data: {"type": "message_start", "message": {"id": "m"}}\n\n'),
        garbage(b'event: message_stop\ndata: {"type": "message_stop"}\n\n'),
        garbage(b"event: error\ndata: nonsense\n\n"),
        garbage(b'event: error\ndata: {"error": 5}\n\n'),
        garbage(b'event: error\ndata: {"error": {"type": ["x"], "message": {"y": 1}, "details": 5}}\n\n'),
        garbage(b'event: error\ndata: {"error": {"type": null, "details": {"error_code": [1]}}}\n\n'),
        garbage(b"event: message_start\ndata: " + b"[" * 100_000 + b"\n\n"),
        garbage(b"\x1f\x8b\x08\x00", content_encoding="gzip"),
    ],
)
def test_garbage_with_status_200_has_a_name(step: Any) -> None:
    with talking(ever=step) as talk:
        assert talk.fail().code in ("broken-reply", "unreachable")
