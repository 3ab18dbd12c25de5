"""Amazon Data Firehose: data taken in, by the record in steps of 5 KB, conversion, delivery into a VPC."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size, switch
from tools.cost.metering.steps import FIREHOSE_RECORD_KB
from tools.cost.usage import Usage

FIELDS = (
    size("data_ingested", "data taken in, each record rounded up to 5 KB", "ingested", "ingest", "data", "data_in",
         "ingested_data", ""),
    count("records", "records in a month, in place of data", "events", "messages"),
    size("record_size", "one record", "record", "message", "event", "payload", unit="KB"),
    size("format_conversion", "data converted to Parquet or ORC", "converted", "conversion", "format_converted",
         "data_converted"),
    switch("convert", "whether all of it is converted", "format_conversion_enabled", "conversion_enabled",
           "format_conversion"),
    size("vpc_data", "data delivered into a VPC", "vpc_delivered", "vpc_delivery", "vpc"),
    switch("vpc", "whether all of it is delivered into a VPC", "vpc_delivery_enabled", "vpc_delivery"),
    count("vpc_azs", "availability zones of that delivery", "azs", "zones", "availability_zones", "vpc_delivery_az",
          "vpc_delivery_azs"),
)  # fmt: skip
CHARGES = (
    Charge("vpc_data", "Data into the VPC", ("vpc_data",)),
    Charge("vpc_az_hour", "Delivery into the VPC", ("vpc_azs", "hours")),
)


def lines(given: Given) -> Iterator[Usage]:
    """Data taken in and converted."""
    if given.has("data_ingested"):
        formula, inputs = "data ingested GB", given.inputs("data_ingested")
    elif given.has("records"):
        step = f"{FIREHOSE_RECORD_KB:g}"
        formula = f"records x started(record size KB / {step}) x {step} / 1024 / 1024"
        inputs = given.inputs("records", "record_size")
    else:
        return
    yield given.usage("ingested", "Data taken in", formula, inputs)
    if given.has("format_conversion"):
        own = given.inputs("format_conversion")
        yield given.usage("format_conversion", "Conversion", "format conversion GB", own)
    elif given.is_on("convert"):
        yield given.usage("format_conversion", "Conversion", formula, inputs)
    if given.is_on("vpc") and not given.has("vpc_data"):
        yield given.usage("vpc_data", "Data into the VPC", formula, inputs)


FORM = Form(
    "firehose",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=("ingested", "format_conversion"),
    features={"kinesis_firehose_delivery_stream": {}, "delivery_stream": {}, "firehose_direct_put": {}},
)
