"""Moves by which others learn what happened: services that react, people who are told, customers who are called."""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.naming import completed, happened
from agent.planners.embedded.composing.processing import open_bus
from agent.planners.embedded.composing.requests import arrival_event
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.deciding import coordination


def reactions(scene: Scene) -> None:
    """Other parts that take note of what happened, each on its own."""
    facts = scene.facts
    if not facts.wants("event-routing"):
        return
    consumers = _consumers(scene)
    if scene.draft.of_kind("stream") and scene.producer is None:
        return
    chosen = scene.decide(coordination.carrier(facts, max(len(consumers), 2)))
    if chosen == "stream" and scene.draft.of_kind("stream") and not facts.names("eventbridge"):
        return
    open_bus(scene)
    producer = scene.producer
    event = scene.arrival or happened(scene.noun)
    if event.endswith("Uploaded"):
        return
    if producer is None:
        producer = scene.outside("event-source")
        scene.draft.link(
            {
                "kind": "send",
                "source": producer,
                "target": "event-bus",
                "load": scene.arrivals.entity().id,
                "events": [event],
            }
        )
    if facts.wants("event-sourcing"):
        scene.draft.components["event-bus"]["archive_days"] = 90
    body = arrival_event(scene, producer) | {"Event": event}
    linked = any(
        link["target"] == "event-bus" and event in link.get("events", ()) for link in scene.draft.links.values()
    )
    scene.use(
        "fan-out",
        ("event-routing",),
        producer=None if linked else producer,
        consumers=[c | {"event": event} for c in consumers],
        **body,
    )


def _consumers(scene: Scene) -> list[dict[str, Any]]:
    """What reacts to the main event: what the brief says, else one follower that keeps its own view."""
    started = [
        link for link in scene.draft.links.values() if link["source"] == "event-bus" and link["kind"] == "trigger"
    ]
    if started or scene.facts.wants("notify", "email"):
        return []
    one = scene.base["entity"]
    return [
        {
            "name": f"follow-{one}"[:48],
            "title": f"Takes note of every new {one}",
            "entity": scene.base["Entity"],
            "work_ms": 60.0,
        }
    ]


def notifications(scene: Scene) -> None:
    """People are told: by message, by mail."""
    facts = scene.facts
    by_topic, by_mail = facts.wants("notify"), facts.wants("email")
    if not by_topic and not by_mail:
        return
    sender, ratio = _sender(scene)
    topic = _free(scene, "alerts" if facts.wants("iot", "fraud", "cloud-automation") else "notifications")
    needs = tuple(need for need, on in (("notify", by_topic), ("email", by_mail)) if on)
    source = scene.bus if sender is None else None
    notifier = "notify-people" if by_topic else "send-mail"
    events = (
        [completed(scene.noun)]
        if completed(scene.noun) in scene.draft.events
        else [scene.arrival]
        if scene.arrival
        else []
    )
    if sender is None and (scene.bus is None or not events):
        sender = scene.producer
        source = None
    if sender is None and source is None:
        sender = _watcher(scene)
    scene.use(
        "people-notification", needs, by_topic=by_topic, by_mail=by_mail, topic=topic,
        notifier=notifier if source else None,
        notifier_title="Tells people what happened", source=source, events=[e for e in events if e],
        sender=sender or notifier,
        sends_topic=by_topic, sends_mail=by_mail, ratio=ratio,
    )  # fmt: skip
    _tell_in_time(scene, topic if by_topic else "mail")


def _free(scene: Scene, name: str) -> str:
    """The name, or one beside it where something else goes by it: a table of the alerts that are kept."""
    known = scene.draft.components.get(name)
    return name if known is None or known["kind"] == "topic" else f"{name}-topic"


def _tell_in_time(scene: Scene, carrier: str) -> None:
    """What acts when a time has come tells people the same way as everything else."""
    action = f"remind-{scene.base['entity']}"[:48]
    if scene.draft.has(action) and scene.draft.has(carrier) and not scene.draft.outgoing(action, "send"):
        scene.draft.link({"kind": "send", "source": action, "target": carrier})


def _sender(scene: Scene) -> tuple[str | None, float]:
    """What tells people directly: the function that detects, the last function of a file, the scheduled job."""
    for deed in ("detect-anomalies", "check-fraud", "predict-maintenance"):
        if scene.draft.has(deed):
            return deed, _share_told(scene, NOTEWORTHY)
    if scene.bus is not None:
        return None, 1.0
    workflows = scene.draft.of_kind("workflow")
    if workflows:
        return str(workflows[0]["name"]), 1.0
    return scene.producer, _share_told(scene, 1.0)


