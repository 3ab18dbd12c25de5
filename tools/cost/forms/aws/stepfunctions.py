"""AWS Step Functions: transitions of standard workflows; requests and memory-time of express ones."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Form, Given, choice, count, size, time
from tools.cost.metering.steps import EXPRESS_MB, EXPRESS_MS
from tools.cost.usage import Usage

FIELDS = (
    choice("type", "kind of workflow", "workflow_type", "kind_of_workflow",
           of={"standard": "standard", "express": "express"}),
    count("transitions", "state transitions in a month", "state_transitions", "standard_transitions"),
    count("executions", "executions in a month", "requests", "workflows", "invocations", "workflow_requests",
          "workflow_executions", "express_requests", ""),
    count("transitions_per_execution", "transitions of one execution", "states", "steps", "transitions_per_workflow",
          "state_transitions_per_execution", "steps_per_execution", "states_per_execution",
          "state_transitions_per_workflow"),
    count("retries", "transitions by retrying", "retry_transitions"),
    time("duration", "time of one express execution", "workflow_duration", "execution", "execution_duration", "avg",
         "workflow", ""),
    size("memory", "memory of one express execution", "workflow_memory", "mem", "", unit="MB", default=64.0),
)  # fmt: skip


def lines(given: Given) -> Iterator[Usage]:
    """Transitions, or requests and memory-time."""
    counted = given.has("transitions", "transitions_per_execution")
    express = given.text("type") == "express" or (not given.text("type") and given.has("duration") and not counted)
    yield from _express(given) if express else _standard(given)


def _standard(given: Given) -> Iterator[Usage]:
    title = "State transitions"
    retries = given.inputs("retries") if given.has("retries") else ()
    more = " + retries" if retries else ""
    if given.has("transitions"):
        inputs = (*given.inputs("transitions"), *retries)
        yield given.usage("standard_transitions", title, f"transitions{more}", inputs)
    elif given.has("executions"):
        inputs = (*given.inputs("executions", "transitions_per_execution"), *retries)
        yield given.usage("standard_transitions", title, f"executions x transitions per execution{more}", inputs)


def _express(given: Given) -> Iterator[Usage]:
    yield given.usage("express_requests", "Express requests", "executions", given.inputs("executions"))
    if given.has("duration"):
        formula = (
            f"executions x started(duration ms / {EXPRESS_MS:g}) x {EXPRESS_MS:g} / 1000"
            f" x started(memory MB / {EXPRESS_MB:g}) x {EXPRESS_MB:g} / 1024"
        )
        inputs = given.inputs("executions", "duration", "memory")
        yield given.usage("express_duration", "Express duration", formula, inputs)


FORM = Form(
    "stepfunctions",
    FIELDS,
    lines=lines,
    covers=("standard_transitions", "express_requests", "express_duration"),
    features={
        "sfn_state_machine": {}, "stepfunctions_standard": {"type": "standard"}, "standard": {"type": "standard"},
        "stepfunctions_express": {"type": "express"}, "express": {"type": "express"}, "sfn_standard": {},
        "sfn_express": {"type": "express"},
    },
)  # fmt: skip
