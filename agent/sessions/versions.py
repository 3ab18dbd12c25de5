"""Undo and redo: which design stands, worked out from the turns alone, so that no pointer can ever be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from agent.sessions.errors import NothingToDoError, UnknownSessionError
from agent.sessions.rows import Head, Turn


class Version(NamedTuple):
    """A design that stood, and the turn that made it."""

    design: str
    turn: int


@dataclass(frozen=True, slots=True)
class Versions:
    """The designs that one can go back and forth between, and which of them stands."""

    all: tuple[Version, ...] = ()
    """The first design first."""
    place: int = -1
    """Index of the one that stands; -1 before the first."""

    @property
    def standing(self) -> str | None:
        """Hash of the design that stands."""
        return self.all[self.place].design if self.place >= 0 else None

    @property
    def before(self) -> str | None:
        """Hash of what undo goes back to."""
        return self.all[self.place - 1].design if self.place > 0 else None

    @property
    def after(self) -> str | None:
        """Hash of what redo goes forth to."""
        return self.all[self.place + 1].design if self.place + 1 < len(self.all) else None

    @property
    def made_by(self) -> tuple[int, ...]:
        """The turns that led to the design that stands; the first of them gave the brief."""
        return tuple(version.turn for version in self.all[: self.place + 1])

    def then(self, turn: Turn) -> Versions:
        """After one more turn. A new design takes the place of what was undone."""
        if turn.status != "answered" or turn.design is None:
            return self
        if turn.kind == "undo":
            return Versions(self.all, max(self.place - 1, 0))
        if turn.kind == "redo":
            return Versions(self.all, min(self.place + 1, len(self.all) - 1))
        if turn.design == self.standing:
            return self
        return Versions((*self.all[: self.place + 1], Version(turn.design, turn.number)), self.place + 1)


def versions_of(turns: Iterable[Turn]) -> Versions:
    """The versions after these turns."""
    found = Versions()
    for turn in turns:
        found = found.then(turn)
    return found


def words_asked(turns: Sequence[Turn], versions: Versions) -> str:
    """What was asked for, as far as it stands: the brief, then what was said since, a paragraph each."""
    return "\n\n".join(turn.text for turn in turns if turn.number in versions.made_by)


def messages_after(turns: Sequence[Turn], versions: Versions) -> tuple[str, ...]:
    """What was said after the brief, as far as it stands."""
    return tuple(turn.text for turn in turns if turn.number in versions.made_by[1:])


def brief_of(turns: Sequence[Turn], versions: Versions) -> str:
    """What the first design was made from; empty before it."""
    return next((turn.text for turn in turns if turn.number in versions.made_by[:1]), "")


@dataclass(frozen=True, slots=True)
class Record:
    """A session as somebody looks at it."""

    head: Head
    turns: tuple[Turn, ...]

    @property
    def versions(self) -> Versions:
        """The designs one can go back and forth between."""
        return versions_of(self.turns)

    @property
    def open_turn(self) -> Turn | None:
        """The turn that is under way, or waits."""
        return next((turn for turn in self.turns if not turn.is_final), None)


def turn_numbered(turns: Sequence[Turn], number: int) -> Turn:
    """The turn of this number. Raises UnknownSessionError."""
    if not 1 <= number <= len(turns):
        raise UnknownSessionError(f"there is no turn {number}; there are {len(turns)}")
    return turns[number - 1]


def standing_after(turns: Sequence[Turn], number: int | None) -> str:
    """Hash of the design that stands, or stood after a turn. Raises NothingToDoError before the first."""
    if number is not None:
        turn_numbered(turns, number)
    standing = versions_of(turns[:number]).standing
    if standing is None:
        raise NothingToDoError("there is no design yet. Say what is to be built")
    return standing
