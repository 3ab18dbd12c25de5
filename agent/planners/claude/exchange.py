"""What goes to a model and what comes back, as values; who carries it is another matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Block = Mapping[str, Any]
"""One content block, tool or message as the Messages API writes it: plain JSON data, never mutated."""

StopReason = Literal["end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal", "context_exceeded"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request. The parts before the messages are the same on every call of a run, so that they stay cached."""

    model: str
    effort: str
    max_tokens: int
    system: tuple[Block, ...]
    tools: tuple[Block, ...]
    messages: tuple[Block, ...]
    cache_messages: bool = True
    """Whether the messages so far are worth caching for the next call."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one or many calls."""

    fresh: int = 0
    """Input tokens that were neither read from the cache nor written to it."""
    written: int = 0
    """Input tokens written to the cache."""
    cached: int = 0
    """Input tokens read from the cache."""
    output: int = 0

    @property
    def input(self) -> int:
        """All input tokens."""
        return self.fresh + self.written + self.cached

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.fresh + other.fresh,
            self.written + other.written,
            self.cached + other.cached,
            self.output + other.output,
        )


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model wants run. `problem` says why its input cannot be used; it is then never run."""

    id: str
    name: str
    input: Mapping[str, Any]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply: its end arrived, and its stop reason is one that is known."""

    message_id: str
    content: tuple[Block, ...]
    """Every block as it came, to be sent back unchanged."""
    text: str
    calls: tuple[ToolCall, ...]
    stop: StopReason
    usage: Usage
    stop_detail: str = ""
    """Category of a refusal, where one is given."""


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a reply that is still coming; a draft until the reply is whole."""

    kind: Literal["text", "thinking", "tool", "discarded"]
    """`tool` names a tool whose input begins to come; `discarded` says that what came so far is void."""
    text: str = ""


Listen = Callable[[Delta], None]

FailureCode = Literal[
    "no-key", "not-configured", "bad-key", "not-allowed", "billing", "spend-limit", "unknown-model", "retired-model",
    "too-large", "bad-request", "overloaded", "rate-limited", "unreachable", "broken-reply", "timed-out", "refused",
    "budget", "cancelled",
]  # fmt: skip


class ModelError(Exception):
    """A call that came to nothing. `sentence` is what a person is told: what happened and what to do, in one line."""

    def __init__(
        self, code: FailureCode, sentence: str, *, is_resumable: bool, retry_after_s: float | None = None
    ) -> None:
        super().__init__(sentence)
        self.code: FailureCode = code
        self.sentence = sentence
        self.is_resumable = is_resumable
        """Whether the same call may succeed later without anybody changing anything."""
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take at most."""

    total_s: float = 300.0
    first_token_s: float = 60.0
    idle_s: float = 60.0
    retries: int = 2


class Endpoint(Protocol):
    """Whoever carries requests to a model. Retries, deadlines and the boundary to the SDK are its business alone."""

    def send(self, request: Request, *, limits: Limits, listen: Listen) -> Reply:
        """One whole reply. Raises ModelError and nothing else (and KeyboardInterrupt)."""
        ...


class Journal(Protocol):
    """Replies that were paid for, kept so that a resumed turn does not ask again."""

    def recall(self, key: str) -> Mapping[str, Any] | None:
        """What was kept under this key: plain JSON data."""
        ...

    def keep(self, key: str, value: Mapping[str, Any]) -> None:
        """Keeps it for good before it returns."""
        ...


@dataclass
class Forgetful:
    """A journal for runs that nobody resumes."""

    kept: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])

    def recall(self, key: str) -> Mapping[str, Any] | None:
        """What was kept in this process."""
        return self.kept.get(key)

    def keep(self, key: str, value: Mapping[str, Any]) -> None:
        """Keeps it as long as the process lives."""
        self.kept[key] = value
