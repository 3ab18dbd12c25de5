"""Moves with managed models: language, vision, speech, text, forecasts."""

from __future__ import annotations

import re

from agent.planners.embedded.composing.background import cron_in
from agent.planners.embedded.composing.naming import forms
from agent.planners.embedded.composing.processing import uploads_name
from agent.planners.embedded.composing.scene import Scene

MODELS: tuple[tuple[str, str, str, str], ...] = (
    ("ocr", "ocr", "read-text", "Reads text and fields from documents"),
    ("vision", "vision", "recognise-{thing}", "Looks at what is in the picture"),
    ("speech-to-text", "speech-to-text", "transcribe-{thing}", "Turns speech into text"),
    ("text-to-speech", "text-to-speech", "read-aloud", "Turns text into speech"),
    ("translation", "translation", "translate-text", "Translates text"),
    ("text-analysis", "text-analysis", "analyse-text", "Finds sentiment and topics in text"),
    ("recommendation", "recommendation", "recommend-items", "Recommends what fits a person"),
    ("custom-model", "custom-model", "predict", "Asks the model of one's own"),
    ("enterprise-search", "enterprise-search", "ask-documents", "Searches the company's documents"),
)
"""Need, capability of the managed model, function that calls it, and its title."""


def models(scene: Scene) -> None:
    """Each managed model the brief asks for is called by a function that is there for it."""
    facts = scene.facts
    for need, capability, caller, title in MODELS:
        if not facts.wants(need) or scene.draft.has(capability):
            continue
        if need == "custom-model" and (facts.wants("iot", "stream") or _FORECASTS.search(facts.text)):
            _predict_now_and_then(scene)
            continue
        worker = _file_worker(scene) if need in OF_FILES else None
        if worker is not None:
            _ask(scene, need, capability, worker)
            continue
        name = caller.replace("{thing}", forms(facts.thing)["entity"])[:48]
        known = scene.draft.has(name)
        routed = not known and scene.draft.has("api")
        scene.use(
            "language-model-application/model", need, service=capability, capability=capability,
            needs_function=not known,
            caller=name, caller_title=title, work_ms=800.0, routed=routed, route=name,
            rate=scene.arrivals.entity().per_second,
        )  # fmt: skip
        if not known and not routed:
            _attach(scene, name)


OF_FILES = frozenset({"ocr", "vision", "speech-to-text"})
"""Models that look at or listen to files: whoever works on a file as it arrives asks them, nobody waits for it."""

_FORECASTS = re.compile(
    r"\b(?:predict|forecast)\w*\b[^.;\n]{0,40}\b(?:how|demand|sales|busy|churn|failures?|maintenance|load|capacity|stock|yield|volume)\b"
)
"""What is foreseen from what has gathered, not answered on the spot."""


def _file_worker(scene: Scene) -> str | None:
    """The function that works on a file as it arrives, started by its bucket or by the bus that tells of it."""
    draft = scene.draft
    bucket = uploads_name(scene)
    for link in [*draft.outgoing(bucket, "trigger"), *draft.outgoing("object-events", "trigger")]:
        if draft.components[link["target"]]["kind"] == "function":
            return str(link["target"])
    return None


def _ask(scene: Scene, need: str, capability: str, caller: str) -> None:
    """A function that is there calls a managed model."""
    scene.use(
        "language-model-application/model", need, service=capability, capability=capability, needs_function=False,
        caller=caller, caller_title="", work_ms=500.0, routed=False, route="", rate=0.0,
    )  # fmt: skip


def _predict_now_and_then(scene: Scene) -> None:
    """A model that foresees is asked at set times about what has gathered, not about every single event."""
    cron, minutes = cron_in(scene.facts.text)
    scene.use(
        "scheduled-jobs", ("custom-model", "schedule"), schedule="prediction-timer",
        cron=cron if minutes is None else "", every_minutes=minutes,
        timezone="UTC", in_function=True, job="predict", job_title="Asks the model about what has gathered",
        work_ms=5000.0, timeout_s=300.0,
    )  # fmt: skip
    scene.use(
        "language-model-application/model", "custom-model", service="custom-model", capability="custom-model",
        needs_function=False,
        caller="predict", caller_title="", work_ms=0.0, routed=False, route="", rate=0.0,
    )  # fmt: skip
    scene.gathers = (*scene.gathers, "predict")


