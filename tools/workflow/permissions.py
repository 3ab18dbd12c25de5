"""What the role of a state machine must be allowed to do: which components it uses, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tools.design.queries import Graph
from tools.design.workflows import Map, Task, Workflow, walk
from tools.workflow.document import Document, is_express
from tools.workflow.integrations import Call, Pattern, StepError, request_of
from tools.workflow.names import StateNames
from tools.workflow.resolving import Tokens
from tools.workflow.tasks import Working, call_of


class Use(NamedTuple):
    """One way in which a workflow uses a component."""

    component: str
    """Empty for the workflow itself, whose distributed maps start executions of it."""
    operation: str
    """Service and operation: `lambda:invoke`, `ecs:runTask`, `sqs:sendMessage`, `s3:listObjectsV2`."""
    pattern: Pattern = "request"
    """A `job` is watched until it ends, which takes further permissions (events, describe, stop)."""


def permissions(workflow: Workflow, graph: Graph) -> tuple[Use, ...]:
    """Every use once, in the order of the steps. Steps that cannot be carried out ask for nothing."""
    return tuple(dict.fromkeys(_uses(document_of(workflow, graph))))


def document_of(workflow: Workflow, graph: Graph) -> Document:
    """A document that is not to be printed, for asking what its steps request."""
    return Document(workflow, graph, Tokens(), StateNames(workflow), is_express(workflow, graph))


def _uses(document: Document) -> Iterator[Use]:
    for step in walk(document.workflow.steps):
        if isinstance(step, Working):
            yield from _of_call(call_of(document, step))
        if isinstance(step, Task) and step.compensate is not None:
            component = document.graph[step.compensate]
            yield from _of_call(Call(component, document.graph, document.resolve, document.workflow.name))
        if isinstance(step, Map) and step.mode == "distributed":
            yield from _of_map(step)


def _of_call(call: Call) -> Iterator[Use]:
    try:
        request = request_of(call)
    except StepError:
        return
    for operation in request.operations:
        yield Use(call.name, operation, request.pattern)


def _of_map(step: Map) -> Iterator[Use]:
    yield Use("", "states:startExecution", "job")
    if step.bucket is not None:
        yield Use(step.bucket, "s3:listObjectsV2" if step.reads == "objects" else "s3:getObject")
        yield Use(step.bucket, "s3:putObject")
