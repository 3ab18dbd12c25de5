"""What is told to whoever listens while a turn runs, and what a turn ends with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Accepted:
    """The turn is stored for good. `is_queued`: whoever is at the session now goes on with it."""

    session: str
    turn: int
    is_queued: bool = False


@dataclass(frozen=True, slots=True)
class Stepped:
    """What is being done."""

    turn: int
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Streamed:
    """A piece of a model's reply, a draft until the turn ends. `kind` as in exchange.Delta."""

    turn: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that would change the design; the turn waits for a reply, also across restarts."""

    turn: int
    questions: tuple[Mapping[str, Any], ...]
    """Each a `Question` as plain data, the weightiest first."""
    problem: str = ""
    """Why the last reply was no answer; empty at first."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The turn is done."""

    turn: int
    answer: Mapping[str, Any]
    """What changed and why, in numbers: see `agent.sessions.telling.answer_to`."""


@dataclass(frozen=True, slots=True)
class Parked:
    """The model's service failed. Nothing is lost."""

    turn: int
    sentence: str
    code: str
    is_resumable: bool
    """Whether the same may succeed later without anybody changing anything."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The turn came to nothing and is over; the session stands where it stood."""

    turn: int
    sentence: str
    code: str


Ending = Accepted | Asked | Answered | Parked | Failed
"""What a call comes back with; `Accepted` only where the turn is queued."""

Event = Ending | Stepped | Streamed

Listen = Callable[[Event], None]


def unheard(event: Event) -> None:
    """Listens to nothing."""
