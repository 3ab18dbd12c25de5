"""Amazon Redshift Serverless: processing units while queries run, and managed storage. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import HOURS_PER_DAY
from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Warehouse


def meter(warehouse: Warehouse, scope: Scope) -> Iterator[Usage]:
    """Usage of one warehouse."""
    hours = warehouse.hours_per_day * scope.hours / HOURS_PER_DAY
    yield Usage(
        warehouse.name,
        "redshift_serverless",
        "rpu_hour",
        "Compute",
        warehouse.base_capacity * hours,
        "RPU x hours a day x hours / 24",
        (("RPU", warehouse.base_capacity), ("hours a day", warehouse.hours_per_day), ("hours", scope.hours)),
    )
    held = scope.held(warehouse)
    yield Usage(
        warehouse.name,
        "redshift_serverless",
        "storage",
        "Storage",
        held.gigabytes,
        held.formula,
        held.inputs,
        is_standing=True,
    )