def _attach(scene: Scene, name: str) -> None:
    """A function that nothing starts yet is started by the files, the workflow or the first function there is."""
    draft = scene.draft
    bucket = uploads_name(scene)
    workflows = draft.of_kind("workflow")
    if scene.producer and scene.producer != name:
        draft.link({"kind": "call", "source": scene.producer, "target": name})
    elif draft.has(bucket):
        thing = forms(scene.facts.thing)
        event = f"{thing['Entity']}Uploaded"
        draft.events.setdefault(
            event,
            {
                "name": event,
                "owner": bucket,
                "description": f"An object was created in {bucket}",
                "key": ["bucket", "key", "versionId"],
                "fields": [{"name": "bucket"}, {"name": "key"}, {"name": "versionId"}],
            },
        )
        draft.link({"kind": "trigger", "source": bucket, "target": name, "events": [event], "matches": ["incoming/*"]})
        draft.link({"kind": "read", "source": name, "target": bucket})
        scene.producer = name
    elif workflows:
        draft.link({"kind": "call", "source": workflows[0]["name"], "target": name})
    else:
        draft.add({"kind": "external", "name": scene.client, "role": scene.client_role, "serves": [], "patterns": []})
        draft.link({"kind": "call", "source": scene.client, "target": name, "load": scene.arrivals.entity().id})
        scene.producer = name


def language(scene: Scene) -> None:
    """A language model, and documents it answers from."""
    facts = scene.facts
    if not facts.wants("language-model", "rag"):
        return
    answerer = next((c["name"] for c in scene.draft.of_kind("function") if c["name"].startswith("summarise-")), None)
    routed = answerer is None and scene.draft.has("api")
    name = answerer or ("answer-questions" if facts.wants("rag") else "ask-model")
    if not scene.draft.has("language-model"):
        scene.use(
            "language-model-application", ("language-model", "rag"),
            input_tokens=3000.0 if facts.wants("rag") else 1200.0, output_tokens=400.0,
            answerer=name, answerer_title="Asks the language model", work_ms=2500.0, routed=routed, route="questions",
            rate=scene.arrivals.entity().per_second,
        )  # fmt: skip
    if answerer is None and not routed and not scene.draft.incoming(name, "trigger", "call"):
        _attach(scene, name)
    if facts.wants("rag"):
        bucket = uploads_name(scene)
        if scene.draft.has(bucket):
            thing = forms(facts.thing)
            event = f"{thing['Entity']}Uploaded"
            scene.draft.events.setdefault(
                event,
                {
                    "name": event,
                    "owner": bucket,
                    "description": f"An object was created in {bucket}",
                    "key": ["bucket", "key", "versionId"],
                    "fields": [{"name": "bucket"}, {"name": "key"}, {"name": "versionId"}],
                },
            )
            scene.use(
                "language-model-application/retrieval",
                ("rag", "search"),
                documents=bucket,
                Thing=thing["Entity"],
                answerer=name,
            )


def transcoding(scene: Scene) -> None:
    """Video and audio in other formats, by a managed transcoder."""
    facts = scene.facts
    if not facts.wants("transcode"):
        return
    bucket = uploads_name(scene)
    results = f"processed-{forms(facts.thing)['entities']}"
    transcode = f"transcode-{forms(facts.thing)['entity']}"
    workflow = next((w["name"] for w in scene.draft.of_kind("workflow")), None)
    caller = transcode if scene.draft.has(transcode) else _file_worker(scene) or scene.producer or workflow
    if caller is None:
        return
    scene.use(
        "media-transcoding", "transcode", renditions=3, minutes=8.0, results=results, caller=caller, uploads=bucket
    )
