"""Polled triggers: how many messages one run of their target takes.

Pollers side by side each gather for a while: the batch window, the time between two polls, or the time the target is
busy with the batch before, whichever is longest. A batch is then its first message and those that join it meanwhile.

Sources: quotas `lambda_esm.sqs_scaling` (5 pollers at first) and `lambda_esm.stream_poll_per_s`; four partitions for a
new on-demand table or stream follow from `dynamodb.on_demand_initial` and `kinesis.on_demand`.
"""

from __future__ import annotations

from tools.design.components import Component, Container, Etl, Function, Transcoder, WorkflowEngine
from tools.design.links import Link, Semantics
from tools.design.semantics import semantics_of
from tools.workload.model import Batching

QUEUE_POLLERS = 5
PARTITIONS_AT_FIRST = 4
_POLL_S = {"stream": 1.0, "table": 0.25}


def batching_of(link: Link, source: Component, target: Component) -> Batching | None:
    """How a link gathers messages into batches; None for one that is not polled."""
    if link.kind != "trigger":
        return None
    semantics = semantics_of(link, source, target)
    if semantics.mode != "poll":
        return None
    gather_s = max(semantics.batch_window_s, _POLL_S.get(source.kind, 0.0), work_seconds(target))
    return Batching(semantics.batch_size, gather_s, _lanes(source, semantics))


def _lanes(source: Component, semantics: Semantics) -> float:
    if source.kind == "stream":
        return source.shards if source.capacity == "provisioned" else max(source.shards, PARTITIONS_AT_FIRST)
    if source.kind == "table":
        return PARTITIONS_AT_FIRST
    return min(QUEUE_POLLERS, semantics.max_concurrency or QUEUE_POLLERS)


def work_seconds(component: Component) -> float:
    """How long a component works on one thing it takes in, in seconds; 0 for one that passes things on."""
    if isinstance(component, Function):
        return component.work_ms / 1000
    if isinstance(component, Container | WorkflowEngine | Etl):
        return component.work_s
    return component.minutes_per_item * 60 if isinstance(component, Transcoder) else 0.0
