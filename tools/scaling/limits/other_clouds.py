"""Azure and Google Cloud: instances of functions, executions of workflows."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import WorkflowEngine
from tools.scaling.ground import Ground, quota_limit
from tools.scaling.model import Figure, Limit

PROVIDERS = ("azure", "gcp")

_WAITING = "requests wait for an instance or are refused"


def measure(ground: Ground) -> Iterator[Limit]:
    """What the catalogue knows of these clouds."""
    functions = ground.quota("functions", "max_instances")
    if functions is not None:
        for name, found in ground.functions.items():
            if found.worst.value > 0:
                limit = functions.number("flex")
                yield quota_limit(name, functions, "instances of one app", found.worst, limit, _WAITING, note=_ONE_EACH)
    workflows = ground.quota("workflows", "limits")
    engines = ground.scene.all(WorkflowEngine)
    held = sum(engine.work_s * ground.scene.arriving(engine.name).peak_rps for engine in engines)
    if workflows is not None and held > 0:
        use = Figure(held, "executions", "executions a second x duration, Little's law", (("open", held),))
        limit = workflows.number("concurrent_executions")
        yield quota_limit("account", workflows, "executions at once", use, limit, "executions wait")


_ONE_EACH = "one request at a time for each instance; an instance that takes several needs fewer"