NOTEWORTHY = 0.01
"""Share of what is looked at that somebody must be told about; assumed."""


MESSAGES_A_DAY = 2_000.0
"""Most messages a day that people are told about what flows by; beyond that nobody reads them, so senders hold back."""


def _share_told(scene: Scene, share: float) -> float:
    """The share of what arrives that people are told about."""
    if not scene.facts.wants("stream", "iot"):
        return share
    a_day = scene.arrivals.events().per_second * 86_400
    return min(share, float(f"{MESSAGES_A_DAY / a_day:.2g}")) if a_day > 0 else share


def _watcher(scene: Scene) -> str:
    """A function that watches what happens in the cloud itself, or at set times."""
    name = "watch-changes"
    scene.draft.add(
        {
            "kind": "function",
            "name": name,
            "title": "Judges what happened and says whom it concerns",
            "work_ms": 60.0,
            "serves": ["notify"],
            "patterns": ["people-notification"],
        }
    )
    _watch_account(scene, name, [])
    scene.producer = name
    return name


def _watch_account(scene: Scene, watcher: str, serves: list[str]) -> None:
    """A function hears what the cloud itself reports, on the account's own bus."""
    bus = {"kind": "bus", "name": "account-events", "scope": "default", "serves": serves}
    scene.draft.add(bus | {"patterns": ["event-driven-architecture"]})
    scene.draft.events.setdefault(
        "AccountChanged",
        {
            "name": "AccountChanged",
            "owner": "account-events",
            "description": "The cloud reports a change",
            "key": ["id"],
            "fields": [{"name": "id"}, {"name": "resource"}, {"name": "change"}],
        },
    )
    heard = {"kind": "trigger", "source": "account-events", "target": watcher, "events": ["AccountChanged"]}
    scene.draft.link(heard)


def webhook_calls(scene: Scene) -> None:
    """Customers' own addresses are called, each at its own pace, and again until they answer."""
    facts = scene.facts
    if not facts.wants("webhook-delivery"):
        return
    open_bus(scene)
    event = scene.arrival or happened(scene.noun)
    scene.use(
        "queue-load-levelling", ("webhook-delivery", "background-work"), queue="webhook-calls-out", ordered=False,
        worker="call-webhooks",
        worker_title="Calls the addresses that customers registered, and tries again later where they do not answer",
        work_ms=800.0,
        timeout_s=30.0, producer=None, Event=event, owner=scene.producer or "call-webhooks", key="id",
        fields=[{"name": "id"}],
    )  # fmt: skip
    scene.draft.components["webhook-calls-out"] |= {"retention_s": 1_209_600, "max_receives": 100}
    scene.draft.link({"kind": "trigger", "source": "event-bus", "target": "webhook-calls-out", "events": [event]})
    scene.draft.link(
        {"kind": "call", "source": "call-webhooks", "target": scene.outside("customer-endpoint", "partner")}
    )


def operations(scene: Scene) -> None:
    """The cloud operated by its own events."""
    facts = scene.facts
    if not facts.wants("cloud-automation", "compliance-config") or scene.producer is not None:
        return
    name = "act-on-change"
    scene.draft.add(
        {
            "kind": "function",
            "name": name,
            "title": "Does what the change asks for",
            "work_ms": 1200.0,
            "timeout_s": 120.0,
            "serves": [n for n in ("cloud-automation", "compliance-config") if facts.wants(n)],
            "patterns": ["event-driven-architecture"],
        }
    )
    if facts.wants("schedule"):
        return
    _watch_account(scene, name, ["cloud-automation"] if facts.wants("cloud-automation") else ["compliance-config"])
    scene.producer = name


def commands(scene: Scene) -> None:
    """Orders sent back to devices."""
    control = next((step for step in scene.facts.steps if step.deed.name == "control-device"), None)
    if control is None or not scene.draft.has("device-gateway"):
        return
    scene.use(
        "iot-ingestion/command",
        "iot",
        action="control-device",
        action_title="Sends orders to devices",
        bus=None,
        Event="",
    )
    if scene.draft.has("detect-anomalies"):
        scene.draft.link({"kind": "call", "source": "detect-anomalies", "target": "control-device", "ratio": 0.01})
    elif scene.producer:
        scene.draft.link({"kind": "call", "source": scene.producer, "target": "control-device", "ratio": 0.01})
