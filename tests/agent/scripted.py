"""A planner that says what a test tells it to, and small designs for it to propose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import Known, Proposal, Revision
from agent.planners.remedies import remedied
from tools.checks import Finding
from tools.design.components import Function
from tools.design.design import Design
from tools.design.edits import PutComponent, apply
from tools.design.requirements import Requirements

BRIEF = "Customers place 5,000 orders a day over an API. Answers within 800 ms at the 99th percentile."

Revise = Callable[[Design, str], Revision]
Repair = Callable[[Design, tuple[Finding, ...]], Design]


class Scripted:
    """Reads like the embedded planner; proposes, repairs and revises as told, and keeps what it was handed and told."""

    name = "scripted"
    takes_remedies = False

    def __init__(
        self,
        *designs: Design,
        repair: Repair = lambda design, findings: design,
        revise: Revise = lambda design, message: Revision((), f"heard: {message}"),
    ) -> None:
        self.designs = designs
        self.handed: list[tuple[Finding, ...]] = []
        self.told: list[str] = []
        self.patterns: tuple[Known, ...] = ()
        self._repair = repair
        self._revise = revise

    def read(self, brief: str, answers: Mapping[str, str]) -> Requirements:
        return EmbeddedPlanner().read(brief, answers)

    def propose(self, brief: str, requirements: Requirements, patterns: tuple[Known, ...]) -> tuple[Proposal, ...]:
        self.patterns = patterns
        return tuple(
            Proposal(f"option-{number}", f"Option {number}", "", partial(_given, design))
            for number, design in enumerate(self.designs)
        )

    def repair(self, design: Design, findings: tuple[Finding, ...]) -> Design:
        self.handed.append(findings)
        return self._repair(design, findings)

    def revise(self, design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
        self.told.append(message)
        return self._revise(design, message)


def _given(design: Design) -> Design:
    return design


def small_design(**fields: Any) -> Design:
    """Orders come in over an API and are written to a table; findings are left in it."""
    requirements = EmbeddedPlanner().read(BRIEF, {})
    document = {
        "name": "orders",
        "title": "Orders",
        "requirements": requirements,
        "components": [
            {"kind": "external", "name": "customer", "role": "person"},
            {"kind": "api", "name": "api", "auth": "none"},
            {"kind": "function", "name": "place-order", "timeout_s": 60, "runtime": "python3.8"},
            {"kind": "table", "name": "orders"},
            {"kind": "queue", "name": "spare", "role": "dead-letter"},
        ],
        "links": [
            {"kind": "call", "source": "customer", "target": "api", "load": requirements.loads[0].id},
            {"kind": "trigger", "source": "api", "target": "place-order", "matches": ["POST /orders"]},
            {"kind": "write", "source": "place-order", "target": "orders"},
        ],
    }
    return Design.model_validate({**document, **fields})


def mending(design: Design, findings: tuple[Finding, ...]) -> Design:
    """Applies the remedies the findings carry."""
    return remedied(design, findings)


def spoiling(design: Design, findings: tuple[Finding, ...]) -> Design:
    """Adds a function that nothing uses and that runs for hours."""
    number = len(design.components)
    return apply(design, PutComponent(component=Function(name=f"idle-{number}", timeout_s=900, memory_mb=10_240)))
