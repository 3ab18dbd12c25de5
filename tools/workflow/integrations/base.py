"""What a step asks of a component, and the request by which a state machine asks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from tools.design.components import Component
from tools.design.events import Event, source_name
from tools.design.queries import Graph
from tools.workflow.resolving import Resolver

Pattern = Literal["request", "job", "callback"]
"""`request` goes on with the answer, `job` waits until the work is done, `callback` until the token comes back."""

Json = dict[str, Any]

DATA = "$"
TOKEN = "$$.Task.Token"  # noqa: S105 - the place of the token in the context object, no credential
EXECUTION = "$$.Execution.Name"


class StepError(ValueError):
    """A step that no integration can carry out. The message says which component, and what to do instead."""


class Call(NamedTuple):
    """One use of a component by a step."""

    component: Component
    graph: Graph
    resolve: Resolver
    workflow: str
    """Name of the workflow the step belongs to."""
    action: str = "run"
    event: Event | None = None
    waits: bool = False
    """Whether the component is given a task token to report back with."""
    express: bool = False
    bare: bool = False
    """Whether the result is wanted by itself at a place in the data, not inside an envelope."""
    question: str = ""
    iterates: bool = False
    """Whether the step runs inside an inline map, once for each item of one execution."""

    @property
    def name(self) -> str:
        """Name of the component."""
        return self.component.name

    @property
    def pattern(self) -> Pattern:
        """The pattern of a plain request: `callback` where a token is handed over."""
        return "callback" if self.waits else "request"

    def ref(self, attribute: Any) -> str:
        """The text by which the component's attribute is printed."""
        return self.resolve.reference(self.component.name, attribute)


class Request(NamedTuple):
    """What the state machine is to call, and with what."""

    operation: str
    """Service and operation, `sqs:sendMessage` say: what the role of the state machine must be allowed to do."""
    parameters: Json | None
    """None for a bare function, which is called with the data as it is."""
    pattern: Pattern = "request"
    resource: str = ""
    """The resource to print where it does not follow from operation and pattern."""
    sdk: bool = False
    """Whether the service is reached through its SDK, not through an integration of its own."""
    yields: bool = True
    """Whether the result is of use to what follows; otherwise the data goes on unchanged."""
    unwrap: str = ""
    """Place of the wanted result within what the service answers."""
    selector: Json | None = None
    """What to keep of the answer."""
    seconds: float = 60.0
    """Time after which an attempt counts as failed, where the design does not say."""

    @property
    def arn(self) -> str:
        """The resource as the document names it."""
        if self.resource:
            return self.resource
        suffix = {"request": "", "job": ".sync", "callback": ".waitForTaskToken"}[self.pattern]
        return f"arn:aws:states:::{'aws-sdk:' if self.sdk else ''}{self.operation}{suffix}"

    poll: Poll | None = None
    """How to see whether the work is done, where the service does not say."""

    @property
    def operations(self) -> tuple[str, ...]:
        """Everything the state machine must be allowed to do."""
        return (self.operation, self.poll.request.operation) if self.poll else (self.operation,)


class Poll(NamedTuple):
    """Looking after a job that was started."""

    request: Request
    """Asks for the state of the job; what it keeps of the answer holds `status`."""
    given: tuple[tuple[str, str], ...]
    """Fields of that request, and where in the kept state their values lie."""
    done: str
    failed: str
    seconds: int = 15
    """Pause between two looks."""


Builder = Callable[[Call], Request]

WEEK_S = 7 * 86_400.0


def body_of(call: Call) -> Json:
    """What a message from this step holds: the token and the data where an answer is awaited, else the event."""
    if call.waits:
        asked = {"question": call.question} if call.question else {}
        return {"token.$": TOKEN, **asked, "data.$": DATA}
    if call.event is not None:
        return envelope(call, call.event)
    return {}


def with_body(call: Call, field: str) -> Json:
    """The field of a request that carries the message: its body, or the data as it is."""
    body = body_of(call)
    return {field: body} if body else {f"{field}.$": DATA}


def envelope(call: Call, event: Event) -> Json:
    """An event as it is delivered: metadata in the manner of CloudEvents 1.0, and the data."""
    return {
        "specversion": "1.0",
        "id.$": occurrence(call),
        "source": source_name(event, call.graph.design.name),
        "type": event.name,
        "version": event.version,
        "time.$": "$$.State.EnteredTime",
        "correlationid.$": EXECUTION,
        "data.$": DATA,
    }


def occurrence(call: Call) -> str:
    """What identifies this run of the step, the same on every retry and another on every new entry."""
    parts = [EXECUTION, "$$.State.Name", "$$.State.EnteredTime"]
    if call.iterates:
        parts.append("$$.Map.Item.Index")
    return f"States.Format('{'/'.join('{}' for _ in parts)}', {', '.join(parts)})"


def chosen_action(action: str, known: dict[str, str], default: str) -> str:
    """The operation that an action's first word stands for; the default where it stands for none."""
    words = action.lower().split()
    return known.get(words[0], default) if words else default
