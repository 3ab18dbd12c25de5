"""What delivery means between two kinds of component: synchronous or not, how often, in order, in batches.

Sources: the delivery contracts of AWS Lambda, SQS, SNS, EventBridge, Kinesis, DynamoDB Streams and Step Functions, as
their developer guides state them; other clouds' equivalents behave alike at this level.
"""

from __future__ import annotations

from tools.design.components import Component
from tools.design.links import Guarantee, Link, Mode, Semantics

DAY_S = 86_400

SYNC = Semantics(mode="sync", guarantee="at-most-once")
INVOKE_ASYNC = Semantics(mode="async", guarantee="at-least-once", retries=2, max_age_s=6 * 3600)
ROUTED = Semantics(mode="async", guarantee="at-least-once", retries=185, max_age_s=DAY_S)
POLL_QUEUE = Semantics(mode="poll", guarantee="at-least-once", batch_size=10)
POLL_STREAM = Semantics(mode="poll", guarantee="at-least-once", ordered=True, batch_size=100, batch_window_s=1.0)
HAND_OVER = Semantics(mode="async", guarantee="at-least-once")
ORDERED_HAND_OVER = HAND_OVER._replace(ordered=True)
ORDERED_QUEUE = POLL_QUEUE._replace(ordered=True)

_TRIGGERS: dict[str, Semantics] = {
    "api": SYNC,
    "load-balancer": SYNC,
    "cdn": SYNC,
    "user-pool": SYNC,
    "external": SYNC,
    "bucket": INVOKE_ASYNC,
    "mail": INVOKE_ASYNC,
    "device-gateway": INVOKE_ASYNC,
    "topic": Semantics(mode="async", guarantee="at-least-once", retries=100_015, max_age_s=23 * DAY_S),
    "bus": ROUTED,
    "schedule": ROUTED,
    "queue": POLL_QUEUE,
    "stream": POLL_STREAM,
    "table": POLL_STREAM,
    "workflow": SYNC,
    "delivery-stream": SYNC,
    "file-gateway": INVOKE_ASYNC,
    "function": INVOKE_ASYNC,
    "container": INVOKE_ASYNC,
}

_HAND_OVER_TARGETS = frozenset(
    {
        "queue",
        "topic",
        "bus",
        "stream",
        "delivery-stream",
        "mail",
        "device-gateway",
        "bucket",
        "table",
        "external",
        "schedule",
    }
)


def semantics_of(link: Link, source: Component, target: Component) -> Semantics:
    """The delivery semantics in force: those of the pair of kinds, changed by what the link overrides."""
    found = _of_pair(link, source, target)
    if link.delivery is None:
        return found
    stated = {name: value for name, value in vars(link.delivery).items() if value is not None}
    return found._replace(**stated)


def _of_pair(link: Link, source: Component, target: Component) -> Semantics:
    if link.kind in ("call", "read", "write"):
        return SYNC
    if link.kind == "send":
        keeps_order = target.kind == "stream" or getattr(target, "fifo", False)
        return ORDERED_HAND_OVER if keeps_order else HAND_OVER
    found = _TRIGGERS.get(source.kind, HAND_OVER)
    if source.kind == "queue" and getattr(source, "fifo", False):
        return ORDERED_QUEUE
    if found.mode == "sync" and source.kind != "load-balancer" and target.kind in _HAND_OVER_TARGETS:
        return HAND_OVER
    return found


def guarantee_text(guarantee: Guarantee, mode: Mode) -> str:
    """The two as one phrase for people: "asynchronous, at least once"."""
    words = {"sync": "synchronous", "async": "asynchronous", "poll": "polled"}
    return f"{words[mode]}, {guarantee.replace('-', ' ')}"
