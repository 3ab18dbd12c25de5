"""Amazon Route 53: a hosted zone, a health check for each region, queries. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import DnsFailover


def meter(failover: DnsFailover, scope: Scope) -> Iterator[Usage]:
    """Usage of one set of failover records. Names are looked up once for several requests."""
    regions = len(failover.regions)
    yield Usage(failover.name, "route53", "hosted_zone", "Hosted zone", 1, "zones", (("zones", 1),))
    yield Usage(failover.name, "route53", "health_check", "Health checks", regions, "regions", (("regions", regions),))
    entering = sum(
        demand.per_month
        for link, demand in zip(scope.design.links, scope.workload.links, strict=True)
        if link.load is not None
    )
    each = scope.assume("requests_per_visit")
    yield Usage(
        failover.name,
        "route53",
        "latency_queries" if failover.policy == "latency" else "queries",
        "Queries",
        entering / each,
        "requests that enter / requests for one look-up",
        (("requests that enter", entering), ("requests for one look-up", each)),
    )
