"""Rules about what happens when steps fail."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Function
from tools.design.workflows import Fail, Fallible, Map, Parallel, Step, Task, inner_sequences
from tools.workflow.errors import ALL, error_names
from tools.workflow.lint.issues import Case, Issue, Rule
from tools.workflow.saga import History, undoable


def hidden_handlers(case: Case) -> Iterator[Issue]:
    """Retries and catches behind one that takes every error."""
    for step in case.steps:
        if not isinstance(step, Fallible):
            continue
        for kind, handlers in (("retry", step.retry), ("catch", step.catch)):
            names = [error_names(handler.errors, ()) for handler in handlers]
            if [ALL] in names[:-1]:
                text = f"'{step.name}' has a {kind} behind one for all errors, which it can never reach."
                yield case.issue("hidden-handler", "warning", step.name, text, f"put the {kind} for all errors last")


def reserved_errors(case: Case) -> Iterator[Issue]:
    """Failures under a name that the service keeps for itself."""
    for step in case.steps:
        if isinstance(step, Fail) and step.error.startswith("States."):
            text = f"'{step.name}' fails with '{step.error}'; names that begin with 'States.' are reserved."
            yield case.issue("reserved-error", "error", step.name, text, "name the error in words of the business")


def unsure_compensations(case: Case) -> Iterator[Issue]:
    """Compensations that may be called for a step that was not done."""
    for steps, history in case.histories:
        for step in steps:
            if not isinstance(step, Task) or step.compensate is None:
                continue
            if not _is_certain(history, steps, step):
                text = (
                    f"'{step.compensate}' may be called though '{step.name}' was not done: not every way leads past it."
                )
                hint = "let it bear that, or give the step a result of its own by which it can be told"
                yield case.issue("unsure-compensation", "info", step.name, text, hint)


def _is_certain(history: History, steps: tuple[Step, ...], step: Task) -> bool:
    if step.result not in (None, "$"):
        return True
    return all(undo.certain for other in steps for undo in history.before(other.name) if undo.step == step.name)


def partial_compensations(case: Case) -> Iterator[Issue]:
    """Compensations inside parallel branches and maps, which are undone as wholes."""
    for step in case.steps:
        if not isinstance(step, Parallel | Map):
            continue
        inside = [inner.name for sequence in inner_sequences(step) for inner in sequence.steps if undoable(inner)]
        if inside:
            listed = ", ".join(f"'{name}'" for name in inside)
            text = f"When '{step.name}' fails, all of {listed} is undone, also what had not been done yet."
            yield case.issue("partial-compensation", "info", step.name, text, "let the compensations bear that")


def lost_data(case: Case) -> Iterator[Issue]:
    """Groups whose list of results takes the place of data that a compensation needs."""
    for steps, history in case.histories:
        for step in steps:
            if isinstance(step, Parallel | Map) and step.result is None and history.before(step.name):
                text = f"The results of '{step.name}' replace the data by which earlier steps are undone."
                yield case.issue("lost-data", "warning", step.name, text, "say where the results go (result)")


def compensation_twice(case: Case) -> Iterator[Issue]:
    """Steps that call by hand what compensation calls by itself."""
    undoing = {step.compensate for step in case.steps if isinstance(step, Task) and step.compensate}
    for step in case.steps:
        if isinstance(step, Task) and step.component in undoing:
            text = f"'{step.name}' calls '{step.component}', which also runs by itself when a later step fails."
            hint = "leave it to the compensation, or take `compensate` away"
            yield case.issue("double-compensation", "warning", step.name, text, hint)


def slow_compensations(case: Case) -> Iterator[Issue]:
    """Compensations that have no time to finish in an express workflow."""
    for step in case.steps:
        component = case.graph.get(getattr(step, "compensate", None) or "")
        if case.express and isinstance(component, Function) and component.timeout_s > 60:
            text = f"'{component.name}' may take {component.timeout_s:g} s of the five minutes an express workflow has."
            yield case.issue(
                "slow-compensation", "warning", step.name, text, "run the workflow with durability standard"
            )


RULES: tuple[Rule, ...] = (
    hidden_handlers,
    reserved_errors,
    unsure_compensations,
    partial_compensations,
    lost_data,
    compensation_twice,
    slow_compensations,
)
