"""Containers: tasks at once, and the account's processors."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Container
from tools.scaling.assumptions import SERVICE_REQUESTS_PER_VCPU
from tools.scaling.ground import Ground, design_limit, quota_limit
from tools.scaling.model import Figure, Limit

PROVIDERS = ("aws",)


def measure(ground: Ground) -> Iterator[Limit]:
    """Tasks of each container with traffic against its most, and processors of all against the account's."""
    processors = 0.0
    for container in ground.scene.all(Container):
        if not ground.scene.arriving(container.name).weights:
            continue
        use = _tasks(ground, container)
        processors += min(use.value, container.max_tasks) * container.vcpu
        effect = "requests wait for a task" if container.mode == "service" else "jobs wait for a task"
        limit = float(container.max_tasks)
        yield design_limit(container.name, "max_tasks", "tasks at once", use, limit, effect)
    quota = ground.quota("fargate", "vcpu_on_demand")
    if processors > 0 and quota is not None:
        used = Figure(processors, "vCPU", "Σ tasks x vCPU", (("vCPU", processors),))
        yield quota_limit("account", quota, "processors of container tasks", used, quota.number(), "tasks do not start")


def _tasks(ground: Ground, container: Container) -> Figure:
    at_once = SERVICE_REQUESTS_PER_VCPU * container.vcpu if container.mode == "service" else 1.0
    demand = ground.scene.arriving(container.name)
    rate = demand.peak_rps if container.work_s < 3600 else demand.mean_rps
    return Figure(
        rate * container.work_s / at_once,
        "tasks",
        "rate x duration / requests a task works on at once, Little's law",
        (("rate, 1/s", rate), ("duration, s", container.work_s), ("at once for each task (assumed)", at_once)),
    )
