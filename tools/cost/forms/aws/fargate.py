"""AWS Fargate: vCPU, memory and ephemeral storage by the second, at least a minute a task (five on Windows)."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import ARCHITECTURE, Field, Form, Given, choice, count, size
from tools.cost.metering.steps import TASK_FREE_GB, TASK_S
from tools.cost.usage import Input, Usage

FIELDS = (
    count("tasks", "tasks, a day where they run for seconds a day, else all the time", "pods", "task", "containers",
          "desired_count", default=1.0),
    Field("seconds", "s", "how long one task runs on each of the days", ("duration", "run", "runtime", "task_duration",
          "avg", "", "task_run")),
    Field("hours_per_day", "hours", "hours a day that each task runs", ("running_hours_per_day",)),
    count("days", "days of the month they run on", "days_per_month", "run_days"),
    Field("total_task", "s", "time of all tasks together", ("total_task_time", "task", "total", "task_time")),
    count("vcpu", "vCPU of a task", "vcpus", "cpu", "cpus", "cpu_units"),
    size("memory", "memory of a task", "mem", "ram", ""),
    size("ephemeral", "ephemeral storage of a task, of which 20 GB are free", "ephemeral_storage", "storage"),
    ARCHITECTURE,
    choice("os", "operating system", "operating_system", "platform", of={"linux": "linux", "windows": "windows"},
           default="linux"),
)  # fmt: skip
COVERED = (
    "linux_x86_vcpu", "linux_x86_gb", "linux_arm_vcpu", "linux_arm_gb", "windows_vcpu", "windows_os_fee",
    "windows_gb", "ephemeral_over_20GB",
)  # fmt: skip


def lines(given: Given) -> Iterator[Usage]:
    """vCPU, memory, the operating system and storage of all tasks."""
    formula, inputs = _seconds(given)
    chip = "arm" if given.text("arch") == "arm64" else "x86"
    kind = "windows" if given.text("os") == "windows" else f"linux_{chip}"
    vcpu = (("vCPU", _vcpu(given)),)
    if given.has("vcpu"):
        yield given.usage(f"{kind}_vcpu", "vCPU", f"{formula} x vCPU", (*inputs, *vcpu))
        if kind == "windows":
            yield given.usage("windows_os_fee", "Operating system", f"{formula} x vCPU", (*inputs, *vcpu))
    if given.has("memory"):
        yield given.usage(f"{kind}_gb", "Memory", f"{formula} x memory GB", (*inputs, *given.inputs("memory")))
    if given.number("ephemeral") > TASK_FREE_GB:
        beyond = f"{formula} x (ephemeral GB - {TASK_FREE_GB:g})"
        yield given.usage("ephemeral_over_20GB", "Ephemeral storage", beyond, (*inputs, *given.inputs("ephemeral")))


def _vcpu(given: Given) -> float:
    """vCPU; 256 and more are CPU units, of which a vCPU has 1,024."""
    stated = given.number("vcpu")
    return stated / 1024 if stated >= 128 else stated


def _seconds(given: Given) -> tuple[str, tuple[Input, ...]]:
    if given.has("total_task"):
        return "task seconds", (("task seconds", given.number("total_task")),)
    days = given.number("days", given.hours / 24)
    if given.has("hours_per_day"):
        inputs = (*given.inputs("tasks"), ("hours a day", given.number("hours_per_day")), ("days", days))
        return "tasks x hours a day x 3600 x days", inputs
    if not given.has("seconds"):
        return "tasks x hours x 3600", (*given.inputs("tasks"), ("hours", given.number("days") * 24 or given.hours))
    least = 5 * TASK_S if given.text("os") == "windows" else TASK_S
    inputs = (*given.inputs("tasks"), ("seconds", given.number("seconds")))
    formula = f"tasks x max({least:g}, seconds)"
    return (f"{formula} x days", (*inputs, ("days", days))) if given.has("days") else (formula, inputs)


FORM = Form("fargate", FIELDS, lines=lines, covers=COVERED, features={
    "ecs_service": {}, "ecs_fargate": {}, "fargate_linux": {}, "fargate_windows": {"os": "windows"}, "eks_fargate": {},
    "fargate_arm": {"arch": "arm64"},
})  # fmt: skip
