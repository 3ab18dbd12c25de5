"""Elastic Load Balancing: load balancers by the hour and capacity units."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.usage import Usage

FIELDS = (
    count("load_balancers", "load balancers", "albs", "alb", "balancers", "load_balancer", default=1.0),
    count("lcus", "capacity units, mean of the month", "lcu", "capacity_units"),
    count("lcu_hours", "capacity-unit-hours", "lcu_hour"),
    count("new_connections", "new connections a second", "new_connections_per_s"),
    count("active_connections", "connections at once", "active"),
    size("processed", "data in the month", "processed_bytes", "data_processed", "data", ""),
    count("rule_evaluations", "rule evaluations a second", "rules"),
)
CHARGES = (
    Charge(
        "alb_hour",
        "Load balancer hours",
        (
            "load_balancers",
            "hours",
        ),
        is_standing=True,
    ),
)


def lines(given: Given) -> Iterator[Usage]:
    """Capacity units: as stated, else the largest of the four dimensions."""
    if given.has("lcu_hours"):
        yield given.usage("alb_lcu", "Capacity units", "lcu hours", given.inputs("lcu_hours"))
    elif given.has("lcus"):
        yield given.usage("alb_lcu", "Capacity units", "lcus x hours", given.inputs("lcus", "hours"))
    elif given.has("new_connections", "active_connections", "processed", "rule_evaluations"):
        sizes = "new connections / 25, active connections / 3000, processed GB / hours, rule evaluations / 1000"
        names = ("new_connections", "active_connections", "processed", "rule_evaluations", "hours")
        yield given.usage("alb_lcu", "Capacity units", f"max({sizes}) x hours", given.inputs(*names))


FORM = Form(
    "elb",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=("alb_lcu",),
    features={"alb": {}, "lb": {}, "load_balancer": {}, "application_load_balancer": {}},
)
