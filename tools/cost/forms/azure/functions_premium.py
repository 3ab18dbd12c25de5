"""Azure Functions, Premium plan: vCPU and memory of the instances."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count, size
from tools.cost.usage import Usage

SIZES = {"EP1": (1.0, 3.5), "EP2": (2.0, 7.0), "EP3": (4.0, 14.0)}
"""vCPU and GB of an instance."""

FIELDS = (
    choice(
        "sku",
        "size of an instance",
        "size",
        "plan",
        "instance_size",
        "instance_type",
        "sku_name",
        of={"ep1": "EP1", "ep2": "EP2", "ep3": "EP3"},
    ),
    count("instances", "instances", "instance", "minimum_instances", "capacity", "pre_warmed_instances", default=1.0),
    count("vcpus", "vCPU of all instances", "vcpu", "cores"),
    size("memory", "memory of all instances", "mem"),
)
CHARGES = (
    Charge("vcpu", "vCPU", ("vcpus",)),
    Charge("memory", "Memory", ("memory",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Instances of the size that is named."""
    if size := given.text("sku"):
        vcpus, memory = SIZES[size]
        inputs = given.inputs("instances")
        yield given.usage("vcpu", "vCPU", "instances x vCPU", (*inputs, ("vCPU", vcpus)))
        yield given.usage("memory", "Memory", "instances x memory GB", (*inputs, ("memory GB", memory)))


FORM = Form(
    "functions_premium",
    FIELDS,
    CHARGES,
    lines=lines,
    features={
        "function_app": {},
        "premium": {},
        "function_app_premium": {},
        "ep1": {"sku": "EP1"},
        "ep2": {"sku": "EP2"},
        "ep3": {"sku": "EP3"},
    },
)
