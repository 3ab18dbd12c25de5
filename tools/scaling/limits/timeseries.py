"""Databases of measurements: what one instance stores."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import TimeSeries
from tools.scaling.ground import Ground, quota_limit
from tools.scaling.model import Figure, Limit
from tools.workload import holding_of

PROVIDERS = ("aws",)


def measure(ground: Ground) -> Iterator[Limit]:
    """Storage of each database of measurements whose size follows from its traffic."""
    quota = ground.quota("timestream", "influxdb_storage_gb")
    if quota is None:
        return
    for series in ground.scene.all(TimeSeries):
        if series.stored_gb is None and ground.scene.arriving(series.name).weights:
            held = holding_of(series, ground.scene.workload)
            use = Figure(held.gigabytes, "GB", held.formula, held.inputs)
            effect = "what is older must be dropped or moved elsewhere"
            yield quota_limit(series.name, quota, "gigabytes stored", use, quota.number("maximum"), effect)
