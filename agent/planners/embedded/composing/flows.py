"""Moves around events: streams, devices, reactions of other services, people who are told."""

from __future__ import annotations

from math import ceil
from typing import Any

from agent.planners.embedded.composing.naming import completed, forms, happened, step_title
from agent.planners.embedded.composing.processing import STREAM_DEEDS, open_bus
from agent.planners.embedded.composing.requests import arrival_event
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.deciding import coordination
from agent.planners.embedded.reading.intake import FLOOD
from tools.design.requirements import Load


def devices(scene: Scene) -> None:
    """Devices that connect and report."""
    facts = scene.facts
    if not facts.wants("iot"):
        return
    load = scene.arrivals.events()
    count = next((p.count for p in facts.requirements.populations), 1000.0)
    streams = facts.wants("stream")
    reading = _telemetry(scene)
    scene.use(
        "iot-ingestion", ("iot",), device=scene.device, topic_filter=f"{scene.device}s/+/telemetry", devices=count,
        load=load.id, sink=None, Event=reading,
    )  # fmt: skip
    scene.draft.events.setdefault(reading, _reading_event("device-gateway", reading))
    if streams:
        stream(scene, source="device-gateway", event=reading)
        return
    worker = f"process-{forms(scene.noun)['entity']}"[:48] if scene.entity else "process-reading"
    scene.draft.add(
        {
            "kind": "function",
            "name": worker,
            "title": "Validates and stores each reading",
            "work_ms": 40.0,
            "serves": ["iot"],
            "patterns": ["iot-ingestion"],
        }
    )
    scene.draft.link({"kind": "trigger", "source": "device-gateway", "target": worker, "events": [reading]})
    scene.producer, scene.arrival = worker, reading
    _keep_readings(scene, worker)


def _telemetry(scene: Scene) -> str:
    known = {"Reading", "Measurement", "Alert"} & set(scene.facts.entities)
    return "ReadingTaken" if not known or "Reading" in known else "MeasurementTaken"


def _reading_event(owner: str, name: str) -> dict[str, Any]:
    return {
        "name": name, "owner": owner, "description": "A device has measured something", "key": ["deviceId", "measuredAt", "metric"],
        "fields": [{"name": "deviceId"}, {"name": "metric"}, {"name": "value", "type": "number"}, {"name": "measuredAt", "type": "timestamp"}],
    }  # fmt: skip


def _keep_readings(scene: Scene, worker: str) -> None:
    if scene.facts.wants("timeseries"):
        time_series(scene)
        scene.draft.link({"kind": "write", "source": worker, "target": "measurements"})
    elif scene.facts.wants("key-value", "crud"):
        scene.draft.add(
            {
                "kind": "table",
                "name": "readings",
                "entity": "Reading",
                "partition_key": "deviceId",
                "sort_key": "measuredAt",
                "ttl_attribute": "expiresAt",
                "serves": ["key-value"] if scene.facts.wants("key-value") else ["crud"],
                "patterns": ["iot-ingestion"],
            }
        )
        scene.draft.link({"kind": "write", "source": worker, "target": "readings"})
    elif scene.draft.has("database"):
        scene.draft.link({"kind": "write", "source": worker, "target": "database"})


