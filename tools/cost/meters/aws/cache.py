"""Amazon ElastiCache Serverless: data held by the hour, and processing units of the requests.

Source: Amazon ElastiCache pricing page. A request takes one unit for each started KB; Valkey bills at least 0.1 GB,
Redis at least 1 GB.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Cache

_SKUS = {
    "valkey": ("valkey_gb_hour", "valkey_ecpu", 0.1),
    "redis": ("redis_memcached_gb_hour", "redis_memcached_ecpu", 1.0),
}


def meter(cache: Cache, scope: Scope) -> Iterator[Usage]:
    """Usage of one cache."""
    held, processed, least = _SKUS[cache.engine]
    size = max(least, cache.memory_gb)
    yield Usage(
        cache.name,
        "elasticache_serverless",
        held,
        "Data held",
        size * scope.hours,
        "GB x hours",
        (("GB", size), ("hours", scope.hours)),
        is_standing=True,
    )
    requests, units = 0.0, 0.0
    for flow in scope.incoming(cache.name):
        requests += flow.demand.per_month
        units += flow.demand.per_month * steps(flow.demand.payload_kb, 1.0)
    formula = "requests x started KB of one"
    inputs = (("requests", requests), ("started KB of one", units / (requests or 1.0)))
    yield Usage(cache.name, "elasticache_serverless", processed, "Requests", units, formula, inputs)
