"""Moves behind the front doors: files, queues, processes, schedules, long work."""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.naming import (
    completed,
    event_fields,
    forms,
    happened,
    key_field,
    step_title,
)
from agent.planners.embedded.composing.requests import arrival_event
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.composing.uploads import uploads_name
from agent.planners.embedded.composing.workflow_steps import workflow_steps
from agent.planners.embedded.deciding import compute, coordination
from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.reading.steps import FILE_DEEDS, Step

STREAM_DEEDS = frozenset(
    "detect-anomalies aggregate-{thing} enrich-{thing} normalise-{thing} predict-maintenance".split()
)


TIMED_DEEDS = frozenset("generate-report clean-up sync-{thing} fetch-{thing} back-up-data".split())


TELLING_DEEDS = frozenset("notify-people send-mail record-audit track-usage bill-{thing} control-device".split())


AI_OF: dict[str, str] = {
    "read-text": "ocr", "moderate-{thing}": "vision", "recognise-{thing}": "vision",
    "transcribe-{thing}": "speech-to-text",
    "translate-{thing}": "translation", "summarise-{thing}": "language-model", "analyse-sentiment": "text-analysis",
}  # fmt: skip
"""Managed model a deed calls."""


NEED_OF_AI: dict[str, str] = {"language-model": "language-model"}


def files(scene: Scene) -> None:
    """What happens to files as they arrive: one function for each concern, each with its own failure queue."""
    facts = scene.facts
    if not facts.wants("file-processing") or scene.draft.has("object-events"):
        return
    steps = [step for step in facts.steps if step.deed.name in FILE_DEEDS and _is_wanted(scene, step)]
    if is_process(scene):
        return
    bucket = uploads_name(scene)
    thing = forms(facts.thing)
    steps = steps or _default_file_steps(scene)
    chosen = scene.decide(coordination.file_trigger(facts, len(steps)), bucket)
    libraries = sorted({library for step in steps for library in step.deed.libraries})
    keeps = any(step.deed.writes == "table" for step in steps)
    results = f"processed-{thing['entities']}"
    scene.use(
        "file-processing", ("file-processing", "upload", "ocr", "vision", "speech-to-text", "search"),
        uploads=bucket, Thing=thing["Entity"], via_bus=chosen == "bus",
        steps=[_file_step(scene, step, libraries) for step in steps],
        layer=f"{thing['entity']}-libraries" if libraries else None, libraries=libraries, Entity=thing["Entity"],
        keeps_results=any(step.deed.writes == "bucket" for step in steps), results=results, keeps_metadata=keeps,
        metadata=f"{thing['entity']}-metadata", key="objectKey",
    )  # fmt: skip
    _serve_metadata(scene, f"{thing['entity']}-metadata", results)
    if scene.draft.has("object-events"):
        scene.draft.components["object-events"]["serves"] = [
            n for n in ("event-routing", "file-processing") if facts.wants(n)
        ] or ["upload"]
    for step in steps:
        call_model(scene, step.deed.name, step.name)
    scene.producer = scene.producer or steps[0].name
    scene.arrival = scene.arrival or f"{thing['Entity']}Uploaded"


def _is_wanted(scene: Scene, step: Step) -> bool:
    return not step.deed.needs or scene.facts.wants(*step.deed.needs) or step.deed.name in ("extract-metadata",)


def _default_file_steps(scene: Scene) -> list[Step]:
    from agent.planners.embedded.lexicon.deeds import Deed

    thing = forms(scene.facts.thing)["entity"]
    origin = scene.facts.requirements.title.origin
    return [
        Step(
            Deed(name="process", cues="", work_ms=800, writes="table" if scene.facts.wants("key-value") else "bucket"),
            f"process-{thing}",
            "",
            origin,
            0,
        )
    ]


def _file_step(scene: Scene, step: Step, libraries: list[str]) -> dict[str, Any]:
    layer = f"{forms(scene.facts.thing)['entity']}-libraries"
    return {
        "name": step.name, "title": step_title(step.name), "work_ms": step.deed.work_ms,
        "memory_mb": 1769 if step.deed.libraries else 1024, "timeout_s": 120.0 if step.deed.work_ms > 500 else 60.0,
        "layers": [layer] if step.deed.libraries and libraries else [], "matches": ["incoming/*"],
        "to_bucket": step.deed.writes == "bucket", "to_table": step.deed.writes == "table",
        "outputs": 3.0 if step.deed.name == "resize-image" else 1.0,
    }  # fmt: skip


