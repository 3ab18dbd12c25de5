"""The guard itself: it stops whoever reaches for another machine, and lets everybody reach this one."""

from __future__ import annotations

import asyncio
import socket
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from tests.loopback import ATTEMPTS, OutsideError, is_here

ELSEWHERE = "192.0.2.1"


@pytest.fixture
def attempts() -> Iterator[list[str]]:
    """What was tried, which is no fault here."""
    yield ATTEMPTS
    ATTEMPTS.clear()


def _datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as line:
        line.sendto(b"x", (ELSEWHERE, 53))


def _quietly() -> None:
    with socket.socket() as line:
        line.connect_ex((ELSEWHERE, 80))


async def _opened() -> None:
    await asyncio.open_connection(ELSEWHERE, 80)


WAYS: dict[str, Callable[[], object]] = {
    "a connection": lambda: socket.create_connection((ELSEWHERE, 80), timeout=1),
    "a connection that reports no error": _quietly,
    "a datagram": _datagram,
    "a name": lambda: socket.getaddrinfo("example.com", 80),
    "a page": lambda: urllib.request.urlopen("http://example.com/", timeout=1),
    "an event loop": lambda: asyncio.run(_opened()),
}


@pytest.mark.parametrize("name", WAYS)
def test_no_way_leads_outside(name: str, attempts: list[str]) -> None:
    with pytest.raises(OSError, match="a test reached for") as caught:
        WAYS[name]()
    assert isinstance(caught.value, OutsideError) or "example.com" in str(caught.value)
    assert attempts


def test_this_machine_is_within_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("localhost", port), timeout=1).close()
        socket.create_connection(("127.0.0.1", port), timeout=1).close()


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        (None, True),
        (b"localhost", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("localhost.example.com", False),
        ("model.invalid", False),
    ],
)
def test_what_this_machine_is(host: object, expected: bool) -> None:
    assert is_here(host) is expected
