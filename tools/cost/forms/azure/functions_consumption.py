"""Azure Functions, Consumption plan: executions and memory-time by started 128 MB, at least 100 ms."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count, size, time
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "plan",
        "plan of the app",
        "sku",
        "tier",
        "hosting_plan",
        of={"consumption": "consumption", "y1": "consumption", "dynamic": "consumption"},
        default="consumption",
    ),
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
    size("memory", "memory of one execution", "mem", "ram", "memory_used", "", unit="MB", default=128.0),
    count("instances", "instances of other plans: not billed here", "instance"),
    count("gb_seconds", "memory-time, where stated at once", "gb_s"),
)
CHARGES = (
    Charge("executions", "Executions", ("executions",)),
    Charge("execution_time", "Execution time", ("gb_seconds",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Memory-time, in steps of 128 MB and of at least 100 ms."""
    if given.has("duration") and given.has("executions"):
        formula = "executions x max(100, duration ms) / 1000 x started(memory MB / 128) x 128 / 1024"
        yield given.usage("execution_time", "Execution time", formula, given.inputs("executions", "duration", "memory"))


FORM = Form(
    "functions_consumption",
    FIELDS,
    CHARGES,
    lines=lines,
    features={
        "function_app": {},
        "functions": {},
        "azure_functions": {},
        "linux_function_app": {},
        "windows_function_app": {},
    },
)
