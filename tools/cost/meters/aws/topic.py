"""Amazon SNS: publishing in steps of 64 KB, and deliveries by the kind of subscriber.

Source: Amazon SNS pricing page. Deliveries to queues and functions are free; FIFO topics bill the requests and bytes of
publishing and of delivering.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.metering.steps import MESSAGE_KB
from tools.cost.scope import Flow, Scope, by_target, gigabytes, total
from tools.cost.usage import Usage
from tools.design.components import Topic

_DELIVERIES = {
    "external": ("http_delivery", "Deliveries over HTTP"),
    "delivery-stream": ("firehose_delivery", "Deliveries to the delivery stream"),
}


def meter(topic: Topic, scope: Scope) -> Iterator[Usage]:
    """Usage of one topic."""
    flows = scope.incoming(topic.name)
    subscribers = scope.outgoing(topic.name, "trigger", "send")
    if topic.fifo:
        yield from _fifo(topic, flows, subscribers)
        return
    requests = sum(flow.demand.per_month * steps(flow.demand.payload_kb, MESSAGE_KB) for flow in flows)
    yield Usage(
        topic.name,
        "sns",
        "publish_api",
        "Publishes",
        requests,
        "messages x started 64 KB of one",
        (("messages", total(flows)), ("started 64 KB of one", requests / (total(flows) or 1.0))),
    )
    if topic.audience == "people":
        yield from _to_people(topic, scope, subscribers)
        return
    for target, delivered in by_target(subscribers).items():
        kind = delivered[0].target.kind
        if kind in _DELIVERIES:
            sku, title = _DELIVERIES[kind]
            yield _delivery(topic, sku, f"{title} ({target})", total(delivered))


def _to_people(topic: Topic, scope: Scope, subscribers: list[Flow]) -> Iterator[Usage]:
    people = [flow for flow in subscribers if flow.target.kind == "external"]
    mails = total(people) if people else scope.demand(topic.name).per_month
    yield _delivery(topic, "email_delivery", "Deliveries by mail", mails)


def _delivery(topic: Topic, sku: str, title: str, count: float) -> Usage:
    return Usage(topic.name, "sns", sku, title, count, "notifications", (("notifications", count),))


def _fifo(topic: Topic, flows: list[Flow], subscribers: list[Flow]) -> Iterator[Usage]:
    counts = (
        ("fifo_publish", "Publishes (FIFO)", total(flows), "messages"),
        ("fifo_publish_payload", "Published data", gigabytes(flows), "payload GB"),
        ("fifo_delivery", "Deliveries (FIFO)", total(subscribers), "notifications"),
        ("fifo_delivery_payload", "Delivered data", gigabytes(subscribers), "payload GB"),
    )
    for sku, title, quantity, formula in counts:
        yield Usage(topic.name, "sns", sku, title, quantity, formula, ((formula, quantity),))
