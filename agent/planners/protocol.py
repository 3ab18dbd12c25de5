"""What a planner is: it reads, proposes and repairs. It never computes evidence and never writes a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from tools.checks import Finding
from tools.design.design import Design
from tools.design.edits import Edit
from tools.design.requirements import Question, Requirements


@dataclass(frozen=True)
class Proposal:
    """One option, and how it differs from the first one in a phrase."""

    id: str
    title: str
    difference: str
    compose: Callable[[], Design]

    @cached_property
    def design(self) -> Design:
        """The whole design, composed when first asked for. Raises what composing raises."""
        return self.compose()


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A pattern put before a planner: its id, title, and the fragments it may compose from."""

    id: str
    title: str
    fragments: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Revision:
    """What a planner makes of something said about a design that stands."""

    edits: tuple[Edit, ...]
    """Applied in this order; none where nothing is to change."""
    said: str
    """What the person is told of it in the planner's own words, figures left to the tools; may be empty."""
    questions: tuple[Question, ...] = ()
    """What it would like to know before it goes on."""


class Planner(Protocol):
    """Implementations inherit nothing."""

    @property
    def name(self) -> str:
        """How it is chosen by configuration."""
        ...

    @property
    def takes_remedies(self) -> bool:
        """Whether its repair is the remedies that findings carry and nothing else, so that nobody need ask it first."""
        ...

    def read(self, brief: str, answers: Mapping[str, str]) -> Requirements:
        """Requirements of a brief and of answers to earlier questions. Raises BadAnswerError."""
        ...

    def propose(self, brief: str, requirements: Requirements, patterns: tuple[Known, ...]) -> tuple[Proposal, ...]:
        """The options, the recommended one first, then those that are worth comparing with it, the nearest first."""
        ...

    def repair(self, design: Design, findings: tuple[Finding, ...]) -> Design:
        """The design with what it can mend of the findings mended; unchanged where it can mend none."""
        ...

    def revise(self, design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
        """What somebody says about a design that stands, as edits that leave a whole design; none where nothing is to
        change. `brief` is what the design was first made from, without what was said since."""
        ...


class BadAnswerError(ValueError):
    """An answer that answers no question or cannot be understood. The message names the question and an example."""


class UnclearBriefError(ValueError):
    """A brief in which no requirement can be found. The message says what to write."""


class PlannerError(Exception):
    """A planner that proposed nothing the tools can work with: a defect of the planner, not of the brief."""
