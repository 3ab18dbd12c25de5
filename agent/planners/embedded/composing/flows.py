"""Moves around events: streams, devices, reactions of other services, people who are told."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from agent.planners.embedded.composing.naming import forms, step_title
from agent.planners.embedded.composing.processing import MEASUREMENT, READING, STREAM_DEEDS
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.deciding import coordination
from agent.planners.embedded.reading.judging import FLOOD
from tools.design.requirements import Load

READING_MS, READING_MB = 40.0, 512
"""What looking at one reading and keeping it takes."""


def devices(scene: Scene) -> None:
    """Devices that connect and report."""
    facts = scene.facts
    if not facts.wants("iot"):
        return
    load = scene.arrivals.events()
    count = facts.population(frozenset({"device"}), 1000.0)
    streams = scene.decide(coordination.telemetry(facts, load.per_second, READING_MS, READING_MB)) == "stream"
    reading = _telemetry(scene)
    scene.use(
        "iot-ingestion", ("iot",), device=scene.device, topic_filter=f"{scene.device}s/+/telemetry", devices=count,
        load=load.id, sink=None, Event=reading,
    )  # fmt: skip
    scene.draft.events.setdefault(reading, _reading_event("device-gateway", reading))
    if streams:
        if not facts.wants("stream"):
            scene.producer = (
                None  # the stream is how readings travel: what works on it tells of them, as the worker would
            )
        stream(scene, source="device-gateway", event=reading)
        return
    worker = "process-reading" if reading == READING else "process-measurement"
    scene.draft.add(
        {
            "kind": "function",
            "name": worker,
            "title": "Validates and stores each reading",
            "work_ms": READING_MS,
            "memory_mb": READING_MB,
            "serves": ["iot"],
            "patterns": ["iot-ingestion"],
        }
    )
    scene.draft.link({"kind": "trigger", "source": "device-gateway", "target": worker, "events": [reading]})
    scene.producer, scene.arrival = worker, reading
    _keep_readings(scene, worker)


def _telemetry(scene: Scene) -> str:
    known = {"Reading", "Measurement", "Alert"} & set(scene.facts.entities)
    return READING if not known or "Reading" in known else MEASUREMENT


def _reading_event(owner: str, name: str) -> dict[str, Any]:
    return {
        "name": name, "owner": owner, "description": "A device has measured something",
        "key": ["deviceId", "measuredAt", "metric"],
        "fields": [
            {"name": "deviceId"}, {"name": "metric"}, {"name": "value", "type": "number"},
            {"name": "measuredAt", "type": "timestamp"},
        ],
    }  # fmt: skip


def _keep_readings(scene: Scene, worker: str) -> None:
    if scene.facts.wants("timeseries"):
        time_series(scene)
        scene.draft.link({"kind": "write", "source": worker, "target": "measurements"})
    elif scene.facts.wants("key-value", "crud", "http-api") and not scene.facts.wants("relational"):
        scene.draft.add(
            {
                "kind": "table",
                "name": "readings",
                "entity": "Reading",
                "partition_key": "deviceId",
                "sort_key": "measuredAt",
                "ttl_attribute": "expiresAt",
                "serves": [need for need in ("key-value", "crud") if scene.facts.wants(need)] or ["iot"],
                "patterns": ["iot-ingestion"],
            }
        )
        scene.draft.link({"kind": "write", "source": worker, "target": "readings"})
    elif scene.draft.has("database"):
        scene.draft.link({"kind": "write", "source": worker, "target": "database"})


def stream(scene: Scene, source: str | None = None, event: str | None = None) -> None:
    """An ordered flow of events, worked on in batches."""
    facts = scene.facts
    if (source is None and not facts.wants("stream")) or scene.draft.of_kind("stream"):
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
        "stream-aggregation", ("stream", "key-value") if facts.wants("stream") else ("iot",), stream="events-stream",
        capacity="provisioned" if peak > 20_000 else "on-demand",
        shards=_shards(peak, processors),
        retention_hours=int(min(max(days * 24, 24), 8760)) if facts.wants("event-sourcing") else 24,
        processors=processors, keeps_state=keeps, state=f"{noun['entity']}-state"[:48],
        StateEntity=_described(scene, noun["Entity"]), state_key="tenantId" if facts.wants("multi-tenant") else "key",
        state_sort="window",
        Event=event, owner=source or f"ingest-{noun['entities']}"[:48],
        description="Something happened that is worth counting", key="id",
        fields=[
            {"name": "id", "type": "uuid"}, {"name": "key"}, {"name": "kind"},
            {"name": "value", "type": "number", "required": False}, {"name": "occurredAt", "type": "timestamp"},
        ],
    )  # fmt: skip
    scene.draft.components["events-stream"]["serves"] = ["stream" if facts.wants("stream") else "iot"]
    _feed_stream(scene, source, event, noun, load)
    if facts.wants("timeseries"):
        time_series(scene)
        scene.draft.link({"kind": "write", "source": processors[0]["name"], "target": "measurements"})
    if scene.producer is None:
        scene.producer, scene.arrival = processors[0]["name"], event


RECORDS_A_SHARD, RECORDS_A_BATCH, ROOM = 800.0, 100.0, 2.1
"""Records a second planned for a shard, of the thousand it takes; records in a batch; twice the peak is comfortable."""


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
"""Events that a page or an app gathers before it sends them, where there are many: a request then costs a twentieth."""


def _feed_stream(scene: Scene, source: str | None, event: str, noun: Mapping[str, str], load: Load) -> None:
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
    kept = scene.facts.requirements.retentions
    days = max((r.whole_days for r in [r for r in kept if "raw" not in r.what.split()] or kept), default=365)
    scene.use("time-series-data", "timeseries", series="measurements", days=min(days, 3650), writers=[], readers=[])