def _serve_metadata(scene: Scene, metadata: str, results: str) -> None:
    """Only what the brief asks for counts as serving it."""
    if scene.draft.has(metadata) and scene.facts.wants("key-value", "crud"):
        scene.draft.components[metadata]["serves"] = [need for need in ("key-value", "crud") if scene.facts.wants(need)]


def call_model(scene: Scene, deed: str, caller: str) -> None:
    """A deed done by a managed model calls it."""
    capability = AI_OF.get(deed)
    if capability is None or not scene.facts.wants(capability):
        return
    scene.use(
        "language-model-application/model", capability, service=capability, capability=capability, needs_function=False,
        caller=caller, caller_title="", work_ms=500.0, routed=False, route="", rate=0.0,
    )  # fmt: skip


MOST_EXECUTIONS_RPS = 200.0
"""Arrivals a second above which a workflow for each is left to those who ask for one by name."""


def is_process(scene: Scene) -> bool:
    """Whether a workflow coordinates the work: it is asked for, and there are not too many at once to follow each."""
    facts = scene.facts
    if facts.avoids("stepfunctions") or not facts.wants("process", "human-approval", "parallel-batch"):
        return False
    if facts.names("stepfunctions"):
        return True
    return scene.arrivals.entity().per_second <= MOST_EXECUTIONS_RPS


QUEUED_FIRST = 0.9
"""Certainty from which work waits in a queue before a workflow takes it up; the workflow itself waits and retries."""


def intake_queue(scene: Scene) -> None:
    """A queue between those who hand in work and what does it."""
    facts = scene.facts
    if not facts.wants("background-work") or facts.wants("webhooks"):
        return
    if is_process(scene) and facts.certainty["background-work"] < QUEUED_FIRST:
        return
    one = scene.base["entity"]
    queue, worker = f"{one}-work"[:40], f"process-{one}"[:48].rstrip("-")
    if scene.draft.has(worker):
        worker = f"handle-{one}-work"[:48]
    longest = compute.long_work(facts)
    heavy = longest is not None and longest.chosen == "container job"
    timeout = 30.0 if facts.longest_work_s <= 20 else min(facts.longest_work_s * 1.5, 900.0)
    work_ms = 200.0 if not 0 < facts.longest_work_s <= 600 else facts.longest_work_s * 1000
    event = arrival_event(scene, scene.producer or PRODUCER) | {"Event": f"{scene.base['Entity']}Queued"}
    scene.use(
        "queue-load-levelling", ("background-work",), queue=queue, ordered=False, worker=worker,
        worker_title=f"Works through {scene.base['entities']} at its own pace", work_ms=100.0 if heavy else work_ms,
        timeout_s=60.0 if heavy else timeout, producer=scene.producer, **event,
    )  # fmt: skip
    if scene.producer is None:
        _feed(scene, queue, event["Event"])
    store = scene.base["entities"]
    if scene.draft.has(store) and scene.draft.components[store]["kind"] == "table":
        scene.draft.link({"kind": "write", "source": worker, "target": store})
    elif scene.draft.has("database"):
        scene.draft.link({"kind": "write", "source": worker, "target": "database"})
    scene.producer, scene.arrival = worker, happened(scene.noun)


PRODUCER = "producer"
"""Whoever hands in work from outside, straight into a queue."""


def _feed(scene: Scene, queue: str, event: str) -> None:
    link = {"kind": "send", "source": scene.outside(PRODUCER), "target": queue, "events": [event]}
    scene.draft.link(link | {"load": scene.arrivals.entity().id})


