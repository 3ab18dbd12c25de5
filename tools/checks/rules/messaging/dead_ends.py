"""What is sent is taken by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Api, Component, DeliveryStream, Queue, Stream, Topic

RULE = Rule(
    id="SL-X45",
    title="What carries messages has somebody who takes them",
    severity="error",
    reason="Messages that nobody takes expire in silence, and are paid for meanwhile.",
    fix="ask",
    remedy="Link it to its consumer, or take it away.",
)

_TAKING: dict[str, tuple[str, ...]] = {
    "queue": ("trigger",),
    "topic": ("trigger",),
    "stream": ("trigger", "read"),
    "schedule": ("trigger",),
    "device-gateway": ("trigger", "send", "write"),
    "delivery-stream": ("write", "send"),
    "file-gateway": ("trigger", "write"),
    "api": ("trigger", "call", "read", "write", "send"),
    "load-balancer": ("trigger", "call"),
}


def findings(subject: Subject) -> Iterator[Finding]:
    """Queues, topics, streams, schedules and doors that lead nowhere."""
    for component in subject.design.components:
        kinds = _TAKING.get(component.kind)
        if kinds is None or _is_exempt(subject, component):
            continue
        if not subject.outgoing(component.name, *kinds):
            text = f"Nothing takes what {component.name} carries."
            yield RULE.found(subject.place(component), text, evidence="no links")


def _is_exempt(subject: Subject, component: Component) -> bool:
    """Dead letters wait for a person, people subscribe to their topics, sockets only push, others are read."""
    if isinstance(component, Queue):
        return component.role == "dead-letter" or bool(subject.incoming(component.name, "read", "call"))
    if isinstance(component, Topic):
        return component.audience == "people" or component.name in subject.references
    if isinstance(component, Api):
        return component.style == "websocket" and bool(subject.incoming(component.name, "send", "call"))
    if isinstance(component, Stream | DeliveryStream):
        return bool(subject.incoming(component.name, "read"))
    return False
