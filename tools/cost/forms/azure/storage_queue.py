"""Azure Queue Storage: capacity, operations by class, replication."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count, size
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "account_kind",
        "kind of account",
        "kind",
        "account",
        of={"storagev2": "v2", "storage": "v1", "storagev1": "v1", "gpv2": "v2", "gpv1": "v1"},
        default="v2",
    ),
    choice(
        "replication",
        "how it is replicated",
        "account_replication_type",
        "redundancy",
        "replication_type",
        of={"lrs": "lrs", "grs": "grs", "gzrs": "grs", "ragrs": "grs", "ra_grs": "grs", "ragzrs": "grs"},
        default="lrs",
    ),
    size("storage", "data stored", "capacity", "stored", "data", "gpv2_lrs_capacity"),
    count("class_1_operations", "operations of class 1", "gpv2_lrs_class1_ops", "class1_operations", "writes"),
    count("class_2_operations", "operations of class 2", "gpv2_lrs_class2_ops", "class2_operations", "reads"),
    size(
        "geo_replication",
        "data replicated to the other region: only where it is",
        "geo_replication_data_transfer",
        "georeplication",
    ),
)
CHARGES = (Charge("gpv2_lrs_capacity", "Capacity", ("storage",)),)


def lines(given: Given) -> Iterator[Usage]:
    """Operations of the kind of account, and replication where there is any."""
    kind = given.text("account_kind")
    for number in ("1", "2"):
        name = f"class_{number}_operations"
        if given.has(name):
            sku = f"gpv2_lrs_class{number}_ops" if kind == "v2" else "gpv1_lrs_ops"
            yield given.usage(sku, f"Operations of class {number}", given.label_of(name), given.inputs(name))
    if given.has("geo_replication") and given.text("replication") != "lrs":
        formula, inputs = "geo replication GB", given.inputs("geo_replication")
        yield given.usage("gpv2_gzrs_grs_georeplication", "Replication", formula, inputs)


FORM = Form(
    "storage_queue",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=(
        "gpv2_lrs_class1_ops",
        "gpv2_lrs_class2_ops",
        "gpv1_lrs_ops",
        "gpv2_gzrs_grs_georeplication",
    ),
    features={"queue": {}, "queue_storage": {}},
)
