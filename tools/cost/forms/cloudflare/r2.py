"""Cloudflare R2: storage, operations of class A and B, retrieval of Infrequent Access, in whole units."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.cloudflare_plan import base_plan
from tools.cost.forms.model import Field, Form, Given, choice, count, size
from tools.cost.usage import Usage

FIELDS = (
    Field("days_at_gb", "pairs", "rows of [days, GB kept on each]", ("days_at_gigabytes",)),
    count("days", "days of the month", "days_in_month", "days_per_month"),
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
    choice(
        "storage_class",
        "class of the storage",
        "class",
        of={"standard": "standard", "infrequent_access": "ia", "ia": "ia"},
        default="standard",
    ),
    size("storage", "data stored, on average over the month", "stored", "data", "storage_month", ""),
    count("objects", "objects written", "files", "uploads", "object"),
    size("object_size", "one object", "each", "size_each", "object", "average_object", "gb_each"),
    count("class_a", "operations of class A", "class_a_operations", "writes", "puts", "write_operations", "put"),
    count("class_b", "operations of class B", "class_b_operations", "reads", "gets", "read_operations", "get"),
    count("reads_per_object", "reads of each object", "reads_each"),
    count("days_kept", "days the objects are kept", "kept_days", "days_stored"),
    size("retrieval", "data retrieved of Infrequent Access", "retrieved", "data_retrieval"),
)


def lines(given: Given) -> Iterator[Usage]:
    """Storage over the month and operations; each object is retrieved once where nothing else is stated."""
    kind = given.text("storage_class")
    prefix = "ia_" if kind == "ia" else ""
    yield from _stored(given, f"{kind}_storage", 30.0 if kind == "ia" else 0.0)
    if given.has("class_a", "objects"):
        name = "class_a" if given.has("class_a") else "objects"
        yield given.usage(f"{prefix}class_a", "Class A", given.label_of(name), given.inputs(name))
    if given.has("class_b"):
        yield given.usage(f"{prefix}class_b", "Class B", "class b", given.inputs("class_b"))
    elif given.has("objects") and given.has("reads_per_object"):
        inputs = given.inputs("objects", "reads_per_object")
        yield given.usage(f"{prefix}class_b", "Class B", "objects x reads per object", inputs)
    if kind == "ia" and given.has("retrieval"):
        yield given.usage("ia_retrieval", "Retrieval", "retrieval GB", given.inputs("retrieval"))
    elif kind == "ia" and given.has("object_size") and given.has("objects", "reads_per_object"):
        yield given.usage(
            "ia_retrieval", "Retrieval", "objects x object size GB", given.inputs("objects", "object_size")
        )
    yield from base_plan(given)


def _stored(given: Given, sku: str, least_days: float) -> Iterator[Usage]:
    """Data stored: on average, by days, or by objects that are billed for at least so many days."""
    days = given.number("days", 30.0)
    if given.has("storage"):
        yield given.usage(sku, "Storage", "storage GB", given.inputs("storage"))
    elif rows := given.pairs("days_at_gb"):
        inputs = (("GB days", sum(row[0] * row[-1] for row in rows)), ("days", days))
        yield given.usage(sku, "Storage", "GB days / days", inputs)
    elif given.has("objects") and given.has("object_size"):
        kept = max(least_days, min(days, given.number("days_kept", days)))
        inputs = (*given.inputs("objects", "object_size"), ("days kept", kept), ("days", days))
        yield given.usage(sku, "Storage", "objects x object size GB x days kept / days", inputs)


FORM = Form(
    "r2",
    FIELDS,
    lines=lines,
    covers=(
        "standard_storage",
        "class_a",
        "class_b",
        "ia_storage",
        "ia_class_a",
        "ia_class_b",
        "ia_retrieval",
    ),
    free_by_default="*",
    features={"r2_bucket": {}, "r2_storage": {}, "r2_ia": {"storage_class": "ia"}},
)
