"""What is wrong, or doubtful, with a workflow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from tools.design.components import WorkflowEngine
from tools.design.queries import Graph
from tools.design.workflows import Step, Workflow, inner_sequences, walk
from tools.workflow.saga import History, undoable

Severity = Literal["error", "warning", "info"]


class Issue(NamedTuple):
    """One finding."""

    rule: str
    severity: Severity
    workflow: str
    step: str
    """Empty where the workflow as a whole is meant."""
    message: str
    remedy: str


@dataclass(frozen=True)
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

    @cached_property
    def steps(self) -> list[Step]:
        """Every step, those inside branches and iterations included, in the order of the document."""
        return walk(self.workflow.steps)

    @cached_property
    def sequences(self) -> list[tuple[Step, ...]]:
        """The steps of every sequence, those of the workflow itself first."""
        found = [self.workflow.steps]
        for steps in found:
            found += [inner.steps for step in steps for inner in inner_sequences(step)]
        return found

    @cached_property
    def histories(self) -> list[tuple[tuple[Step, ...], History]]:
        """The steps of every sequence in which something can be undone, with what may have been done before each."""
        return [(steps, History(steps)) for steps in self.sequences if any(map(undoable, steps))]


Rule = Callable[[Case], Iterator[Issue]]
