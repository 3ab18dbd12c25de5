"""Jobs that report to nobody: started, then looked at again and again until they are done."""

from __future__ import annotations

from typing import Any

from tools.design.workflows import Approval, Callback, Task
from tools.workflow.document import Scope
from tools.workflow.integrations.base import Poll

State = dict[str, Any]

HOLDER = "$.job"
"""Where the job is kept while it runs, if its result has no place of its own."""

JOB_FAILED = "JobFailed"
"""Name of the error of a job that failed."""


def holder_of(step: Task | Approval | Callback) -> str:
    """Where the state of a step's job is kept."""
    return HOLDER if step.result in (None, "$") else str(step.result)


def polled_states(
    scope: Scope, step: Task | Approval | Callback, first: State, poll: Poll, onward: State, failed: State
) -> dict[str, State]:
    """The states of a polled step: `first` starts the job, `onward` says what follows, `failed` where failures go."""
    holder = holder_of(step)
    name = scope.state(step.name)
    wait, look = scope.derive(f"Await {step.name}"), scope.derive(f"Look at {step.name}")
    choose, fail = scope.derive(f"Is {step.name} done"), scope.derive(f"{step.name} failed")
    status = f"{holder}.status"
    looking: State = {
        "Type": "Task",
        "Resource": poll.request.arn,
        "Parameters": {field: f"{holder}.{place}" for field, place in poll.given},
        "ResultSelector": poll.request.selector,
        "ResultPath": holder,
        **{key: first[key] for key in ("TimeoutSeconds", "Retry", "Catch") if key in first},
        "Next": choose,
    }
    states: dict[str, State] = {
        name: {**first, "ResultPath": holder, "Next": wait},
        wait: {"Type": "Wait", "Seconds": poll.seconds, "Next": look},
        look: looking,
    }
    done = scope.derive(f"Take {step.name}") if holder == HOLDER else ""
    target = done or str(onward.get("Next", ""))
    if not target:
        target = done = scope.derive(f"Take {step.name}")
    rules = [
        {"Variable": status, "StringEquals": poll.done, "Next": target},
        {"Variable": status, "StringEquals": poll.failed, "Next": fail},
    ]
    states[choose] = {"Type": "Choice", "Choices": rules, "Default": wait}
    states[fail] = failed
    if done:
        taken: State = {"InputPath": holder} if holder == HOLDER else {}
        states[done] = {"Type": "Pass", **taken, **onward}
    return states
