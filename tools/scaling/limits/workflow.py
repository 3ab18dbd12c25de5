"""Workflows: executions started, state transitions, executions open."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import WorkflowEngine
from tools.scaling.ground import Ground, bucket_limit, quota_limit
from tools.scaling.model import Figure, Limit
from tools.workload import Demand, transitions
from tools.workload.profiles import DAY_S

PROVIDERS = ("aws",)

_STARTING = "starting is throttled; the caller must try again"


def measure(ground: Ground) -> Iterator[Limit]:
    """The account's limits on all workflows of a durability together."""
    engines = [engine for engine in ground.scene.all(WorkflowEngine) if ground.scene.arriving(engine.name).weights]
    for durability in ("standard", "express"):
        chosen = [engine for engine in engines if engine.durability == durability]
        quota = ground.quota("stepfunctions", f"start_execution_{durability}")
        if chosen and quota is not None:
            demands = [ground.scene.arriving(engine.name) for engine in chosen]
            title = f"{durability} executions started a second"
            yield bucket_limit(ground, "account", quota, title, demands, _STARTING)
    standard = [engine for engine in engines if engine.durability == "standard"]
    if standard:
        yield from _transitions(ground, standard)
        yield from _open(ground, standard)


def _transitions(ground: Ground, engines: list[WorkflowEngine]) -> Iterator[Limit]:
    quota = ground.quota("stepfunctions", "state_transition_standard")
    definitions = {workflow.name: workflow for workflow in ground.scene.design.workflows}
    rows: list[tuple[Demand, float]] = [
        (ground.scene.arriving(engine.name), transitions(definitions[engine.definition])) for engine in engines
    ]
    if quota is not None:
        use = ground.weighed_peak(rows, "transitions/s")
        title = "state transitions a second of standard workflows"
        yield quota_limit("account", quota, title, use, quota.number("refill"), "executions go slower")


def _open(ground: Ground, engines: list[WorkflowEngine]) -> Iterator[Limit]:
    quota = ground.quota("stepfunctions", "open_executions")
    held = 0.0
    for engine in engines:
        demand = ground.scene.arriving(engine.name)
        held += engine.work_s * (demand.mean_rps if engine.work_s >= DAY_S else demand.peak_rps)
    if quota is not None:
        use = Figure(held, "executions", "executions a second x duration, Little's law", (("open", held),))
        yield quota_limit("account", quota, "standard executions open at once", use, quota.number(), _STARTING)
