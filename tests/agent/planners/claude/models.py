"""A scripted model behind a fake endpoint: it says what a test tells it to, and counts as the test server does.

A step is a reply, an error to raise, or a function from the request to one of these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, cast

from agent.planners.claude import bodies
from agent.planners.claude.budget import Budget, Meter
from agent.planners.claude.exchange import (
    Block,
    Delta,
    Limits,
    Listen,
    Reply,
    Request,
    StopReason,
    ToolCall,
    Usage,
)
from agent.planners.claude.planner import ClaudePlanner, Model
from agent.planners.claude.workbench import Page
from tests.messages.counting import Cache, tokens_of
from tests.messages.rules import fault

TODAY = date(2026, 11, 20)

Step = Reply | BaseException | Callable[[Request], "Step"]


def said(text: str = "Good as it is.", stop: StopReason = "end_turn") -> Reply:
    """A reply of words; of nothing where the text is empty."""
    content = ({"type": "text", "text": text},) if text else ()
    return Reply("", content, text, (), stop, Usage())


def called(*calls: tuple[str, Mapping[str, Any]], stop: StopReason = "tool_use", words: str = "") -> Reply:
    """A reply that wants tools run: name and input of each."""
    made = tuple(ToolCall(f"t{number}", name, given) for number, (name, given) in enumerate(calls))
    return asking(made, stop=stop, words=words)


def asking(calls: tuple[ToolCall, ...], stop: StopReason = "tool_use", words: str = "") -> Reply:
    """A reply that wants these calls run."""
    blocks: list[Block] = [{"type": "text", "text": words}] if words else []
    blocks += [{"type": "tool_use", "id": c.id, "name": c.name, "input": dict(c.input)} for c in calls]
    return Reply("", tuple(blocks), words, calls, stop, Usage())


def edit(*edits: Mapping[str, Any], finish: bool = False, summary: str = "") -> tuple[str, dict[str, Any]]:
    """A call of `edit`."""
    return "edit", {"edits": list(edits), "finish": finish, "summary": summary}


def put(part: str, name: str, kind: str = "", /, **fields: Any) -> dict[str, Any]:
    """An edit that sets fields; `__` in a field's name stands for a dot."""
    each = [{"field": field.replace("__", "."), "value": value} for field, value in fields.items()]
    return {"edit": "set", "part": part, "name": name, "kind": kind, "fields": each}


def correct(*changes: Mapping[str, Any], finish: bool = True) -> tuple[str, dict[str, Any]]:
    """A call of `correct`."""
    return "correct", {"changes": list(changes), "finish": finish}


def change(where: str, name: str, quote: str, act: str = "put", /, **fields: Any) -> dict[str, Any]:
    """One change of a requirement."""
    each = [{"field": field.replace("__", "."), "value": value} for field, value in fields.items()]
    return {"list": where, "act": act, "name": name, "fields": each, "quote": quote}


@dataclass
class FakeEndpoint:
    """Answers as scripted; holds requests against the rules of the API, and counts what a cache would have kept."""

    script: Iterator[Step]
    ever: Step | None = None
    requests: list[Request] = field(default_factory=list[Request])
    bodies: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    usages: list[Usage] = field(default_factory=list[Usage])
    cache: Cache = field(default_factory=Cache)
    counts: bool = True
    limits: list[Limits] = field(default_factory=list[Limits])

    def send(self, request: Request, *, limits: Limits, listen: Listen) -> Reply:
        """One reply. Fails the test for a request that the API would refuse."""
        body = body_of(request)
        wrong = fault(body)
        is_resent = body["messages"][-1]["role"] == "assistant" and "the last must be" in wrong
        assert not wrong or is_resent, wrong
        self.requests.append(request)
        self.bodies.append(body)
        self.limits.append(limits)
        return self._answered(request, body, next(self.script, self.ever), listen)

    def _answered(self, request: Request, body: dict[str, Any], step: Step | None, listen: Listen) -> Reply:
        assert step is not None, "the script has ended"
        if isinstance(step, BaseException):
            raise step
        if not isinstance(step, Reply):
            return self._answered(request, body, step(request), listen)
        if step.text:
            listen(Delta("text", step.text))
        counted = self.cache.count(body)
        usage = Usage(counted.fresh, counted.written, counted.read, max(1, tokens_of(list(step.content))))
        self.usages.append(usage)
        return _numbered(step, len(self.requests), usage if self.counts else step.usage)


def _numbered(reply: Reply, number: int, usage: Usage) -> Reply:
    """With ids that no other reply has."""
    names = {call.id: f"toolu_{number}_{call.id}" for call in reply.calls}
    blocks = tuple({**b, "id": names.get(b["id"], b["id"])} if b["type"] == "tool_use" else b for b in reply.content)
    calls = tuple(ToolCall(names[c.id], c.name, c.input, c.problem) for c in reply.calls)
    return Reply(f"msg_{number}", blocks, reply.text, calls, reply.stop, usage, reply.stop_detail)


def body_of(request: Request) -> dict[str, Any]:
    """The request as it goes over the wire."""
    body = bodies.body_of(request, bodies.known_model(request.model, TODAY))
    return cast("dict[str, Any]", json.loads(json.dumps(body)))


class Shelf:
    """A library of two pages."""

    PAGES: ClassVar = {
        "outbox": Page("outbox", "Transactional outbox", "Announces what was stored, and nothing else."),
        "saga": Page("saga", "Saga", "Undoes what was done when a later step fails."),
    }

    def search(self, query: str, limit: int) -> tuple[Page, ...]:
        return tuple(self.PAGES.values())[:limit]

    def page(self, pattern: str) -> str | None:
        found = self.PAGES.get(pattern)
        return found and f"{found.title}\n{found.summary}"


class Watch:
    """A clock that goes on by so much with every look."""

    def __init__(self, step: float = 0.0) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def price(usage: Usage) -> Decimal:
    """Dollars of a made-up model."""
    return (Decimal(usage.fresh * 2) + Decimal(usage.written) * Decimal("2.5") + Decimal(usage.output * 10)) / 1_000_000


def planner_with(*script: Step, ever: Step | None = None, budget: Budget | None = None, **more: Any) -> ClaudePlanner:
    """A planner whose model is scripted."""
    endpoint = more.pop("endpoint", None) or FakeEndpoint(iter(script), ever)
    meter = Meter(budget or Budget(), more.pop("price", price), more.pop("clock", Watch()))
    return ClaudePlanner(endpoint, Model("claude-sonnet-5-5", "high"), more.pop("library", Shelf()), meter, **more)


def asked_of(planner: ClaudePlanner) -> FakeEndpoint:
    """The endpoint of a scripted planner."""
    return cast("FakeEndpoint", planner.endpoint)
