"""Compensation: when a step fails for good, what earlier steps did is undone, the latest first.

A step that failed is not undone, unless it timed out: then nobody knows whether it took effect. A parallel step or a
map is undone as a whole, whatever part of it was done. So compensating functions must bear being called for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from tools.design.workflows import Map, Parallel, Step, Task, inner_sequences
from tools.workflow.document import Scope
from tools.workflow.flow import Way, in_order, ways_of
from tools.workflow.integrations import Call, request_of
from tools.workflow.maps import map_fields
from tools.workflow.tasks import asked
from tools.workload.executions import batch_size

State = dict[str, Any]

FAILURE = "$.compensationError"

_RETRY: list[State] = [
    {
        "ErrorEquals": ["States.ALL"],
        "IntervalSeconds": 2,
        "MaxAttempts": 6,
        "BackoffRate": 2,
        "MaxDelaySeconds": 60,
        "JitterStrategy": "FULL",
    }
]


class Undo(NamedTuple):
    """One step to undo."""

    step: str
    guard: str = ""
    """Place whose presence tells that the step was done, where it may not have been."""
    certain: bool = True
    """Whether it was done on every way that leads here."""


def undoable(step: Step) -> bool:
    """Whether a step, or a step inside it, has a compensation."""
    if isinstance(step, Task):
        return step.compensate is not None
    return any(undoable(inner) for sequence in inner_sequences(step) for inner in sequence.steps)


_NOTHING: frozenset[str] = frozenset()


class History:
    """What may have been done, and what must have been, before each step of a sequence."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._steps = {step.name: step for step in steps}
        self.order = in_order(steps)
        """The steps that can be reached."""
        self._may: dict[str, frozenset[str]] = {steps[0].name: _NOTHING}
        self._must: dict[str, frozenset[str]] = {steps[0].name: _NOTHING}
        self._own = {step.name: frozenset({step.name}) if undoable(step) else _NOTHING for step in steps}
        if any(self._own.values()):
            ways = [(step, ways_of(step)) for step in (self._steps[name] for name in self.order)]
            while self._spread(ways):
                pass

    def before(self, step: str) -> tuple[Undo, ...]:
        """What is to be undone when this step fails, the latest first."""
        return self._undos(self._may.get(step, _NOTHING), self._must.get(step, _NOTHING))

    def after(self, step: str) -> tuple[Undo, ...]:
        """The same once the step itself is done."""
        own = self._own[step]
        return self._undos(self._may.get(step, _NOTHING) | own, self._must.get(step, _NOTHING) | own)

    def _spread(self, ways: Iterable[tuple[Step, tuple[Way, ...]]]) -> bool:
        """Carries what was done along every way once; whether anything was new."""
        before = (dict(self._may), dict(self._must))
        for step, onward in ways:
            own = self._own[step.name]
            for way in onward:
                caught = way.kind == "catch"
                may = self._may[step.name] | (_NOTHING if caught and isinstance(step, Task) else own)
                must = self._must[step.name] | (_NOTHING if caught else own)
                self._may[way.target] = self._may.get(way.target, _NOTHING) | may
                self._must[way.target] = self._must.get(way.target, must) & must
        return before != (self._may, self._must)

    def _undos(self, may: frozenset[str], must: frozenset[str]) -> tuple[Undo, ...]:
        return tuple(self._undo(name, name in must) for name in reversed(self.order) if name in may)

    def _undo(self, name: str, certain: bool) -> Undo:
        result = getattr(self._steps[name], "result", None)
        return Undo(name, "" if certain or result in (None, "$") else str(result), certain)


