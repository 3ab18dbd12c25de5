"""Amazon Aurora Serverless v2: capacity, storage, requests of the storage, backups."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size, switch
from tools.cost.usage import Usage

FIELDS = (
    count(
        "acus", "mean capacity in units", "acu", "average_acus", "average_acu", "capacity_units", "capacity", "mean_acu"
    ),
    count("instances", "instances with that capacity", "writers_and_readers", "nodes", default=1.0),
    count("acu_hours", "capacity-hours, where stated at once", "acu_hour", "capacity_units_hours"),
    size("storage", "data stored", "data", "stored", "database", ""),
    count(
        "io", "requests of the storage", "ios", "io_requests", "io_operations", "i/o", "iops", "monthly_io", "requests"
    ),
    size("backup", "backups beyond the free ones", "backups", "backup_storage"),
    switch(
        "io_optimized", "I/O-Optimized: requests are free, the rest is dearer", "is_io_optimized", "aurora_io_optimized"
    ),
)
CHARGES = (Charge("backup", "Backups", ("backup",)),)


def lines(given: Given) -> Iterator[Usage]:
    """Capacity and storage of the configuration that is named."""
    suffix = "_io_optimized" if given.is_on("io_optimized") else ""
    if given.has("acus"):
        formula, inputs = "acus x instances x hours", given.inputs("acus", "instances", "hours")
        yield given.usage(f"acu_hour{suffix}", "Capacity", formula, inputs)
    if given.has("acu_hours"):
        yield given.usage(f"acu_hour{suffix}", "Capacity", "acu hours", given.inputs("acu_hours"))
    if given.has("storage"):
        yield given.usage(f"storage{suffix}", "Storage", "storage GB", given.inputs("storage"))
    if given.has("io") and not suffix:
        yield given.usage("io", "Requests of the storage", "io", given.inputs("io"))


FORM = Form(
    "aurora_serverless_v2",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=(
        "acu_hour",
        "storage",
        "io",
        "acu_hour_io_optimized",
        "storage_io_optimized",
    ),
    features={
        "aurora": {},
        "rds_cluster": {},
        "aurora_postgresql": {},
        "aurora_mysql": {},
        "aurora_io_optimized": {"io_optimized": True},
    },
)
