"""What the graph carries from node to node, and what every node may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from agent.planners.protocol import Planner, Proposal
from knowledge.knowledge import Knowledge
from knowledge.search import Hit
from tools.bundle.evidence import Evidence
from tools.bundle.model import Fitness, OptionFigures
from tools.design.requirements import Requirements

Step = Literal["read", "assess", "retrieve", "propose", "verify", "repair", "write"]
"""What a run does, in the words people see."""

Say = Callable[[Step, str], None]
"""Told what is being done, as it is done."""


class State(TypedDict, total=False):
    """One run from brief to verified design. Values are frozen; a node gives back what it changes."""

    brief: str
    answers: Mapping[str, str]
    requirements: Requirements
    fitness: tuple[Fitness, ...]
    hits: tuple[Hit, ...]
    proposals: tuple[Proposal, ...]
    options: tuple[OptionFigures, ...]
    chosen: str
    evidence: Evidence
    rounds: int


@dataclass(frozen=True, slots=True)
class Deps:
    """What nodes work with."""

    planner: Planner
    knowledge: Knowledge
    say: Say = field(default=lambda step, text: None)
