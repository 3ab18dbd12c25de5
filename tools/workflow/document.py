"""What the compilation of one workflow shares, and of one sequence in it."""

from __future__ import annotations

from typing import NamedTuple

from tools.design.components import WorkflowEngine
from tools.design.queries import Graph
from tools.design.workflows import Sequence, Step, Workflow
from tools.workflow.names import Place, StateNames
from tools.workflow.resolving import Resolver


class Document(NamedTuple):
    """One state machine on its way to be printed."""

    workflow: Workflow
    graph: Graph
    resolve: Resolver
    names: StateNames
    express: bool


class Scope(NamedTuple):
    """One sequence of a document: the workflow itself, a branch, the body of a map."""

    document: Document
    steps: tuple[Step, ...]
    place: Place = ()
    iterates: bool = False
    """Whether it runs once for each item within one execution."""
    undoes: bool = True
    """Whether what it has done is undone in here when it fails; otherwise by the sequence around it."""

    def inner(self, step: Step, index: int, sequence: Sequence, *, iterates: bool, undoes: bool) -> Scope:
        """The scope of a sequence inside one of the steps."""
        place = (*self.place, step.name, index)
        return Scope(self.document, sequence.steps, place, iterates, undoes)

    def state(self, step: str) -> str:
        """Name of the state of a step."""
        return self.document.names.of(self.place, step)

    def derive(self, wanted: str) -> str:
        """A free name for a state that no step has."""
        return self.document.names.derive(wanted)


def engine_of(workflow: Workflow, graph: Graph) -> WorkflowEngine | None:
    """The component that runs a workflow; the first express one where several do, for its limits are the tighter."""
    engines = [engine for engine in graph.all(WorkflowEngine) if engine.definition == workflow.name]
    return next((engine for engine in engines if engine.durability == "express"), engines[0] if engines else None)


def is_express(workflow: Workflow, graph: Graph) -> bool:
    """Whether the workflow runs as an express state machine."""
    engine = engine_of(workflow, graph)
    return engine is not None and engine.durability == "express"
