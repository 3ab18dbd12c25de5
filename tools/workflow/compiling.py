"""Workflows as documents of the Amazon States Language, in its JSONPath form."""

from __future__ import annotations

import math
from typing import Any

from tools.design.queries import Graph
from tools.design.workflows import (
    Approval,
    Callback,
    Choice,
    Fail,
    Map,
    Parallel,
    Pass,
    Step,
    Task,
    Wait,
    Workflow,
)
from tools.workflow.catching import Catching
from tools.workflow.conditions import rule_of
from tools.workflow.document import Document, Scope, is_express
from tools.workflow.errors import retriers
from tools.workflow.limits import EXPRESS_S
from tools.workflow.maps import map_fields
from tools.workflow.names import StateNames
from tools.workflow.polling import polled_states
from tools.workflow.resolving import Resolver
from tools.workflow.tasks import State, comment_of, task_state
from tools.workload.executions import batch_size

_Following = Task | Approval | Callback | Parallel | Map | Wait | Pass


def to_asl(workflow: Workflow, graph: Graph, resolve: Resolver) -> dict[str, Any]:
    """The state machine of a workflow, as the data of its JSON document.

    Every task retries and has a timeout, whether the design says so or not; steps that cannot be reached are left out.
    Raises StepError where a step asks something of a component that a state machine cannot ask (`lint` says
    so beforehand).
    """
    document = Document(workflow, graph, resolve, StateNames(workflow), is_express(workflow, graph))
    seconds = workflow.timeout_s
    if seconds is not None and document.express:
        seconds = min(seconds, EXPRESS_S)
    return {
        **comment_of(workflow.description),
        **({"TimeoutSeconds": seconds} if seconds is not None else {}),
        **_Compiler(Scope(document, workflow.steps)).sequence(),
    }


class _Compiler:
    """Compiles the steps of one sequence."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._catching = Catching(scope)

    def sequence(self) -> State:
        """The machine of the sequence: where it starts and all its states."""
        live = frozenset(self._catching.history.order)
        states: dict[str, State] = {}
        for step in self._scope.steps:
            if step.name in live:
                states.update(self._states(step))
        # A fail step that is only entered after undoing is reached through the chain, so it stays among the states.
        states.update(reversed(self._catching.chains.states.items()))
        return {"StartAt": self._scope.state(self._scope.steps[0].name), "States": states}

    def _states(self, step: Step) -> dict[str, State]:
        name = self._scope.state(step.name)
        match step:
            case Task() | Approval() | Callback():
                return self._task(name, step)
            case Parallel():
                return {name: self._parallel(step)}
            case Map():
                return {name: self._map(step)}
            case Choice():
                return {name: self._choice(step)}
            case Wait():
                return {name: {"Type": "Wait", **comment_of(step.comment), **_until(step), **self._onward(step)}}
            case Pass():
                placed = {"ResultPath": step.result} if step.result not in (None, "$") else {}
                return {name: {"Type": "Pass", **comment_of(step.comment), **placed, **self._onward(step)}}
            case Fail():
                cause = {"Cause": step.cause} if step.cause else {}
                return {name: {"Type": "Fail", **comment_of(step.comment), "Error": step.error, **cause}}
            case _:
                return {name: {"Type": "Succeed", **comment_of(step.comment)}}

    def _task(self, name: str, step: Task | Approval | Callback) -> dict[str, State]:
        state, request, transient, opening = task_state(self._scope, step)
        state.update(self._catching.caught(step, transient))
        if request.poll is not None:
            failed = self._catching.after_job(step)
            return polled_states(self._scope, step, state, request.poll, self._onward(step), failed)
        if not opening:
            return {name: {**state, **self._onward(step)}}
        opener = self._scope.derive(f"Open {step.name}")
        opened: State = {"Type": "Pass", "InputPath": opening, "ResultPath": step.result, **self._onward(step)}
        return {name: {**state, "Next": opener}, opener: opened}

    def _parallel(self, step: Parallel) -> State:
        scope = self._scope
        inner = [
            scope.inner(step, index, branch, iterates=scope.iterates, undoes=False)
            for index, branch in enumerate(step.branches)
        ]
        branches = [_Compiler(branch).sequence() for branch in inner]
        return {"Type": "Parallel", **comment_of(step.comment), "Branches": branches, **self._finished(step)}

    def _map(self, step: Map) -> State:
        # An item whose failure is tolerated fails alone, so what was done for it has to be undone in there.
        alone = step.mode == "distributed" and step.tolerated_failure_percent > 0
        inner = self._scope.inner(step, 0, step.body, iterates=_iterates(step), undoes=alone)
        body = _Compiler(inner).sequence()
        batch = self._scope.derive(f"{step.name} batch") if batch_size(step) > 1 else ""
        fields = map_fields(self._scope.document, step, body, batch)
        return {"Type": "Map", **comment_of(step.comment), **fields, **self._finished(step)}

    def _finished(self, step: Parallel | Map) -> State:
        placed = {"ResultPath": step.result} if step.result not in (None, "$") else {}
        transient = ("States.TaskFailed",)
        retry: State = {"Retry": retriers(step.retry, transient)} if step.retry else {}
        return {**placed, **retry, **self._catching.caught(step, transient), **self._onward(step)}

    def _choice(self, step: Choice) -> State:
        rules = [{**rule_of(branch.when), "Next": self._catching.target(step, branch.next)} for branch in step.branches]
        default = self._catching.target(step, step.default)
        return {"Type": "Choice", **comment_of(step.comment), "Choices": rules, "Default": default}

    def _onward(self, step: _Following) -> State:
        return {"End": True} if step.next is None else {"Next": self._catching.target(step, step.next)}


def _iterates(step: Map) -> bool:
    return step.mode == "inline" or batch_size(step) > 1


def _until(step: Wait) -> State:
    if step.until is not None:
        return {"TimestampPath": step.until}
    return {"Seconds": max(1, math.ceil(step.seconds or 0))}
