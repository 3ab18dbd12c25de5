"""AWS Step Functions: transitions of standard workflows, requests and memory-time of express ones.

Source: AWS Step Functions pricing page. Retries are transitions too; express executions are billed in steps of 64 MB
and 100 ms.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import gb_seconds, rounded_up
from tools.cost.metering.steps import EXPRESS_MB, EXPRESS_MS
from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import WorkflowEngine
from tools.design.workflows import Workflow
from tools.workload.executions import child_executions, express_seconds, tasks, transitions


def meter(engine: WorkflowEngine, scope: Scope) -> Iterator[Usage]:
    """Usage of one state machine."""
    runs = scope.runs(engine.name).per_month
    workflow = scope.workflow(engine.definition)
    if engine.durability == "standard":
        yield _transitions(engine, scope, runs, workflow)
    else:
        yield from _express(engine.name, "Express", runs, engine.work_s)
    children = child_executions(workflow, "EXPRESS")
    if children:
        yield from _express(engine.name, "Distributed map", runs * children, express_seconds(workflow) / children)


def _transitions(engine: WorkflowEngine, scope: Scope, runs: float, workflow: Workflow) -> Usage:
    entered, retried = transitions(workflow), tasks(workflow) * scope.assume("retried_share")
    return Usage(
        engine.name,
        "stepfunctions",
        "standard_transitions",
        "State transitions",
        runs * (entered + retried),
        "executions x (transitions + retried tasks)",
        (("executions", runs), ("transitions", entered), ("retried tasks", retried)),
    )


def _express(name: str, title: str, requests: float, seconds: float) -> Iterator[Usage]:
    yield Usage(
        name,
        "stepfunctions",
        "express_requests",
        f"{title} requests",
        requests,
        "executions",
        (("executions", requests),),
    )
    milliseconds = rounded_up(seconds * 1000, EXPRESS_MS)
    yield Usage(
        name,
        "stepfunctions",
        "express_duration",
        f"{title} duration",
        gb_seconds(requests, milliseconds, EXPRESS_MB),
        "executions x ms in steps of 100 / 1000 x memory MB / 1024",
        (("executions", requests), ("ms in steps of 100", milliseconds), ("memory MB", EXPRESS_MB)),
    )