class Chains:
    """The compensation states of one sequence, made as they are asked for and shared where their remainders agree."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._steps = {step.name: step for step in scope.steps}
        self._entries: dict[tuple[tuple[Undo, ...], str], str] = {}
        self.states: dict[str, State] = {}

    def entry(self, undos: tuple[Undo, ...], end: str = "") -> str:
        """Name of the state at which undoing begins; it ends at the state `end`, or fails with the original error."""
        if not undos:
            return end or self._failure()
        found = self._entries.get((undos, end))
        if found is None:
            first, *rest = undos
            following = self.entry(tuple(rest), end) if rest else self._outcome(end)
            found = self._add(first, following)
            self._entries[undos, end] = found
        return found

    def _add(self, undo: Undo, following: str) -> str:
        step = self._steps[undo.step]
        name = self._scope.derive(f"Undo {undo.step}")
        state = undo_state(self._scope, step, name)
        caught = {"ErrorEquals": ["States.ALL"], "ResultPath": FAILURE, "Next": following}
        self.states[name] = {**state, "Catch": [caught], "Next": following}
        return self._guarded(undo, name, following) if undo.guard else name

    def _guarded(self, undo: Undo, name: str, following: str) -> str:
        question = self._scope.derive(f"Was {undo.step} done")
        rule = {"Variable": undo.guard, "IsPresent": True, "Next": name}
        self.states[question] = {"Type": "Choice", "Choices": [rule], "Default": following}
        return question

    def _outcome(self, end: str) -> str:
        key: tuple[tuple[Undo, ...], str] = ((Undo("", "outcome"),), end)
        if key not in self._entries:
            name = self._scope.derive("Check undoing")
            rule = {"Variable": FAILURE, "IsPresent": True, "Next": self._unfinished()}
            self.states[name] = {"Type": "Choice", "Choices": [rule], "Default": end or self._failure()}
            self._entries[key] = name
        return self._entries[key]

    def _unfinished(self) -> str:
        text = "A compensation failed for good: a person has to finish it"
        state = {"Type": "Fail", "Comment": text, "Error": "CompensationFailed", "CausePath": f"{FAILURE}.Cause"}
        return self._single("Undoing failed", state)

    def _failure(self) -> str:
        state = {"Type": "Fail", "Comment": "Everything done before was undone"}
        return self._single("Undone", {**state, "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"})

    def done(self) -> str:
        """Name of a state that ends the sequence well."""
        return self._single("All undone", {"Type": "Succeed"})

    def _single(self, wanted: str, state: State) -> str:
        key: tuple[tuple[Undo, ...], str] = ((Undo("", wanted),), "")
        if key not in self._entries:
            name = self._scope.derive(wanted)
            self.states[name] = state
            self._entries[key] = name
        return self._entries[key]


def undo_state(scope: Scope, step: Step, name: str) -> State:
    """The state that undoes a step, without its ways on."""
    if isinstance(step, Parallel):
        branches = [_undoing(scope, step, index) for index, b in enumerate(step.branches) if _any(b.steps)]
        return {"Type": "Parallel", "Branches": branches, "ResultPath": None, "Retry": _RETRY}
    if isinstance(step, Map):
        batch = scope.derive(f"{name} batch") if batch_size(step) > 1 else ""
        fields = map_fields(scope.document, step, _undoing(scope, step, 0), batch)
        return {"Type": "Map", **fields, "ResultPath": None}
    assert isinstance(step, Task)
    assert step.compensate is not None
    document = scope.document
    call = Call(document.graph[step.compensate], document.graph, document.resolve, document.workflow.name)
    request = request_of(call)
    seconds = round(request.seconds)
    return {"Type": "Task", **asked(request), "ResultPath": None, "TimeoutSeconds": seconds, "Retry": _RETRY}


def _any(steps: tuple[Step, ...]) -> bool:
    return any(undoable(step) for step in steps)


def _undoing(scope: Scope, step: Step, index: int) -> State:
    sequence = inner_sequences(step)[index]
    inner = scope.inner(step, index, sequence, iterates=isinstance(step, Map), undoes=False)
    order = in_order(sequence.steps)
    by_name = {s.name: s for s in sequence.steps}
    chains = Chains(inner)
    undos = tuple(Undo(name) for name in reversed(order) if undoable(by_name[name]))
    start = chains.entry(undos, chains.done())
    return {"StartAt": start, "States": chains.states}
