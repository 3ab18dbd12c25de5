"""Amazon MSK Serverless: clusters and partitions by the hour, data and storage."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.usage import Usage

FIELDS = (
    count("clusters", "clusters", "cluster", default=1.0),
    count("partitions", "partitions, mean of the month", "partition"),
    count("cluster_hours", "cluster-hours, where stated at once", "cluster_hour"),
    count("partition_hours", "partition-hours, where stated at once", "partition_hour"),
    size("data_in", "data written", "in", "ingested", "written"),
    size("data_out", "data read", "out", "read"),
    size("storage", "data kept", "stored"),
)
CHARGES = (
    Charge(
        "partition_hour",
        "Partition hours",
        (
            "partitions",
            "hours",
        ),
    ),
    Charge("partition_hour", "Partition hours", ("partition_hours",)),
    Charge("data_in", "Data in", ("data_in",)),
    Charge("data_out", "Data out", ("data_out",)),
    Charge("storage", "Storage", ("storage",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Hours of the clusters."""
    if given.has("cluster_hours"):
        yield given.usage("cluster_hour", "Cluster hours", "cluster hours", given.inputs("cluster_hours"))
    else:
        yield given.usage("cluster_hour", "Cluster hours", "clusters x hours", given.inputs("clusters", "hours"))


FORM = Form("msk_serverless", FIELDS, CHARGES, lines=lines, covers=("cluster_hour",), features={"msk": {}, "kafka": {}})
