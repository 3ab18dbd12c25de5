"""What is wrong, or doubtful, with a workflow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from tools.design.components import WorkflowEngine
from tools.design.queries import Graph
from tools.design.workflows import Sequence, Step, Workflow, inner_sequences

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding."""

    rule: str
    severity: Severity
    workflow: str
    step: str
    """Empty where the workflow as a whole is meant."""
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Case:
    """A workflow under judgement, with what runs it."""

    workflow: Workflow
    graph: Graph
    engine: WorkflowEngine | None

    @property
    def express(self) -> bool:
        """Whether it runs as an express state machine."""
        return self.engine is not None and self.engine.durability == "express"

    def issue(self, rule: str, severity: Severity, step: str, message: str, remedy: str) -> Issue:
        """An issue of this workflow."""
        return Issue(rule, severity, self.workflow.name, step, message, remedy)

    def sequences(self) -> Iterator[tuple[Step, ...]]:
        """The steps of every sequence, those of the workflow itself first."""
        waiting = [Sequence.model_construct(steps=self.workflow.steps)]
        while waiting:
            sequence = waiting.pop(0)
            yield sequence.steps
            waiting += [inner for step in sequence.steps for inner in inner_sequences(step)]


Rule = Callable[[Case], Iterator[Issue]]
