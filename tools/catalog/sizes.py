"""The sizes in which compute is on offer, where it cannot be had by the byte.

Sources: Amazon ECS developer guide, "Task CPU and memory" (Fargate); quota `timestream.influxdb_storage_gb`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from tools.catalog.quotas import quota


class TaskSize(NamedTuple):
    """One size of task."""

    vcpu: float
    memory_mb: int


_OFFERS: tuple[tuple[float, int, int, int], ...] = (
    (0.25, 512, 2048, 512),
    (0.5, 1024, 4096, 1024),
    (1, 2048, 8192, 1024),
    (2, 4096, 16384, 1024),
    (4, 8192, 30720, 1024),
    (8, 16384, 61440, 4096),
    (16, 32768, 122880, 8192),
)
"""vCPU, least and most memory in MB, and the step between."""


def task_size(vcpu: float, memory_mb: int) -> TaskSize:
    """The smallest Fargate task that holds what was asked; the largest there is where none does."""
    for offered, least, most, step in _OFFERS:
        if offered >= vcpu and most >= memory_mb:
            memory = max(least, math.ceil(memory_mb / step) * step)
            return TaskSize(offered, 2048 if offered == 0.25 and memory > 1024 else memory)
    offered, _, most, _ = _OFFERS[-1]
    return TaskSize(offered, most)


def series_storage_gb(held_gb: float) -> int:
    """Storage to allocate for a database of measurements that holds so much, in gigabytes."""
    offered = quota("aws", "timestream", "influxdb_storage_gb")
    return max(int(offered.number("minimum")), min(math.ceil(held_gb), int(offered.number("maximum"))))
