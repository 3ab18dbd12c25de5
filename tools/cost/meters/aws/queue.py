"""Amazon SQS: every call, in steps of 64 KB: sends, receives by the batch, deletes, and polls that find nothing.

Source: Amazon SQS pricing page and developer guide. A receive takes at most ten messages and waits up to 20 seconds; a
queue that triggers a function is polled by five pollers even when it is empty.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.metering.steps import MESSAGE_KB
from tools.cost.scope import Flow, Scope
from tools.cost.usage import Usage
from tools.design.components import Queue

MOST_PER_CALL = 10.0
LONG_POLL_S = 20.0


def meter(queue: Queue, scope: Scope) -> Iterator[Usage]:
    """Usage of one queue."""
    sku = "fifo" if queue.fifo else "standard"
    messages, sends = 0.0, 0.0
    for flow in scope.incoming(queue.name):
        messages += flow.demand.per_month
        sends += flow.demand.per_month * steps(flow.demand.payload_kb, MESSAGE_KB)
    yield Usage(
        queue.name,
        "sqs",
        sku,
        "Sends",
        sends,
        "messages x started 64 KB of one",
        (("messages", messages), ("started 64 KB of one", sends / messages if messages else 0.0)),
    )
    for flow in scope.outgoing(queue.name, "trigger"):
        yield from _consumption(queue, flow, scope, sku)


def _consumption(queue: Queue, flow: Flow, scope: Scope, sku: str) -> Iterator[Usage]:
    messages, size = flow.demand.per_month, flow.demand.payload_kb
    batch = min(MOST_PER_CALL, flow.batch)
    calls = messages / batch
    each = steps(batch * size, MESSAGE_KB)
    yield Usage(
        queue.name,
        "sqs",
        sku,
        f"Receives and deletes for {flow.link.target}",
        calls * (each + 1),
        "messages / batch x (started 64 KB of a batch + 1)",
        (("messages", messages), ("batch", batch), ("started 64 KB of a batch", each)),
    )
    pollers = flow.pollers
    empty = math.exp(-flow.demand.mean_rps * LONG_POLL_S / pollers)
    yield Usage(
        queue.name,
        "sqs",
        sku,
        f"Empty receives for {flow.link.target}",
        pollers * scope.seconds / LONG_POLL_S * empty,
        "pollers x seconds / 20 x chance that nothing comes",
        (("pollers", pollers), ("seconds", scope.seconds), ("chance that nothing comes", empty)),
    )
