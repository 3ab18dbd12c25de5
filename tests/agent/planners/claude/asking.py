"""An endpoint that asks the test server, with a clock on which waiting takes no time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import Event
from typing import Any

import pytest

from agent.planners.claude.clients import Access
from agent.planners.claude.endpoint import SdkEndpoint
from agent.planners.claude.exchange import Delta, Limits, ModelError, Reply, Request
from agent.planners.claude.waiting import Breaker, Clock
from tests.messages.server import Script, Server, serving
from tests.messages.steps import Step

TODAY = date(2026, 11, 21)
ONCE = Limits(retries=0)


class Patience:
    """A clock that notes how long it was waited on, and is then that much later."""

    def __init__(self, chance: float = 0.5) -> None:
        self.waits: list[float] = []
        self.chance = chance

    def now(self) -> float:
        """Seconds of the machine, and those that nobody had to wait."""
        return time.monotonic() + sum(self.waits)

    def wait(self, seconds: float, stopped: Event) -> None:
        """Notes it."""
        self.waits.append(seconds)

    @property
    def clock(self) -> Clock:
        """As endpoints take it."""
        return Clock(self.now, self.wait, lambda: self.chance, lambda: TODAY)


@dataclass
class Talk:
    """A server, an endpoint that asks it, and everything that is heard."""

    server: Server
    endpoint: SdkEndpoint
    patience: Patience
    stopped: Event
    heard: list[Delta] = field(default_factory=list[Delta])

    def ask(self, request: Request | None = None, limits: Limits = ONCE) -> Reply:
        """One call."""
        return self.endpoint.send(request or asking(), limits=limits, listen=self.heard.append)

    def fail(self, request: Request | None = None, limits: Limits = ONCE) -> ModelError:
        """One call that must come to nothing."""
        with pytest.raises(ModelError) as caught:
            self.ask(request, limits)
        assert "\n" not in caught.value.sentence
        assert self.server.key not in caught.value.sentence
        return caught.value

    @property
    def told(self) -> str:
        """The text that was told and not taken back."""
        told = ""
        for delta in self.heard:
            told = "" if delta.kind == "discarded" else told + (delta.text if delta.kind == "text" else "")
        return told


@contextlib.contextmanager
def talking(*steps: Step, ever: Any = None, chance: float = 0.5, clock: Clock | None = None) -> Iterator[Talk]:
    """A talk with a scripted model."""
    patience, stopped = Patience(chance), Event()
    with serving(Script(*steps, ever=ever)) as server:
        access = Access(api_key=server.key, base_url=server.url)
        endpoint = SdkEndpoint(access, stopped=stopped, clock=clock or patience.clock, breaker=Breaker())
        with endpoint:
            yield Talk(server, endpoint, patience, stopped)


def asking(said: str = "Design something.", **fields: Any) -> Request:
    """A small request."""
    given: dict[str, Any] = {
        "model": "claude-sonnet-5-5",
        "effort": "low",
        "max_tokens": 1000,
        "system": ({"type": "text", "text": "You are an architect."},),
        "tools": ({"name": "check", "input_schema": {"type": "object", "additionalProperties": False}},),
        "messages": ({"role": "user", "content": [{"type": "text", "text": said}]},),
    }
    return Request(**{**given, **fields})
