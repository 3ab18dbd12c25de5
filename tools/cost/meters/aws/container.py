"""AWS Fargate: vCPU and memory by the second, at least a minute for each task.

Source: AWS Fargate pricing page. A task is as large as the smallest size on offer that holds what was asked. Clusters
of Kubernetes and virtual machines exist outside the design: what they cost is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.catalog.sizes import TaskSize, task_size
from tools.cost.measures import MB_PER_GB
from tools.cost.metering.steps import TASK_S
from tools.cost.scope import Scope
from tools.cost.usage import Input, Usage
from tools.design.components import Container


def meter(container: Container, scope: Scope) -> Iterator[Usage]:
    """Usage of one container service or job."""
    if container.platform != "managed":
        text = f"runs on a {container.platform} platform that exists already; its share of that is not known"
        yield Usage(container.name, "ecs", "", "Tasks", 0.0, "", note=text)
        return
    size = task_size(container.vcpu, container.memory_mb)
    if container.mode == "service":
        seconds, formula, inputs = _service_seconds(container, scope, size.vcpu)
    else:
        seconds, formula, inputs = _job_seconds(container, scope)
    yield from _tasks(container, size, seconds, formula, inputs)
    if not container.image:
        image_gb = scope.assume("image_gb")
        yield Usage(container.name, "ecr", "storage", "Image storage", image_gb, "image GB", (("image GB", image_gb),))


def _service_seconds(container: Container, scope: Scope, vcpu: float) -> tuple[float, str, tuple[Input, ...]]:
    busy = scope.demand(container.name).mean_rps * container.work_s
    needed = busy / (vcpu * scope.assume("requests_per_vcpu"))
    tasks = min(float(container.max_tasks), max(float(container.min_tasks or 1), needed))
    formula = "tasks x hours x 3600"
    return tasks * scope.seconds, formula, (("tasks", tasks), ("requests under way", busy), ("hours", scope.hours))


def _job_seconds(container: Container, scope: Scope) -> tuple[float, str, tuple[Input, ...]]:
    runs = scope.runs(container.name).per_month
    each = max(TASK_S, container.work_s)
    return runs * each, "jobs x max(60, seconds)", (("jobs", runs), ("seconds", container.work_s))


def _tasks(
    container: Container, size: TaskSize, seconds: float, formula: str, inputs: tuple[Input, ...]
) -> Iterator[Usage]:
    chip = "arm" if container.architecture == "arm64" else "x86"
    standing = container.mode == "service"
    yield Usage(
        container.name,
        "fargate",
        f"linux_{chip}_vcpu",
        "vCPU",
        seconds * size.vcpu,
        f"{formula} x vCPU",
        (*inputs, ("vCPU", size.vcpu)),
        is_standing=standing,
    )
    memory_gb = size.memory_mb / MB_PER_GB
    yield Usage(
        container.name,
        "fargate",
        f"linux_{chip}_gb",
        "Memory",
        seconds * memory_gb,
        f"{formula} x memory GB",
        (*inputs, ("memory GB", memory_gb)),
        is_standing=standing,
    )
