"""Amazon S3: storage by class with its bands, requests, retrieval, lifecycle moves, monitoring, tags."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count, size
from tools.cost.usage import Usage

CLASSES = {
    "standard": "standard", "standard_ia": "ia", "ia": "ia", "infrequent_access": "ia", "onezone_ia": "onezone_ia",
    "one_zone_ia": "onezone_ia", "one_zone": "onezone_ia", "glacier": "glacier_flexible",
    "glacier_flexible": "glacier_flexible", "glacier_flexible_retrieval": "glacier_flexible",
    "glacier_instant": "glacier_instant", "glacier_ir": "glacier_instant",
    "glacier_instant_retrieval": "glacier_instant", "deep_archive": "deep_archive", "intelligent_tiering": "standard",
    "glacier_deep_archive": "deep_archive",
}  # fmt: skip
FIELDS = (
    choice("storage_class", "class of the storage and requests", "class", of=CLASSES, default="standard"),
    size("storage", "data stored, on average over the month", "stored", "data", "size", "storage_used",
         "standard_storage", "standard", "average_storage", ""),
    count("byte_hours", "bytes stored times the hours they are", "byte_hrs", "timed_storage_byte_hours"),
    size("gb_first_15_days", "data of the first 15 days, where byte_hours are not stated", "gb_first_15_days"),
    size("tb_last_16_days", "data of the last 16 days", "tb_last_16_days"),
    count("put", "PUT, COPY, POST and LIST requests", "puts", "put_requests", "writes", "tier_1_requests",
          "put_copy_post_list_requests", "put_copy_post_list", "uploads", "write_requests",
          "standard_monthly_tier_1_requests",
          "class_a_requests"),
    count("list", "LIST requests", "lists", "list_requests"),
    count("copy", "COPY requests", "copies", "copy_requests"),
    count("get", "GET, SELECT and other requests", "gets", "get_requests", "reads", "tier_2_requests", "downloads",
          "get_select_requests", "read_requests", "standard_monthly_tier_2_requests"),
    count("delete", "DELETE requests: free", "deletes", "delete_requests"),
    size("retrieval", "data retrieved of classes that bill it", "retrieved", "data_retrieval", "data_retrieved"),
    count("transitions", "objects moved to the class by lifecycle rules", "lifecycle_transitions",
              "transition_requests",
          "lifecycle_transition_requests", "lifecycle_requests"),
    size("ia_storage", "Standard-IA", "standard_ia_storage", "standard_infrequent_access_storage", "ia", "standard_ia",
         "infrequent_access"),
    count("ia_put", "writes in Standard-IA", "standard_infrequent_access_monthly_tier_1_requests", "ia_puts"),
    count("ia_get", "reads in Standard-IA", "standard_infrequent_access_monthly_tier_2_requests", "ia_gets"),
    size("ia_retrieval", "retrieved from Standard-IA", "standard_infrequent_access_monthly_data_retrieval",
         "ia_retrieved"),
    count("ia_transition", "moves to Standard-IA", "ia_transitions",
          "standard_infrequent_access_monthly_lifecycle_transition_requests"),
    size("onezone_ia_storage", "One Zone-IA", "one_zone_ia", "one_zone_infrequent_access_storage",
              "one_zone_ia_storage",
         "onezone_ia"),
    size("glacier_instant_storage", "Glacier Instant Retrieval", "glacier_instant", "glacier_ir"),
    size("glacier_flexible_storage", "Glacier Flexible Retrieval", "glacier_flexible", "glacier_storage", "glacier",
         "glacier_flexible_retrieval_storage"),
    size("deep_archive_storage", "Glacier Deep Archive", "deep_archive", "glacier_deep_archive_storage"),
    count("monitored_objects", "objects monitored by Intelligent-Tiering", "int_objects", "objects",
          "intelligent_tiering_monitored_objects", "intelligent_tiering_objects", "objects_monitored"),
    count("tags", "tags of objects", "object_tags"),
    size("data_out", "data out to the internet", "dto", "egress", "data_transfer_out", "internet_out"),
)  # fmt: skip
CHARGES = (
    Charge("ia_storage", "Storage (Standard-IA)", ("ia_storage",)),
    Charge("ia_put", "Writes (Standard-IA)", ("ia_put",)),
    Charge("ia_get", "Reads (Standard-IA)", ("ia_get",)),
    Charge("ia_retrieval", "Retrieval (Standard-IA)", ("ia_retrieval",)),
    Charge("ia_transition", "Moves to Standard-IA", ("ia_transition",)),
    Charge("onezone_ia_storage", "Storage (One Zone-IA)", ("onezone_ia_storage",)),
    Charge("glacier_instant_storage", "Storage (Glacier Instant)", ("glacier_instant_storage",)),
    Charge("glacier_flexible_storage", "Storage (Glacier Flexible)", ("glacier_flexible_storage",)),
    Charge("deep_archive_storage", "Storage (Deep Archive)", ("deep_archive_storage",)),
    Charge("int_monitoring", "Monitoring", ("monitored_objects",)),
    Charge("object_tagging", "Tags", ("tags",)),
    Charge("internet_out", "Data out to the internet", ("data_out",), service="data_transfer"),
)
_REQUESTS = {"ia": ("ia_put", "ia_get")}
_MOVES = {"ia": "ia_transition", "glacier_flexible": "glacier_flexible_transition",
          "glacier_instant": "glacier_instant_transition"}  # fmt: skip
_RETRIEVALS = {"ia": "ia_retrieval", "glacier_flexible": "glacier_flexible_retrieval"}
_CALLS = (("put", "Writes", 0), ("list", "Lists", 0), ("copy", "Copies", 0), ("get", "Reads", 1))


def lines(given: Given) -> Iterator[Usage]:
    """Storage and requests of the class."""
    kind = given.text("storage_class")
    yield from _stored(given, f"{kind}_storage")
    skus = _REQUESTS.get(kind, ("put_copy_post_list", "get_select_other"))
    for name, title, which in _CALLS:
        if given.has(name):
            yield given.usage(skus[which], title, name, given.inputs(name))
    for name, table, title in (("transitions", _MOVES, "Lifecycle moves"), ("retrieval", _RETRIEVALS, "Retrieval")):
        if given.has(name) and kind in table:
            yield given.usage(table[kind], title, given.label_of(name), given.inputs(name))


def _stored(given: Given, sku: str) -> Iterator[Usage]:
    if given.has("storage"):
        yield given.usage(sku, "Storage", "storage GB", given.inputs("storage"))
    elif given.has("byte_hours"):
        inputs = given.inputs("byte_hours", "hours")
        yield given.usage(sku, "Storage", "byte hours / hours / 1073741824", inputs)
    elif given.has("gb_first_15_days", "tb_last_16_days"):
        formula = "(first GB x 15 x 24 + last GB x 16 x 24) / hours"
        inputs = (("first GB", given.number("gb_first_15_days")), ("last GB", given.number("tb_last_16_days")),
                  ("hours", 744.0))  # fmt: skip
        yield given.usage(sku, "Storage", formula, inputs)


FORM = Form(
    "s3",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=("standard_storage", "put_copy_post_list", "get_select_other", "glacier_flexible_transition",
            "glacier_instant_transition", "glacier_flexible_retrieval"),
    features={"s3_bucket": {}, "s3_requests": {}, "s3_storage": {}, "s3_lifecycle": {}, "s3_glacier": {},
              "s3_standard": {}},
)  # fmt: skip
