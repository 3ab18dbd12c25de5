"""Amazon DynamoDB: on demand and provisioned, indexes, streams, recovery, backups, global tables."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Field, Form, Given, choice, count, size, switch
from tools.cost.metering.steps import EVENTUAL, READ_UNIT_KB, WRITE_UNIT_KB
from tools.cost.usage import Input, Usage

FIELDS = (
    choice("billing_mode", "how it is billed", "mode", "capacity_mode", "capacity",
           of={"pay_per_request": "on-demand", "on_demand": "on-demand", "on-demand": "on-demand",
               "ondemand": "on-demand", "provisioned": "provisioned"}, default="on-demand"),
    choice("table_class", "class of the table", "class", "storage_class",
           of={"standard": "", "standard_ia": "_ia", "standard_infrequent_access": "_ia", "ia": "_ia"}, default=""),
    count("wru", "write request units", "write_request_units", "write_units", "wrus", "on_demand_write_units"),
    count("rru", "read request units", "read_request_units", "read_units", "rrus", "on_demand_read_units"),
    count("writes", "writes of items, in place of units", "write_requests", "write_operations", "puts"),
    count("reads", "reads of items, in place of units", "read_requests", "read_operations", "gets"),
    size("item_size", "one item", "item", "item_kb", "average_item", "write_size", "write", "record", "", unit="KB"),
    size("read_size", "what one read returns, where it is not one item", "read", unit="KB"),
    choice("consistency", "how reads are done", "read_consistency", "reads_are",
           of={"strong": "strong", "strongly_consistent": "strong", "eventual": "eventual",
               "eventually_consistent": "eventual", "transactional": "transactional"}, default="strong"),
    switch("eventually_consistent", "whether reads are eventually consistent", "eventual_reads",
           "is_eventually_consistent"),
    switch("transactional_writes", "whether writes are transactions", "transactional"),
    count("gsi", "global secondary indexes that each write changes", "gsis", "indexes", "global_secondary_indexes"),
    count("wcu", "provisioned write capacity", "write_capacity", "write_capacity_units", "wcus", "provisioned_wcu"),
    count("rcu", "provisioned read capacity", "read_capacity", "read_capacity_units", "rcus", "provisioned_rcu"),
    Field("capacity_hours", "hours", "hours the capacity is kept", ("provisioned_hours",)),
    size("storage", "data stored", "data", "stored", "table", "data_storage", "table_storage", "table_size", ""),
    count("streams_reads", "read requests of streams", "streams_read_request_units", "stream_reads",
          "stream_read_requests", "streams", "streams_requests", "streams_read_requests"),
    size("pitr", "point-in-time recovery", "pitr_backup_storage", "pitr_storage", "continuous_backup",
         "point_in_time_recovery"),
    size("backup", "backups on demand", "on_demand_backup_storage", "backup_storage", "on_demand_backup", "backups"),
    size("restore", "data restored", "restored", "restores", "table_restore", "restore_data"),
    Field("replica_regions", "names", "regions of a global table, beside its own", ("replicas", "global_regions")),
    count("replica_count", "such regions, by number", "global_table_replicas", "replicas",
          "replica_regions", "number_replicas"),
    count("rwru", "replicated write units of every replica", "replicated_writes", "replicated_write_request_units",
          "replicated_write_units"),
    size("vector_write", "vectors written", "vector_writes"),
    size("vector_search", "vectors searched", "vector_searches"),
)  # fmt: skip
CHARGES = (
    Charge("streams", "Reads of streams", ("streams_reads",)),
    Charge("pitr", "Point-in-time recovery", ("pitr",)),
    Charge("backup_on_demand", "Backups", ("backup",)),
    Charge("restore", "Restores", ("restore",)),
    Charge("vector_write", "Vectors written", ("vector_write",)),
    Charge("vector_search", "Vectors searched", ("vector_search",)),
)
COVERED = ("wru", "rru", "wru_ia", "rru_ia", "wcu_hour", "rcu_hour", "storage", "storage_ia", "rwru")
_READS = {"strong": 1.0, "eventual": EVENTUAL, "transactional": 2.0}


def lines(given: Given) -> Iterator[Usage]:
    """Units or capacity, storage, replicas."""
    suffix = given.text("table_class")
    if given.has("wcu", "rcu"):
        yield from _capacity(given)
    yield from _units(given, suffix)
    if given.has("storage"):
        yield given.usage(f"storage{suffix}", "Storage", "storage GB", given.inputs("storage"))
    yield from _replicas(given)


def _units(given: Given, suffix: str) -> Iterator[Usage]:
    if given.has("wru"):
        yield given.usage(f"wru{suffix}", "Write request units", "wru", given.inputs("wru"))
    elif given.has("writes"):
        formula, inputs = _writes(given)
        yield given.usage(f"wru{suffix}", "Write request units", formula, inputs)
    if given.has("rru"):
        yield given.usage(f"rru{suffix}", "Read request units", "rru", given.inputs("rru"))
    elif given.has("reads"):
        kept = "eventual" if given.is_on("eventually_consistent") else given.text("consistency")
        each = given.number("read_size", given.number("item_size"))
        inputs = (*given.inputs("reads"), ("read KB", each), ("units of one", _READS[kept]))
        formula = f"reads x started(read KB / {READ_UNIT_KB:g}) x units of one"
        yield given.usage(f"rru{suffix}", "Read request units", formula, inputs)


def _writes(given: Given) -> tuple[str, tuple[Input, ...]]:
    twice = 2.0 if given.is_on("transactional_writes") else 1.0
    inputs = (*given.inputs("writes", "item_size", "gsi"), ("units of one", twice))
    return f"writes x started(item size KB / {WRITE_UNIT_KB:g}) x (1 + gsi) x units of one", inputs


def _capacity(given: Given) -> Iterator[Usage]:
    kept = ("capacity hours", given.number("capacity_hours", given.hours))
    for name, title in (("wcu", "Write capacity"), ("rcu", "Read capacity")):
        if given.has(name):
            inputs = (*given.inputs(name), kept)
            yield given.usage(f"{name}_hour", title, f"{name} x capacity hours", inputs)


def _replicas(given: Given) -> Iterator[Usage]:
    written = given.number("rwru", given.number("wru"))
    inputs = (("write units", written),)
    for region in given.names("replica_regions"):
        title = f"Replicated writes ({region})"
        yield given.usage("rwru", title, "write units", inputs)._replace(region=region)
    if given.has("replica_count"):
        formula = "write units x replica count"
        yield given.usage("rwru", "Replicated writes", formula, (*inputs, *given.inputs("replica_count")))
    elif given.has("rwru") and not given.names("replica_regions"):
        yield given.usage("rwru", "Replicated writes", "rwru", given.inputs("rwru"))


FORM = Form(
    "dynamodb",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=COVERED,
    features={
        "dynamodb_table": {}, "dynamodb_on_demand": {}, "dynamodb_provisioned": {}, "dynamodb_global": {},
        "dynamodb_streams": {}, "dynamodb_backup": {}, "dynamodb_global_tables": {}, "dynamodb_export": {},
    },
)  # fmt: skip
