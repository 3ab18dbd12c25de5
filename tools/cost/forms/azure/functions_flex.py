"""Azure Functions, Flex Consumption: executions and memory-time, at least a second and then by 100 ms."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size, time
from tools.cost.usage import Usage

FIELDS = (
    count("executions", "executions in a month", "requests", "invocations", "calls", ""),
    time(
        "duration",
        "time of one execution",
        "execution_duration",
        "execution",
        "execution_time",
        "avg",
        "request_duration",
        "run",
        "",
    ),
    size(
        "memory",
        "size of an instance: 512, 2048 or 4096 MB",
        "instance_size",
        "instance_memory",
        "mem",
        "instance",
        "",
        unit="MB",
        default=2048.0,
    ),
    count("always_ready", "instances always ready", "always_ready_instances", "ready_instances"),
    count("gb_seconds", "memory-time, where stated at once", "gb_s", "on_demand_execution"),
    count("always_ready_gb_seconds", "memory-time of executions on instances always ready", "always_ready_execution"),
)
CHARGES = (
    Charge("executions", "Executions", ("executions",)),
    Charge("on_demand_execution", "Execution time", ("gb_seconds",)),
    Charge("always_ready_execution", "Executions on ready instances", ("always_ready_gb_seconds",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Memory-time of executions, and what is kept ready."""
    if given.has("duration") and given.has("executions"):
        steps = "(1000 + ceil(max(0, duration ms - 1000) / 100) x 100)"
        formula = f"executions x {steps} / 1000 x memory MB / 1024"
        inputs = given.inputs("executions", "duration", "memory")
        yield given.usage("on_demand_execution", "Execution time", formula, inputs)
    if given.has("always_ready"):
        formula = "always ready x memory MB / 1024 x hours x 3600"
        inputs = given.inputs("always_ready", "memory", "hours")
        yield given.usage("always_ready_baseline", "Instances always ready", formula, inputs)


FORM = Form(
    "functions_flex",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=("always_ready_baseline",),
    features={"function_app": {}, "flex": {}, "flex_consumption": {}, "function_app_flex_consumption": {}},
)
