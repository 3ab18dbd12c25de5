"""Caches: processing units and connections."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.design.components import Cache
from tools.scaling.ground import Ground, quota_limit
from tools.scaling.model import Figure, Limit

PROVIDERS = ("aws",)


def measure(ground: Ground) -> Iterator[Limit]:
    """The limits of each cache with traffic: a unit for each request and KB begun, a connection for each client."""
    quota = ground.quota("elasticache_serverless", "limits")
    if quota is None:
        return
    for cache in ground.scene.design.components:
        arriving = ground.scene.arriving(cache.name)
        if not isinstance(cache, Cache) or not arriving.weights:
            continue
        use = ground.peak([arriving], float(ceil(arriving.payload_kb)), "units/s")
        yield quota_limit(
            cache.name, quota, "processing units a second", use, quota.number("ecpu_s"), "requests wait", part="units"
        )
        names = {link.source for _, link in ground.scene.links_to(cache.name)}
        clients = sum(found.worst.value for name, found in ground.functions.items() if name in names)
        if clients > 0:
            held = Figure(clients, "connections", "Σ concurrency of its clients", (("clients", clients),))
            most = quota.number("connections")
            yield quota_limit(
                cache.name, quota, "connections", held, most, "connections are refused", part="connections"
            )
