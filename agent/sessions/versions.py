"""Undo and redo: which design stands, worked out from the turns alone, so that no pointer can ever be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from agent.sessions.rows import Turn


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


def brief_of(turns: Sequence[Turn], versions: Versions) -> str:
    """What the first design was made from; empty before it."""
    return next((turn.text for turn in turns if turn.number in versions.made_by[:1]), "")
