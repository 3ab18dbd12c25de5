"""Steps that ask a component to do something, as Task states."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from tools.design.workflows import Approval, Callback, Path, Task
from tools.workflow.document import Document, Scope
from tools.workflow.errors import retriers, transient_errors
from tools.workflow.integrations import Call, Request, request_of
from tools.workflow.limits import EXPRESS_S

State = dict[str, Any]
Working = Task | Approval | Callback
"""Steps that ask a component to do something."""

MAX_TIMEOUT_S = 99_999_999


class Placement(NamedTuple):
    """What becomes of a result: the fields that say so, and the place that a following state has to open."""

    fields: State
    open: str = ""


def call_of(document: Document, step: Working, *, iterates: bool = False) -> Call:
    """What a step asks of its component."""
    event = getattr(step, "event", None)
    return Call(
        component=document.graph[step.component],
        graph=document.graph,
        resolve=document.resolve,
        workflow=document.workflow.name,
        action=step.action if isinstance(step, Task) else "ask",
        event=next((e for e in document.graph.design.events if e.name == event), None) if event else None,
        waits=not isinstance(step, Task),
        express=document.express,
        bare=_kept_apart(step.result),
        question=step.question if isinstance(step, Approval) else step.comment,
        iterates=iterates,
    )


class Asking(NamedTuple):
    """How a step asks its component."""

    state: State
    """The Task state, without its ways on."""
    request: Request
    transient: tuple[str, ...]
    """The errors of the request that pass by themselves."""
    open: str
    """The place in the data that still has to be opened; empty for none."""


def task_state(scope: Scope, step: Working) -> Asking:
    """The Task state of a step, and what is to be known of it to go on."""
    request = request_of(call_of(scope.document, step, iterates=scope.iterates))
    placement = _placed(request, step.result)
    transient = transient_errors(request.operation, request.pattern)
    given = step.input if isinstance(step, Task) else None
    state: State = {
        **comment_of(step.comment),
        **asked(request),
        **({"InputPath": given} if given not in (None, "$") else {}),
        **placement.fields,
        **_limits(scope.document, step, request),
        "Retry": retriers(step.retry, transient),
    }
    return Asking({"Type": "Task", **state}, request, transient, placement.open)


def asked(request: Request) -> State:
    """The fields of a Task state that say what is called, and with what."""
    if request.parameters is None:
        return {"Resource": request.arn}
    return {"Resource": request.arn, "Parameters": request.parameters}


def comment_of(text: str) -> State:
    """The comment field, where there is something to say."""
    return {"Comment": text} if text else {}


def _kept_apart(result: Path | None) -> bool:
    return result not in (None, "$")


def _placed(request: Request, result: Path | None) -> Placement:
    selector: State = {"ResultSelector": request.selector} if request.selector else {}
    if not _kept_apart(result):
        if not request.yields and result is None:
            return Placement({"ResultPath": None})
        return Placement({**selector, **({"OutputPath": request.unwrap} if request.unwrap else {})})
    opening = f"{result}{request.unwrap[1:]}" if request.unwrap and request.parameters is not None else ""
    return Placement({**selector, "ResultPath": result}, opening)


def _limits(document: Document, step: Working, request: Request) -> State:
    longest = max(request.seconds, 3 * step.work_s) if request.pattern != "request" else request.seconds
    seconds = step.timeout_s or math.ceil(longest)
    seconds = min(seconds, EXPRESS_S if document.express else MAX_TIMEOUT_S)
    beat = getattr(step, "heartbeat_s", None)
    heart: State = {"HeartbeatSeconds": beat} if beat is not None and beat < seconds else {}
    return {"TimeoutSeconds": seconds, **heart}