def process(scene: Scene) -> None:
    """A workflow with retries, catches and, where steps can be undone, compensation."""
    facts = scene.facts
    if facts.wants("process", "event-routing", "human-approval"):
        scene.coordination = scene.decide(coordination.coordination(facts))
    is_list = works_on_list(facts) and not steps_of_process(scene)
    if not is_process(scene) or scene.coordination == "choreography" or is_list:
        return
    steps = steps_of_process(scene) or _generic_steps(scene)
    name = f"{scene.base['entity']}-process"[:48]
    duration = sum(step.deed.work_ms for step in steps) / 1000 + len(steps) * 0.1
    approval = facts.wants("human-approval")
    decided = scene.decide(
        coordination.durability(
            facts, len(steps) + 3, 86_400.0 if approval else duration, scene.arrivals.entity().per_second
        ),
        name,
    )
    undos = [step for step in steps if step.undo]
    scene.use(
        "saga" if undos else "orchestration", ("process", "human-approval"),
        process=name, durability=decided, work_s=round(duration, 2),
        description=f"Takes {scene.base['entity']} from arrival to its end",
        steps=[_process_step(scene, step) for step in steps],
        undos=[_process_step(scene, step) | {"name": step.undo, "title": step_title(step.undo)} for step in undos],
        timeout_s=1_209_600 if approval else 3600 if decided == "standard" else 290,
        workflow_steps=workflow_steps(scene, steps, approval),
    )  # fmt: skip
    for step in steps:
        call_model(scene, step.deed.name, step.name)
        read_files(scene, step)
        if step.deed.external:
            external(scene, step.name, step.deed.external)
            if step.undo:
                external(scene, step.undo, step.deed.external)
    if approval:
        _approval(scene, name)
    _start(scene, name)


def works_on_list(facts: Facts) -> bool:
    """Whether many items are worked on at once, from a list of objects."""
    return facts.wants("parallel-batch") and facts.wants("upload", "file-processing", "batch")


def steps_of_process(scene: Scene) -> list[Step]:
    """The steps of the brief that are done to one thing in turn."""
    left_out = TELLING_DEEDS | TIMED_DEEDS | (STREAM_DEEDS if scene.facts.wants("stream", "iot") else frozenset[str]())
    file_steps = (
        FILE_DEEDS - {"validate-{thing}", "classify-{thing}"}
        if not scene.facts.wants("file-processing")
        else frozenset[str]()
    )
    return [
        step for step in scene.facts.steps
        if step.deed.name not in left_out and step.deed.name not in file_steps and _is_wanted(scene, step)
    ][:10]  # fmt: skip


def _generic_steps(scene: Scene) -> list[Step]:
    from agent.planners.embedded.lexicon.deeds import Deed

    one = scene.base["entity"]
    origin = scene.facts.requirements.title.origin
    names = [f"validate-{one}", f"carry-out-{one}", f"complete-{one}"]
    return [
        Step(Deed(name=name, cues="", phase=index), name[:48], "", origin, index) for index, name in enumerate(names)
    ]


def _process_step(scene: Scene, step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "title": step_title(step.name),
        "work_ms": step.deed.work_ms,
        "store": store_of(scene, step),
    }


def store_of(scene: Scene, step: Step) -> str | None:
    """Where a step keeps what it did; None where it keeps nothing."""
    if step.deed.writes != "table":
        return None
    stock = "inventory" if "stock" in step.name else scene.base["entities"]
    if stock == "inventory" and not scene.draft.has("inventory"):
        scene.draft.add(
            {
                "kind": "table",
                "name": "inventory",
                "entity": "Stock",
                "partition_key": "sku",
                "serves": ["process"] if scene.facts.wants("process") else [],
                "patterns": ["saga"],
            }
        )
    if scene.draft.has(stock) and scene.draft.components[stock]["kind"] == "table":
        return stock
    return "database" if scene.draft.has("database") else None


def read_files(scene: Scene, step: Step) -> None:
    """Steps about files read them where they were handed in."""
    bucket = uploads_name(scene)
    if step.deed.name in FILE_DEEDS and scene.draft.has(bucket):
        scene.draft.link({"kind": "read", "source": step.name, "target": bucket})


def _approval(scene: Scene, process_name: str) -> None:
    scene.use(
        "human-approval",
        ("human-approval",),
        process=process_name,
        rate=max(scene.arrivals.entity().per_second * 0.2, 1e-6),
    )


