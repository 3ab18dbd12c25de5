"""The same line, encrypted: its waits can be ended, and what it carries is what was sent."""

from __future__ import annotations

import ssl
import subprocess
import time
from pathlib import Path
from threading import Event, Timer

import pytest

from agent.planners.claude.clients import Access
from agent.planners.claude.endpoint import SdkEndpoint
from agent.planners.claude.exchange import Limits, ModelError
from agent.planners.claude.waiting import Breaker
from tests.agent.planners.claude.asking import ONCE, asking
from tests.messages.server import Script, Server, serving
from tests.messages.steps import text


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of `localhost` that vouches for itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    try:
        subprocess.run([*command, "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("openssl, which makes the certificate, is not installed")
    return paths


@pytest.fixture
def impostor(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """A server's side of TLS for whom nobody vouches."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def vouched(
    impostor: ssl.SSLContext, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> ssl.SSLContext:
    """A server's side of TLS that the environment vouches for."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    return impostor


def reached(server: Server, stopped: Event | None = None) -> SdkEndpoint:
    return SdkEndpoint(Access(api_key=server.key, base_url=server.url), stopped=stopped, breaker=Breaker())


def test_replies_come_over_one_encrypted_connection(vouched: ssl.SSLContext) -> None:
    long = "word " * 20_000
    with serving(Script(text(long).in_pieces(5000), text("Good.")), tls=vouched) as server, reached(server) as endpoint:
        assert endpoint.send(asking("x" * 3_000_000), limits=ONCE, listen=lambda delta: None).text == long
        assert endpoint.send(asking(), limits=ONCE, listen=lambda delta: None).text == "Good."
        assert len({asked.line for asked in server.requests}) == 1
        assert len(server.bodies[0]["messages"][0]["content"][0]["text"]) == 3_000_000


def test_a_stall_is_ended(vouched: ssl.SSLContext) -> None:
    with serving(Script(text("Hi.").stalled_at(4)), tls=vouched) as server, reached(server) as endpoint:
        endpoint.warm()
        begun = time.monotonic()
        with pytest.raises(ModelError) as caught:
            endpoint.send(asking(), limits=Limits(idle_s=0.3, retries=0), listen=lambda delta: None)
        assert time.monotonic() - begun < 1.3
        assert server.requests[0].gone.wait(1)
    assert caught.value.code == "timed-out"


def test_a_call_is_called_off(vouched: ssl.SSLContext) -> None:
    stopped = Event()
    with serving(Script(text("Hi.").stalled_at(4)), tls=vouched) as server, reached(server, stopped) as endpoint:
        with pytest.raises(ModelError) as caught:
            endpoint.send(asking(), limits=ONCE, listen=lambda delta: Timer(0.05, stopped.set).start())
        assert server.requests[0].gone.wait(1)
    assert caught.value.code == "cancelled"


@pytest.mark.parametrize("how", ["closed", "reset"])
def test_a_cut_is_seen(vouched: ssl.SSLContext, how: str) -> None:
    cut = text("Hi.").cut_at(500, "closed" if how == "closed" else "reset")
    with serving(Script(cut), tls=vouched) as server, reached(server) as endpoint, pytest.raises(ModelError) as caught:
        endpoint.send(asking(), limits=ONCE, listen=lambda delta: None)
    assert caught.value.code == "broken-reply"


def test_a_host_that_is_not_who_it_says_is_asked_once(impostor: ssl.SSLContext) -> None:
    with serving(tls=impostor) as server, reached(server) as endpoint, pytest.raises(ModelError) as caught:
        endpoint.send(asking(), limits=Limits(retries=2), listen=print)
    assert (caught.value.code, caught.value.is_resumable, server.requests) == ("unreachable", False, [])
    assert "certificate verify failed" in caught.value.sentence