def stream(scene: Scene, source: str | None = None, event: str | None = None) -> None:
    """An ordered flow of events, worked on in batches."""
    facts = scene.facts
    if not facts.wants("stream") or scene.draft.of_kind("stream"):
        return
    load = scene.arrivals.events()
    noun = forms(load.what if load.what not in ("requests",) else "event")
    event = event or f"{noun['Entity']}Recorded"
    peak = facts.peak_rps
    days = max((r.days for r in facts.requirements.retentions if r.days <= 365), default=1.0)
    predicts_at_set_times = facts.wants("custom-model")
    deeds = [
        step for step in facts.steps
        if step.deed.name in STREAM_DEEDS and not (step.deed.name == "predict-maintenance" and predicts_at_set_times)
    ]  # fmt: skip
    processors = [_processor(step.name, step_title(step.name), step.deed.work_ms) for step in deeds] or [
        _processor(f"process-{noun['entities']}"[:48], "Works through the events in order", 80.0)
    ]
    keeps = facts.wants("key-value", "crud", "leaderboard", "http-api") and not facts.wants("timeseries")
    for processor in processors:
        processor["to_state"] = keeps
    scene.use(
        "stream-aggregation", ("stream", "key-value"), stream="events-stream", capacity="provisioned" if peak > 20_000 else "on-demand",
        shards=_shards(peak, processors), retention_hours=int(min(max(days * 24, 24), 8760)) if facts.wants("event-sourcing") else 24,
        processors=processors, keeps_state=keeps, state=f"{noun['entity']}-state"[:48], StateEntity=_described(scene, noun["Entity"]), state_key="tenantId" if facts.wants("multi-tenant") else "key", state_sort="window",
        Event=event, owner=source or f"ingest-{noun['entities']}"[:48], description="Something happened that is worth counting", key="id",
        fields=[{"name": "id", "type": "uuid"}, {"name": "key"}, {"name": "kind"}, {"name": "value", "type": "number", "required": False}, {"name": "occurredAt", "type": "timestamp"}],
    )  # fmt: skip
    for name in ("events-stream",):
        scene.draft.components[name]["serves"] = ["stream"]
    _feed_stream(scene, source, event, noun, load)
    if facts.wants("timeseries"):
        time_series(scene)
        scene.draft.link({"kind": "write", "source": processors[0]["name"], "target": "measurements"})
    if scene.producer is None:
        scene.producer, scene.arrival = processors[0]["name"], event


RECORDS_A_SHARD, RECORDS_A_BATCH, ROOM = 800.0, 100.0, 2.1
"""Records a second planned for each shard, of the thousand it takes; records in a batch; twice the peak is comfortable."""


def _shards(peak: float, processors: list[dict[str, Any]]) -> int:
    """Shards that take the peak in, and in which one batch at a time keeps up with it."""
    slowest_s = max(processor["work_ms"] for processor in processors) / 1000
    return max(1, round(peak / RECORDS_A_SHARD), ceil(peak / RECORDS_A_BATCH * slowest_s * ROOM))


def _described(scene: Scene, entity: str) -> str | None:
    """An entity, if the requirements describe it."""
    return entity if entity in scene.facts.entities else None


def _processor(name: str, title: str, work_ms: float) -> dict[str, Any]:
    return {"name": name, "title": title, "work_ms": max(work_ms, 50.0) * 3, "write_ratio": 0.1, "to_state": True}


OVER_HTTP = (
    "http",
    "https",
    "browser",
    "browsers",
    "endpoint",
    "endpoints",
    "post",
    "website",
    "pages",
    "clicks",
    "clickstream",
    "sdk",
    "beacon",
)
"""Words by which events come as web requests; others are put on the stream by their source itself."""


EVENTS_IN_A_REQUEST = 20.0
"""Events that a page or an app gathers before it sends them, where there are many: one request then costs a twentieth."""


def _feed_stream(scene: Scene, source: str | None, event: str, noun: dict[str, str], load: Load) -> None:
    facts = scene.facts
    if source is not None:
        scene.draft.link({"kind": "trigger", "source": source, "target": "events-stream", "events": [event]})
    elif facts.says(*OVER_HTTP) and facts.wants("http-api", "crud", "web-app", "partner-api"):
        if not scene.draft.has("api"):
            scene.base["api_style"] = "http"
        together = EVENTS_IN_A_REQUEST if load.per_second >= FLOOD else 1.0
        scene.use(
            "stream-aggregation/ingest",
            ("stream", "http-api"),
            things=noun["entities"],
            stream="events-stream",
            Event=event,
            rate=load.per_second / together,
            together=together,
            base=load.id,
        )
    else:
        producer = scene.outside("event-source")
        scene.draft.link(
            {"kind": "send", "source": producer, "target": "events-stream", "load": load.id, "events": [event]}
        )
        scene.draft.events[event]["owner"] = producer


