"""Amazon Kinesis Data Streams: on demand and provisioned, enhanced fan-out, retention."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tools.cost.forms.model import Charge, Field, Form, Given, choice, count, size
from tools.cost.metering.steps import ONDEMAND_RECORD_KB, PUT_UNIT_KB
from tools.cost.usage import Usage

SHARD_MB_PER_S, SHARD_RECORDS_PER_S = 1.0, 1000.0

FIELDS = (
    choice("mode", "how it is billed", "stream_mode", "capacity_mode", "capacity",
           of={"on_demand": "on-demand", "on-demand": "on-demand", "ondemand": "on-demand",
               "provisioned": "provisioned"}),
    count("streams", "streams on demand", default=1.0),
    count("records", "records put in a month", "messages", "events", "puts", "put_records", "record", ""),
    size("record_size", "one record", "record", "message", "payload", "event", "record_payload", "", unit="KB"),
    count("shards", "shards of a provisioned stream", "shard", "provisioned_shards"),
    count("put_units", "PUT payload units", "provisioned_put_units", "put_payload_units"),
    size("data_in", "data put, on demand", "on_demand_data_in", "in", "ingested", "data_ingested", "ingest",
         "ondemand_in"),
    size("data_out", "data read, on demand", "on_demand_data_out", "out", "retrieved", "data_retrieved",
              "ondemand_out"),
    size("efo_data_out", "data read by enhanced fan-out", "on_demand_efo_data_out", "efo", "efo_out", "efo_retrieval",
         "provisioned_efo_data_retrieval", "efo_data", "fan_out_data", "efo_data_retrieval"),
    count("consumers", "consumers on demand", "readers"),
    count("efo_consumers", "consumers by enhanced fan-out", "fan_out_consumers", "enhanced_fan_out_consumers"),
    count("efo_consumer_hours", "consumer-shard-hours of enhanced fan-out", "provisioned_efo_consumer_hours",
          "efo_consumer_shard_hours"),
    Field("retention", "hours", "hours a record is kept", ("retention_period", "kept", "data_retention",
                                                           "retention_hours")),
    size("extended_retention", "kept for one to seven days, on demand", "on_demand_extended_retention"),
    size("long_term_retention", "kept for more than seven days", "on_demand_long_term_retention",
         "provisioned_long_term_release", "provisioned_long_term_retention", "long_term_storage"),
    count("extended_retention_shard_hours", "shard-hours of retention up to seven days",
          "provisioned_extended_retention_hours", "extended_shard_hours"),
    size("long_term_retrieval", "read after more than seven days", "provisioned_long_term_retrieval"),
)  # fmt: skip
CHARGES = (
    Charge("put_payload_units", "PUT payload units", ("put_units",)),
    Charge("ondemand_extended_retention", "Retention up to 7 days", ("extended_retention",)),
    Charge("extended_retention_24h_7d", "Retention up to 7 days", ("extended_retention_shard_hours",)),
    Charge("long_term_retrieval", "Late retrieval", ("long_term_retrieval",)),
    Charge("efo_consumer_shard_hour", "Enhanced fan-out", ("efo_consumer_hours",)),
)
COVERED = (
    "shard_hour", "efo_retrieval", "long_term_retention", "ondemand_stream_hour", "ondemand_in", "ondemand_out",
    "ondemand_efo_out", "ondemand_long_term",
)  # fmt: skip


def lines(given: Given) -> Iterator[Usage]:
    """What the mode of the stream bills."""
    provisioned = given.text("mode") == "provisioned" or given.has("shards", "put_units")
    if not given.text("mode") and not provisioned:
        provisioned = given.has("records") and not given.has("data_in", "data_out")
    yield from _provisioned(given) if provisioned else _on_demand(given)


def _provisioned(given: Given) -> Iterator[Usage]:
    shards = given.number("shards") if given.has("shards") else _shards_for(given)
    base = (("shards", shards), ("hours", given.hours))
    yield given.usage("shard_hour", "Shard hours", "shards x hours", base)
    if given.has("records"):
        formula = f"records x started(record size KB / {PUT_UNIT_KB:g})"
        yield given.usage("put_payload_units", "PUT payload units", formula, given.inputs("records", "record_size"))
    kept = given.number("retention")
    if kept > 24:
        yield given.usage("extended_retention_24h_7d", "Retention up to 7 days", "shards x hours", base)
    if given.has("efo_consumers"):
        inputs = (*base, *given.inputs("efo_consumers"))
        yield given.usage("efo_consumer_shard_hour", "Enhanced fan-out", "shards x efo consumers x hours", inputs)
    if given.has("efo_data_out"):
        yield given.usage("efo_retrieval", "Enhanced fan-out data", "efo data out GB", given.inputs("efo_data_out"))
    yield from _kept_long(given, "long_term_retention", kept)


def _shards_for(given: Given) -> float:
    """Shards that take the records: a megabyte or a thousand records a second each."""
    rate = given.number("records") / (given.hours * 3600)
    by_size = rate * given.number("record_size") / 1024 / SHARD_MB_PER_S
    return float(max(1, math.ceil(by_size - 1e-9), math.ceil(rate / SHARD_RECORDS_PER_S - 1e-9)))


def _on_demand(given: Given) -> Iterator[Usage]:
    yield given.usage("ondemand_stream_hour", "Stream hours", "streams x hours", given.inputs("streams", "hours"))
    taken = given.number("data_in")
    if given.has("data_in"):
        yield given.usage("ondemand_in", "Data in", "data in GB", given.inputs("data_in"))
    elif given.has("records"):
        step = f"started(record size KB / {ONDEMAND_RECORD_KB:g})"
        usage = given.usage(
            "ondemand_in", "Data in", f"records x {step} / 1024 / 1024", given.inputs("records", "record_size")
        )
        taken = usage.quantity
        yield usage
    if given.has("data_out"):
        yield given.usage("ondemand_out", "Data out", "data out GB", given.inputs("data_out"))
    elif given.has("consumers"):
        inputs = (("data in GB", taken), *given.inputs("consumers"))
        yield given.usage("ondemand_out", "Data out", "data in GB x consumers", inputs)
    if given.has("efo_data_out"):
        yield given.usage("ondemand_efo_out", "Enhanced fan-out data", "efo data out GB", given.inputs("efo_data_out"))
    elif given.has("efo_consumers"):
        inputs = (("data in GB", taken), *given.inputs("efo_consumers"))
        yield given.usage("ondemand_efo_out", "Enhanced fan-out data", "data in GB x efo consumers", inputs)
    yield from _kept_on_demand(given, taken)


def _kept_on_demand(given: Given, taken: float) -> Iterator[Usage]:
    kept = given.number("retention")
    if kept > 24 and not given.has("extended_retention"):
        inputs = (("data in GB", taken), ("hours kept", min(kept, 168.0) - 24), ("hours", given.hours))
        formula = "data in GB x hours kept / hours"
        yield given.usage("ondemand_extended_retention", "Retention up to 7 days", formula, inputs)
    yield from _kept_long(given, "ondemand_long_term", kept, taken)


def _kept_long(given: Given, sku: str, kept: float, taken: float = 0.0) -> Iterator[Usage]:
    title = "Retention beyond 7 days"
    if given.has("long_term_retention"):
        yield given.usage(sku, title, "long term retention GB", given.inputs("long_term_retention"))
    elif kept > 168 and taken:
        inputs = (("data in GB", taken), ("hours kept", kept - 168), ("hours", given.hours))
        yield given.usage(sku, title, "data in GB x hours kept / hours", inputs)


FORM = Form(
    "kinesis",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=COVERED,
    features={
        "kinesis_stream": {}, "kinesis_ondemand": {"mode": "on-demand"}, "kinesis_on_demand": {"mode": "on-demand"},
        "kinesis_provisioned": {"mode": "provisioned"}, "kinesis_efo": {},
    },
)  # fmt: skip
