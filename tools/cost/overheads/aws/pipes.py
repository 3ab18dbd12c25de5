"""Amazon EventBridge Pipes: what carries messages of queues, streams and tables to anything but code.

Source: Amazon EventBridge pricing page. Each started 64 KB of a batch is a request.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.metering.steps import PIPE_KB
from tools.cost.scope import Flow, Scope
from tools.cost.usage import Usage

POLLED = ("queue", "stream", "table")
MOST_PER_CALL = {"queue": 10.0, "stream": 100.0, "table": 100.0}


def overhead(scope: Scope) -> Iterator[Usage]:
    """Requests of each pipe: functions poll by themselves, and so do the services of containers."""
    for component in scope.design.components:
        if component.kind in POLLED:
            for flow in scope.outgoing(component.name, "trigger"):
                if not _polls_itself(flow):
                    yield _requests(flow)


def _polls_itself(flow: Flow) -> bool:
    target = flow.target
    if target.kind == "container":
        return target.mode == "service" or flow.source.kind == "stream"
    fed = target.kind == "delivery-stream" and flow.source.kind == "stream"
    return fed or target.kind == "function" or (target.kind == flow.source.kind == "queue")


def _requests(flow: Flow) -> Usage:
    batch = min(flow.batch, MOST_PER_CALL[flow.source.kind])
    each = steps(batch * flow.demand.payload_kb, PIPE_KB)
    return Usage(
        flow.source.name,
        "eventbridge",
        "pipes",
        f"Pipe to {flow.link.target}",
        flow.demand.per_month / batch * each,
        "messages / batch x started 64 KB of a batch",
        (("messages", flow.demand.per_month), ("batch", batch), ("started 64 KB of a batch", each)),
    )
