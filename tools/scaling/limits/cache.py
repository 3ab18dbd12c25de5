"""Caches: processing units and connections."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.catalog import Quota
from tools.design.components import Cache
from tools.scaling.ground import Ground, breaking_multiple, busy_together, quota_limit
from tools.scaling.model import Figure, Limit

PROVIDERS = ("aws",)


def measure(ground: Ground) -> Iterator[Limit]:
    """The limits of each cache with traffic: a unit for each request and KB begun, a connection for each client."""
    quota = ground.quota("elasticache_serverless", "limits")
    if quota is None:
        return
    for cache in ground.scene.all(Cache):
        arriving = ground.scene.arriving(cache.name)
        if not arriving.weights:
            continue
        use = ground.peak([arriving], float(ceil(arriving.payload_kb)), "units/s")
        yield quota_limit(
            cache.name, quota, "processing units a second", use, quota.number("ecpu_s"), "requests wait", part="units"
        )
        yield from _connections(ground, cache, quota)


def _connections(ground: Ground, cache: Cache, quota: Quota) -> Iterator[Limit]:
    clients, most = ground.clients_of(cache.name), quota.number("connections")
    if clients:
        busy = busy_together(clients)
        yield quota_limit(
            cache.name,
            quota,
            "connections",
            Figure(busy, "connections", "Σ concurrency of its clients", (("clients", float(len(clients))),)),
            most,
            "connections are refused",
            part="connections",
            multiple=breaking_multiple(lambda multiple: busy_together(clients, multiple), most),
        )