def _start(scene: Scene, name: str) -> None:
    """Whatever learns first of the thing starts the process: an event, an object, a schedule, or a call."""
    facts = scene.facts
    bucket = uploads_name(scene)
    needs_bus = facts.wants("event-routing", "notify", "email")
    if needs_bus:
        open_bus(scene)
        done = completed(scene.noun)
        scene.draft.events.setdefault(
            done,
            {
                "name": done,
                "owner": name,
                "description": "The process came to its good end",
                "key": [key_field(scene.noun)],
                "fields": event_fields(scene.entity, scene.noun)[:4],
            },
        )
        scene.draft.link({"kind": "send", "source": name, "target": "event-bus", "events": [done]})
    handed_in = facts.wants("upload") and scene.producer is None
    if (facts.wants("file-processing") or handed_in) and scene.draft.has(bucket):
        start_by_object(scene, name, bucket)
    elif scene.producer is not None and scene.bus and scene.arrival and scene.arrival in scene.draft.events:
        scene.draft.link({"kind": "trigger", "source": scene.bus, "target": name, "events": [scene.arrival]})
    elif scene.producer is not None:
        scene.draft.link({"kind": "call", "source": scene.producer, "target": name})
    elif not facts.wants("schedule", "one-off-timer"):
        scene.draft.add({"kind": "external", "name": "operator", "role": "staff", "serves": [], "patterns": []})
        scene.draft.link({"kind": "call", "source": "operator", "target": name, "load": scene.arrivals.entity().id})


def start_by_object(scene: Scene, name: str, bucket: str) -> None:
    """Every object that arrives in a bucket starts something, by way of the account's bus."""
    thing = forms(scene.facts.thing)
    event = f"{thing['Entity']}Uploaded"
    scene.draft.add(
        {
            "kind": "bus",
            "name": "object-events",
            "scope": "default",
            "patterns": ["file-processing"],
            "serves": [n for n in ("event-routing",) if scene.facts.wants(n)],
        }
    )
    scene.draft.events.setdefault(event, {
        "name": event, "owner": bucket, "description": f"An object was created in {bucket}",
        "key": ["bucket", "key", "versionId"],
        "fields": [
            {"name": "bucket"}, {"name": "key"}, {"name": "versionId"}, {"name": "etag"},
            {"name": "size", "type": "integer"},
        ],
    })  # fmt: skip
    scene.draft.link({"kind": "send", "source": bucket, "target": "object-events", "events": [event]})
    scene.draft.link(
        {"kind": "trigger", "source": "object-events", "target": name, "events": [event], "matches": ["incoming/*"]}
    )
    scene.arrival = scene.arrival or event


READING, MEASUREMENT = "ReadingTaken", "MeasurementTaken"
"""What devices tell, by what the brief calls it."""
TOLD: dict[str, Any] = {"ratio": 0.01, "purpose": "Tells of the readings that are out of bounds"}
"""What of many readings others are told: taken as one of a hundred."""


def open_bus(scene: Scene) -> None:
    """The event bus, with the arrival of the main entity on it."""
    if scene.bus is not None:
        return
    scene.bus = "event-bus"
    serves = [need for need in ("event-routing",) if scene.facts.wants(need)]
    scene.draft.add({"kind": "bus", "name": "event-bus", "serves": serves, "patterns": ["event-driven-architecture"]})
    if scene.producer is not None and scene.arrival and not scene.arrival.endswith("Uploaded"):
        event = arrival_event(scene, scene.producer)
        known = scene.draft.events.get(event["Event"])
        if known is None:
            scene.draft.events[event["Event"]] = {
                "name": event["Event"],
                "owner": scene.producer,
                "description": event["description"],
                "key": [event["key"]],
                "fields": event["fields"],
            }
        link = {"kind": "send", "source": scene.producer, "target": "event-bus", "events": [event["Event"]]}
        scene.draft.link(link | (TOLD if event["Event"] in (READING, MEASUREMENT) else {}))


def external(scene: Scene, caller: str, party: str) -> None:
    """A call to somebody else's system, with its credential."""
    if scene.draft.components.get(party, {"kind": "external"})["kind"] != "external":
        return
    scene.use(
        "circuit-breaker/external",
        "external-integration",
        party=party,
        caller=caller,
        latency_ms=400.0,
        max_rps=scene.facts.accepted_rps,
    )
