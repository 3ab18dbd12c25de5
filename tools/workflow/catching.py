"""Where a step goes when it fails: to what it declares, or into the undoing of what was done before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools.design.workflows import Approval, Callback, Catch, Fail, Map, Parallel, Step, Task
from tools.workflow.document import Scope
from tools.workflow.errors import LOST, Caught, catchers, catches_all
from tools.workflow.flow import live_catches
from tools.workflow.polling import JOB_FAILED
from tools.workflow.saga import Chains, History, Undo, undoable

State = dict[str, Any]
Working = Task | Approval | Callback
Failing = Working | Parallel | Map

ERROR = "$.error"


class Catching:
    """The ways from the steps of one sequence to its failures."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._fails = {step.name for step in scope.steps if isinstance(step, Fail)}
        self.history = History(scope.steps)
        self.chains = Chains(scope)

    def target(self, step: Step, target: str) -> str:
        """The state that follows a step that succeeded: before failing on purpose, everything is undone."""
        state = self._scope.state(target)
        if not self._undoes(target):
            return state
        return self.chains.entry(self.history.after(step.name), state)

    def caught(self, step: Failing, transient: tuple[str, ...]) -> State:
        """The Catch field of a step, empty where there is nothing to catch."""
        declared = [way for catch in live_catches(step) for way in self._declared(step, catch)]
        found = catchers((*declared, *self._compensated(step)), transient)
        return {"Catch": found} if found else {}

    def after_job(self, step: Working) -> State:
        """What happens when a job that was looked at has failed: what a catch of everything would do."""
        error = {"Error": JOB_FAILED, "Cause": f"The job of step '{step.name}' failed"}
        catch = next((catch for catch in step.catch if catches_all((catch,))), None)
        before = self.history.before(step.name) if self._scope.undoes else ()
        if catch is not None:
            target = self._scope.state(catch.next)
            entry = self.chains.entry(before, target) if self._undoes(catch.next) else target
            return {"Type": "Pass", "Result": error, "ResultPath": catch.result, "Next": entry}
        if before:
            return {"Type": "Pass", "Result": error, "ResultPath": ERROR, "Next": self.chains.entry(before)}
        return {"Type": "Fail", **error}

    def _undoes(self, target: str) -> bool:
        return target in self._fails and self._scope.undoes

    def _declared(self, step: Failing, catch: Catch) -> Iterator[Caught]:
        """A declared catch; where it leads to a failure, by way of undoing."""
        state = self._scope.state(catch.next)
        if not self._undoes(catch.next):
            yield Caught(catch.errors, catch.result, state)
            return
        before = self.history.before(step.name)
        own = (Undo(step.name), *before)
        if undoable(step) and not isinstance(step, Task):
            yield Caught(catch.errors, catch.result, self.chains.entry(own, state))
            return
        lost = LOST if catches_all((catch,)) else tuple(error for error in LOST if error in catch.errors)
        if undoable(step) and lost:
            yield Caught(lost, catch.result, self.chains.entry(own, state))
        yield Caught(catch.errors, catch.result, self.chains.entry(before, state))

    def _compensated(self, step: Failing) -> Iterator[Caught]:
        """What is caught though nothing declares it: whatever fails while something is to be undone."""
        if not self._scope.undoes or catches_all(step.catch):
            return
        before = self.history.before(step.name)
        if undoable(step) and not isinstance(step, Task):
            yield Caught(("all",), ERROR, self.chains.entry((Undo(step.name), *before)))
            return
        if undoable(step):
            yield Caught(LOST, ERROR, self.chains.entry((Undo(step.name), *before)))
        if before:
            yield Caught(("all",), ERROR, self.chains.entry(before))
