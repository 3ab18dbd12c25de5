"""Amazon Timestream: writes, memory and magnetic store, compute units."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    count("writes", "writes of up to 1 KB", "records", "write_requests"),
    size("memory_store", "data in the memory store, mean of the month", "memory", "memory_data"),
    count("memory_gb_hours", "gigabyte-hours of it", "memory_gb_hour"),
    size("magnetic_store", "data in the magnetic store", "magnetic", "magnetic_storage", "storage"),
    count("tcu_hours", "compute-unit-hours", "tcu_hour", "compute_hours"),
)
CHARGES = (
    Charge("writes", "Writes", ("writes",)),
    Charge(
        "memory_gb_hour",
        "Memory store",
        (
            "memory_store",
            "hours",
        ),
    ),
    Charge("memory_gb_hour", "Memory store", ("memory_gb_hours",)),
    Charge("magnetic_gb_month", "Magnetic store", ("magnetic_store",)),
    Charge("tcu_hour", "Queries", ("tcu_hours",)),
)

FORM = Form("timestream", FIELDS, CHARGES)
