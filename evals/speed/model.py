"""What a call of a model costs beside the wire: a session with a model that answers at once.

Everything of ours is in it: the request made, measured and named, the reply kept, its tools run, and the design's cost,
limits and findings worked out anew after every edit.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any, NamedTuple

from agent.planners.claude.exchange import Limits, Listen, Reply, Request, ToolCall, Usage
from agent.planners.claude.making import Surroundings, claude_planner
from agent.planners.claude.settings import Settings
from agent.service import open_knowledge

MEMORY = (768, 1024, 1280, 1536, 1792)


class Overhead(NamedTuple):
    """Milliseconds of our own for one call, the median."""

    cpu_ms: float
    wall_ms: float


@dataclass
class Instant:
    """A model that looks, edits and ends, and takes no time for it. Notes how long it waited for each request."""

    function: str
    calls: int = 0
    waits: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    _left: tuple[float, float] | None = None

    def send(self, request: Request, *, limits: Limits, listen: Listen) -> Reply:
        """The next reply."""
        now = (time.process_time(), time.perf_counter())
        if self._left is not None:
            self.waits.append((now[0] - self._left[0], now[1] - self._left[1]))
        self.calls += 1
        reply = _reply(*self._wanted(), self.calls)
        self._left = (time.process_time(), time.perf_counter())
        return reply

    def begin(self) -> None:
        """What comes before the next request is no answer to a reply."""
        self._left = None

    def _wanted(self) -> tuple[str, Mapping[str, Any]]:
        if self.calls % 3 == 1:
            return "check", {"severity": "info"}
        memory = {"field": "memory_mb", "value": MEMORY[self.calls % len(MEMORY)]}
        change = {"edit": "set", "part": "component", "name": self.function, "kind": "", "fields": [memory]}
        return "edit", {"edits": [change], "finish": False, "summary": ""}


def _reply(name: str, given: Mapping[str, Any], number: int) -> Reply:
    call = ToolCall(f"toolu_{number}", name, given)
    block = {"type": "tool_use", "id": call.id, "name": name, "input": dict(given)}
    return Reply(f"msg_{number}", (block,), "", (call,), "tool_use", Usage())


def overhead(brief: str, rounds: int) -> Overhead:
    """Our own work between a reply and the next request, over several sessions that edit and look."""
    from agent.nodes.propose import known_patterns
    from agent.planners.embedded.planner import EmbeddedPlanner

    knowledge = open_knowledge(lambda _: None)
    patterns, drafter = known_patterns(knowledge), EmbeddedPlanner()
    asked = drafter.read(brief, {})
    draft = drafter.propose(brief, asked, patterns)[0].design
    model = Instant(next(component.name for component in draft.components if component.kind == "function"))
    for _ in range(rounds + 1):
        model.begin()
        claude_planner(Settings(), knowledge, Surroundings(), endpoint=model).propose(brief, asked, patterns)
    warm = model.waits[len(model.waits) // (rounds + 1) :]
    return Overhead(median(cpu for cpu, _ in warm) * 1000, median(wall for _, wall in warm) * 1000)
