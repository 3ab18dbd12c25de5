"""Amazon RDS Proxy in front of Aurora Serverless v2: by the capacity unit, at least eight."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count
from tools.cost.usage import Usage

FIELDS = (
    count("acus", "capacity of the cluster", "acu", "capacity", "capacity_units", default=8.0),
    count("acu_hours", "capacity-hours, where stated at once", "acu_hour"),
)
CHARGES = (Charge("acu_hour", "Proxy", ("acu_hours",)),)


def lines(given: Given) -> Iterator[Usage]:
    """Capacity, at least eight units."""
    if not given.has("acu_hours"):
        yield given.usage("acu_hour", "Proxy", "max(8, acus) x hours", given.inputs("acus", "hours"))


FORM = Form("rds_proxy", FIELDS, CHARGES, lines=lines, features={"proxy": {}, "db_proxy": {}})
