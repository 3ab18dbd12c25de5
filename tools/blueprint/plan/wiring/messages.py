"""Buses and topics: which events go to whom."""

from __future__ import annotations

from typing import Any

from tools.blueprint.plan.completion import dead_letter_of
from tools.blueprint.plan.draft import Draft, Pattern
from tools.blueprint.plan.model import Protocol, Subscription
from tools.blueprint.plan.values import ACCOUNT, Ref
from tools.blueprint.plan.wiring.goals import goal_of, permit
from tools.blueprint.plan.wiring.objects import object_pattern
from tools.blueprint.plan.wiring.rules import add_rule, finished_pattern
from tools.design.components import Bucket, Bus, Topic
from tools.design.links import Link
from tools.events import link_pattern, pattern_of

_PROTOCOLS: dict[str, Protocol] = {
    "function": "lambda",
    "queue": "sqs",
    "delivery-stream": "firehose",
    "external": "https",
}


def wire_bus(draft: Draft, link: Link) -> None:
    """Rules that match the event types the link carries; all events of the account where it names none."""
    if not link.events:
        add_rule(draft, link, _bus_name(draft, link), _whole(draft, link))
        return
    own: list[str] = []
    for event in link.events:
        foreign = _foreign_patterns(draft, link, event)
        for pattern in foreign:
            add_rule(draft, link, _bus_name(draft, link), pattern)
        if not foreign:
            own.append(event)
    if own:
        events = (event for event in draft.design.events if event.name in own)
        add_rule(draft, link, _bus_name(draft, link), _frozen(pattern_of(events, draft.design)))


def _whole(draft: Draft, link: Link) -> Pattern:
    """Every event of the system; every event of the account where services of the cloud publish as well."""
    senders = {draft.graph[other.source].kind for other in draft.graph.incoming(link.source)}
    if senders & {"bucket", "file-gateway", "etl", "transcoder"}:
        return {"account": (ACCOUNT,)}
    return _frozen(link_pattern(link, draft.design))


def _frozen(pattern: dict[str, Any]) -> Pattern:
    return {key: tuple(values) for key, values in pattern.items()}


def _bus_name(draft: Draft, link: Link) -> str | None:
    bus = draft.graph[link.source]
    return None if isinstance(bus, Bus) and bus.scope == "default" else bus.name


def _foreign_patterns(draft: Draft, link: Link, event: str) -> list[Pattern]:
    """Patterns of an event that no code of the system sends, but a service of the cloud."""
    found: list[Pattern] = []
    for other in draft.graph.incoming(link.source):
        sender = draft.graph[other.source]
        if event not in other.events and other.events:
            continue
        if isinstance(sender, Bucket):
            found.append(object_pattern(sender, other.matches))
        elif sender.kind in ("file-gateway", "etl", "transcoder"):
            found.append(finished_pattern(sender))
    return found


def wire_topic(draft: Draft, link: Link) -> None:
    """A subscription with a dead-letter queue, filtered by event type where the topic carries others as well."""
    topic, target = draft.graph[link.source], draft.graph[link.target]
    protocol = (
        "email" if target.kind == "external" and target.role in ("person", "staff") else _PROTOCOLS.get(target.kind)
    )
    if protocol is None or (isinstance(topic, Topic) and topic.fifo and protocol != "sqs"):
        draft.notes.append(
            f"{link.source} cannot deliver to {target.name} ({target.kind}) by itself: put a queue between them."
        )
        return
    goal = goal_of(draft, "topic", link)
    if goal is None or any((s.topic, s.goal.component) == (link.source, link.target) for s in draft.subscriptions):
        return
    carried = {event for other in draft.graph.incoming(link.source) for event in other.events}
    wanted = tuple(link.events) if not carried <= set(link.events) else ()
    identity = draft.wire_id(link, "Subscription")
    draft.subscriptions.append(
        Subscription(identity, link.source, goal, protocol, dead_letter_of(draft.graph, link), wanted)
    )  # type: ignore[arg-type]
    if protocol == "lambda":
        permit(draft, target.name, "topic", Ref(link.source), draft.ids[link.source])
