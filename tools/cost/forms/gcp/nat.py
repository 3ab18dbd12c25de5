"""Google Cloud NAT: machines by the hour, of which 32 are billed, and the data they carry."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.usage import Usage

FIELDS = (
    count("vms", "machines that use it", "assigned_vms", "vm", "gateways", "instances", default=0.0),
    size("data", "data it carries", "data_processed", "processed", ""),
)
CHARGES = (Charge("gb", "Data", ("data",)),)


def lines(given: Given) -> Iterator[Usage]:
    """Machines, the first 32 of them."""
    if given.has("vms"):
        yield given.usage("vm_hour", "Machines", "min(32, vms) x hours", given.inputs("vms", "hours"))


FORM = Form(
    "nat", FIELDS, CHARGES, lines=lines, covers=("vm_hour",), features={"compute_router_nat": {}, "cloud_nat": {}}
)
