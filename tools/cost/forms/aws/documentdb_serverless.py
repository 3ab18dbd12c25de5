"""Amazon DocumentDB Serverless: capacity, storage, requests of the storage, backups."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.usage import Usage

FIELDS = (
    count(
        "dcus", "mean capacity in units", "dcu", "average_dcus", "average_dcu", "capacity_units", "capacity", "mean_dcu"
    ),
    count("instances", "instances with that capacity", "writers_and_readers", "nodes", default=1.0),
    count("dcu_hours", "capacity-hours, where stated at once", "dcu_hour", "capacity_units_hours"),
    size("storage", "data stored", "data", "stored", "database", ""),
    count(
        "io", "requests of the storage", "ios", "io_requests", "io_operations", "i/o", "iops", "monthly_io", "requests"
    ),
    size("backup", "backups beyond the free ones", "backups", "backup_storage"),
)
CHARGES = (Charge("backup", "Backups", ("backup",)),)


def lines(given: Given) -> Iterator[Usage]:
    """Capacity and storage of the configuration that is named."""
    suffix = ""
    if given.has("dcus"):
        formula, inputs = "dcus x instances x hours", given.inputs("dcus", "instances", "hours")
        yield given.usage(f"dcu_hour{suffix}", "Capacity", formula, inputs)
    if given.has("dcu_hours"):
        yield given.usage(f"dcu_hour{suffix}", "Capacity", "dcu hours", given.inputs("dcu_hours"))
    if given.has("storage"):
        yield given.usage(f"storage{suffix}", "Storage", "storage GB", given.inputs("storage"))
    if given.has("io") and not suffix:
        yield given.usage("io", "Requests of the storage", "io", given.inputs("io"))


FORM = Form(
    "documentdb_serverless",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=(
        "dcu_hour",
        "storage",
        "io",
    ),
    features={"documentdb": {}, "docdb": {}},
)
