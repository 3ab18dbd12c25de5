"""Polled triggers: how many messages one run of their target takes.

Pollers side by side each gather for a while: the batch window, the time between two polls, or the time the target is
busy with the batch before, whichever is longest. A batch is then its first message and those that join it meanwhile.

Sources: quotas `lambda_esm.sqs_scaling` (5 pollers at first) and `lambda_esm.stream_poll_per_s`; four partitions for a
new on-demand table or stream follow from `dynamodb.on_demand_initial` and `kinesis.on_demand`, and more of them from
`dynamodb.partition_per_s` and `kinesis.shard_in`: 1,000 write units, records or KB a second each.
"""

from __future__ import annotations

from math import ceil

from tools.design.components import (
    Component,
    Container,
    Etl,
    Function,
    Stream,
    Table,
    Transcoder,
    WorkflowEngine,
)
from tools.design.links import Link, Semantics
from tools.design.semantics import semantics_of
from tools.workload.model import Batching, Demand

QUEUE_POLLERS = 5
PARTITIONS_AT_FIRST = 4
_POLL_S = {"stream": 1.0, "table": 0.25}


def batching_of(link: Link, source: Component, target: Component, demand: Demand) -> Batching | None:
    """How a link gathers these messages into batches; None for one that is not polled."""
    if link.kind != "trigger":
        return None
    semantics = semantics_of(link, source, target)
    if semantics.mode != "poll":
        return None
    gather_s = max(semantics.batch_window_s, _POLL_S.get(source.kind, 0.0), work_seconds(target))
    return Batching(semantics.batch_size, gather_s, _lanes(source, semantics, demand))


def _lanes(source: Component, semantics: Semantics, demand: Demand) -> float:
    """Pollers side by side: those of a queue, or one for each shard; shards that come by themselves follow the peak."""
    if isinstance(source, Stream):
        if source.capacity == "provisioned" or source.engine == "kafka":
            return source.shards
        return max(source.shards, PARTITIONS_AT_FIRST, ceil(demand.peak_rps * max(1.0, demand.payload_kb) / 1000))
    if isinstance(source, Table):
        return max(PARTITIONS_AT_FIRST, ceil(demand.peak_rps * ceil(source.item_kb) / 1000))
    return min(QUEUE_POLLERS, semantics.max_concurrency or QUEUE_POLLERS)


def work_seconds(component: Component) -> float:
    """How long a component works on one thing it takes in, in seconds; 0 for one that passes things on."""
    if isinstance(component, Function):
        return component.work_ms / 1000
    if isinstance(component, Container | WorkflowEngine | Etl):
        return component.work_s
    return component.minutes_per_item * 60 if isinstance(component, Transcoder) else 0.0
