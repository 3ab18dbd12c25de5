"""Google Cloud Functions, 1st gen: invocations, memory and clock time by started 100 ms, data out."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size, time
from tools.cost.usage import Usage

GHZ = ((128, 0.2), (256, 0.4), (512, 0.8), (1024, 1.4), (2048, 2.4), (4096, 4.8), (8192, 4.8))
"""Clock by memory in MB."""

FIELDS = (
    count("invocations", "invocations in a month", "function_invocations", "requests", "calls", "executions", ""),
    time("duration", "time of one", "request_duration", "execution", "avg", "execution_time", ""),
    size("memory", "memory of the function", "available_memory", "mem", "ram", "", unit="MB", default=256.0),
    count("generation", "generation", "gen"),
    size("data_out", "data out", "outbound_data", "egress", "networking"),
    count("ghz", "clock of the function", "cpu", "ghz_allocated"),
)
CHARGES = (
    Charge("invocations", "Invocations", ("invocations",)),
    Charge("egress", "Data out", ("data_out",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Memory and clock time."""
    if not given.has("duration"):
        return
    clock = given.number("ghz", next((each for most, each in GHZ if given.number("memory") <= most), GHZ[-1][1]))
    formula, inputs = "invocations x started(duration ms / 100) x 100 / 1000", given.inputs("invocations", "duration")
    yield given.usage("cpu", "Clock", f"{formula} x GHz", (*inputs, ("GHz", clock)))
    yield given.usage("memory", "Memory", f"{formula} x memory MB / 1024", (*inputs, *given.inputs("memory")))


FORM = Form(
    "functions_gen1",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=(
        "cpu",
        "memory",
    ),
    features={"cloudfunctions_function": {}, "cloud_functions": {}, "functions": {}},
)
