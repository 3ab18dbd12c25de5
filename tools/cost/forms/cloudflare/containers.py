"""Cloudflare Containers: memory, vCPU and disk by the second."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.cloudflare_plan import base_plan
from tools.cost.forms.model import Charge, Form, Given, choice, count, size, time
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "plan",
        "plan of the account; the paid one has a base charge",
        "account_plan",
        "workers_plan",
        of={
            "paid": "paid",
            "standard": "paid",
            "workers_paid": "paid",
            "bundled": "paid",
            "included": "included",
            "none": "included",
        },
    ),
    count("instances", "instances", "containers", default=1.0),
    time("active", "time one instance is active", "duration", "run", "active_time", "running", "", unit="s"),
    size("memory", "memory of one", "mem", "ram"),
    count("vcpu", "vCPU of one", "vcpus", "cpu"),
    size("disk", "disk of one", "storage", "ephemeral"),
    count("memory_gib_seconds", "memory-time of all, where stated at once", "gib_seconds"),
    count("vcpu_seconds", "vCPU-time of all", "cpu_seconds"),
    count("disk_gb_seconds", "disk-time of all", "disk_seconds"),
)
CHARGES = (
    Charge(
        "memory",
        "Memory",
        (
            "instances",
            "active",
            "memory",
        ),
    ),
    Charge(
        "vcpu",
        "vCPU",
        (
            "instances",
            "active",
            "vcpu",
        ),
    ),
    Charge(
        "disk",
        "Disk",
        (
            "instances",
            "active",
            "disk",
        ),
    ),
    Charge("memory", "Memory", ("memory_gib_seconds",)),
    Charge("vcpu", "vCPU", ("vcpu_seconds",)),
    Charge("disk", "Disk", ("disk_gb_seconds",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """The base charge of the plan, if stated."""
    yield from base_plan(given)


FORM = Form("containers", FIELDS, CHARGES, lines=lines, free_by_default="*")
