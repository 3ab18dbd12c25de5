"""What a follow-up is said about, and what has come of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from agent.planners.embedded.composing.scene import Fragments
from agent.planners.embedded.revising import telling
from agent.planners.embedded.revising.asked import Asked, asked_before, composed, quotes_in
from agent.planners.embedded.revising.soundness import tried
from agent.planners.embedded.revising.telling import Note
from tools.design import requirements as language
from tools.design.design import Design
from tools.design.edits import Edit


@dataclass(frozen=True, eq=False)
class Ground:
    """What a follow-up is said about."""

    design: Design
    brief: str
    fragments: Fragments

    @cached_property
    def before(self) -> Asked:
        """What was asked until now."""
        return asked_before(self.design, self.brief, self.fragments)

    @cached_property
    def base(self) -> Design:
        """What would be composed of it."""
        return composed(self.before, self.fragments)

    @cached_property
    def start(self) -> int:
        """Where in the conversation the message begins: behind the brief and everything that was quoted since."""
        return max((len(self.brief), *(quote.end for quote in quotes_in(self.design.requirements)))) + 2


@dataclass
class Outcome:
    """What has come of a message so far."""

    design: Design
    edits: list[Edit] = field(default_factory=list[Edit])
    notes: list[Note] = field(default_factory=list[Note])
    questions: list[language.Question] = field(default_factory=list[language.Question])

    def note(self, kind: telling.Kind, words: str, text: str = "") -> None:
        """Something to be told."""
        self.notes.append(Note(kind, words, text))

    def take(self, edits: tuple[Edit, ...]) -> str:
        """Makes edits, with what mends what they leave behind; why they cannot be made, empty where they can."""
        found = tried(self.design, edits)
        self.design = found.design
        self.edits += found.edits
        return found.problem
