"""Amazon Data Firehose: data taken in, by the record in steps of 5 KB, and its conversion to a columnar format.

Source: Amazon Data Firehose pricing page.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.metering.steps import FIREHOSE_RECORD_KB
from tools.cost.scope import KB_PER_GB, Scope
from tools.cost.usage import Usage
from tools.design.components import DeliveryStream


def meter(stream: DeliveryStream, scope: Scope) -> Iterator[Usage]:
    """Usage of one delivery stream."""
    records, size = 0.0, 0.0
    for flow in scope.incoming(stream.name):
        records += flow.demand.per_month
        size += (
            flow.demand.per_month * steps(flow.demand.payload_kb, FIREHOSE_RECORD_KB) * FIREHOSE_RECORD_KB / KB_PER_GB
        )
    formula = "records x KB of one in steps of 5 / 1024 / 1024"
    inputs = (("records", records), ("KB of one in steps of 5", size * KB_PER_GB / (records or 1.0)))
    yield Usage(stream.name, "firehose", "ingested", "Data taken in", size, formula, inputs)
    if stream.format == "parquet":
        yield Usage(stream.name, "firehose", "format_conversion", "Conversion to Parquet", size, formula, inputs)
