"""What the graph carries from node to node, and what every node may use.

Each class is what one node gives; a node's signature names what it needs. Values are frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NotRequired, TypedDict

from agent.planners.protocol import Planner, Proposal
from knowledge.knowledge import Knowledge
from knowledge.pattern import Pattern
from tools.bundle.evidence import Evidence
from tools.bundle.model import Fitness
from tools.design.design import Design, Path
from tools.design.requirements import Requirements

Step = Literal["read", "assess", "retrieve", "propose", "verify", "repair", "compare", "write"]
"""What a run does, in the words people see."""

Say = Callable[[Step, str], None]
"""Told what is being done, as it is done."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """How far repair has come."""

    rounds: int = 0
    undone: bool = False
    """Whether a whole batch made it worse, so that findings are handed back one at a time."""
    vain: frozenset[tuple[str, Path]] = frozenset()
    """Findings handed back alone without gain: rule and place."""
    given: tuple[tuple[str, Path], ...] = ()
    """Findings that the draft under way was made for."""
    heeded: frozenset[str] = frozenset()
    """Rules of the findings that were handed back and made it better."""


class Asked(TypedDict):
    """What a run starts from."""

    brief: str
    answers: Mapping[str, str]


class Understood(TypedDict):
    """The brief, typed."""

    requirements: Requirements


class Assessed(TypedDict):
    """How well each workload fits functions."""

    fitness: tuple[Fitness, ...]


class Informed(TypedDict):
    """Patterns that speak of what was asked, the nearest first."""

    hits: tuple[Pattern, ...]


class Proposed(TypedDict):
    """The options, the recommended one first, and nothing repaired yet."""

    proposals: tuple[Proposal, ...]
    repairs: Repairs


class Verified(Proposed):
    """The options without those that tools cannot work with, and evidence of the best design so far.

    That design is `evidence.design`: the recommended one, as far as it is repaired.
    """

    evidence: Evidence


class Drafted(TypedDict):
    """A repaired design that nobody has verified yet; the verified one itself where no more can be mended."""

    draft: Design
    repairs: Repairs


class ToPlan(Asked, Understood, Informed):
    """What proposing needs."""


class ToVerify(Proposed):
    """What verifying needs: the options at first, later a draft and the evidence that it has to better."""

    draft: NotRequired[Design]
    evidence: NotRequired[Evidence]


class State(Asked, Understood, Assessed, Informed, Verified):
    """One finished run."""

    draft: NotRequired[Design]


@dataclass(frozen=True, slots=True)
class Deps:
    """What nodes work with."""

    planner: Planner
    knowledge: Knowledge
    say: Say = field(default=lambda step, text: None)