def archive(scene: Scene) -> None:
    """Raw events kept in cheap storage."""
    facts = scene.facts
    if not facts.wants("archive-stream"):
        return
    streams = scene.draft.of_kind("stream")
    days = max((r.whole_days for r in facts.requirements.retentions), default=0)
    expire = days if days > 90 else None
    bindings: dict[str, Any] = {
        "archive": "raw-events",
        "archive_after_days": 90,
        "expire_after_days": expire,
        "stored_gb": None,
        "write_ratio": 0.0001,
    }
    if streams:
        name = streams[0]["name"]
        events = [event for link in scene.draft.incoming(name) for event in link.get("events", ())]
        scene.use(
            "stream-aggregation/archive",
            ("archive-stream", "data-lake"),
            stream=name,
            events=list(dict.fromkeys(events)),
            **bindings,
        )
    elif scene.producer or scene.draft.has("device-gateway"):
        scene.draft.add(
            {
                "kind": "delivery-stream",
                "name": "raw-events-delivery",
                "serves": ["archive-stream"],
                "patterns": ["stream-aggregation"],
            }
        )
        scene.draft.add(
            {
                "kind": "bucket",
                "name": "raw-events",
                "archive_after_days": 90,
                "expire_after_days": expire,
                "serves": ["archive-stream"],
                "patterns": ["stream-aggregation"],
            }
        )
        origin = "device-gateway" if scene.draft.has("device-gateway") else scene.producer
        kind = "trigger" if origin == "device-gateway" else "send"
        scene.draft.link({"kind": kind, "source": origin, "target": "raw-events-delivery"})
        scene.draft.link({"kind": "write", "source": "raw-events-delivery", "target": "raw-events", "ratio": 0.0001})


def time_series(scene: Scene) -> None:
    """A database of measurements over time."""
    if scene.draft.has("measurements"):
        return
    days = max((r.whole_days for r in scene.facts.requirements.retentions), default=365)
    scene.use("time-series-data", "timeseries", series="measurements", days=min(days, 3650), writers=[], readers=[])


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
    topic = "alerts" if facts.wants("iot", "fraud", "cloud-automation") else "notifications"
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
        "people-notification", needs, by_topic=by_topic, by_mail=by_mail, topic=topic, notifier=notifier if source else None,
        notifier_title="Tells people what happened", source=source, events=[e for e in events if e], sender=sender or notifier,
        sends_topic=by_topic, sends_mail=by_mail, ratio=ratio,
    )  # fmt: skip


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
    scene.draft.add(
        {
            "kind": "bus",
            "name": "account-events",
            "scope": "default",
            "serves": [],
            "patterns": ["event-driven-architecture"],
        }
    )
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
    scene.draft.link({"kind": "trigger", "source": "account-events", "target": name, "events": ["AccountChanged"]})
    scene.producer = name
    return name


def webhook_calls(scene: Scene) -> None:
    """Customers' own addresses are called, each at its own pace, and again until they answer."""
    facts = scene.facts
    if not facts.wants("webhook-delivery"):
        return
    open_bus(scene)
    event = scene.arrival or happened(scene.noun)
    scene.use(
        "queue-load-levelling", ("webhook-delivery", "background-work"), queue="webhook-calls-out", ordered=False, worker="call-webhooks",
        worker_title="Calls the addresses that customers registered, and tries again later where they do not answer", work_ms=800.0,
        timeout_s=30.0, producer=None, Event=event, owner=scene.producer or "call-webhooks", key="id", fields=[{"name": "id"}],
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
    scene.draft.add(
        {
            "kind": "bus",
            "name": "account-events",
            "scope": "default",
            "serves": ["cloud-automation"] if facts.wants("cloud-automation") else ["compliance-config"],
            "patterns": ["event-driven-architecture"],
        }
    )
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
    scene.draft.link({"kind": "trigger", "source": "account-events", "target": name, "events": ["AccountChanged"]})
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
