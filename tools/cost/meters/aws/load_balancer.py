"""Application Load Balancer: hours, and capacity units of whichever measure is highest.

Source: Elastic Load Balancing pricing page. A unit is 25 new connections a second, 3,000 open ones or 1 GB an hour.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import KB_PER_GB, Scope
from tools.cost.usage import Usage
from tools.design.components import LoadBalancer

NEW_PER_S = 25.0
OPEN = 3000.0
GB_PER_HOUR = 1.0
OPEN_S = 60.0
"""How long an idle connection stays open."""


def meter(balancer: LoadBalancer, scope: Scope) -> Iterator[Usage]:
    """Usage of one load balancer."""
    yield Usage(
        balancer.name,
        "elb",
        "alb_hour",
        "Hours",
        scope.hours,
        "hours",
        (("hours", scope.hours),),
        is_standing=True,
    )
    demand = scope.demand(balancer.name)
    opened = demand.mean_rps / scope.assume("requests_per_visit")
    volume = 2 * demand.per_month * demand.payload_kb / KB_PER_GB / scope.hours
    units = max(opened / NEW_PER_S, opened * OPEN_S / OPEN, volume / GB_PER_HOUR)
    yield Usage(
        balancer.name,
        "elb",
        "alb_lcu",
        "Capacity units",
        units * scope.hours,
        "max(new connections/s / 25, new connections/s x 60 / 3000, GB/h both ways) x hours",
        (("new connections/s", opened), ("GB/h both ways", volume), ("hours", scope.hours)),
    )
