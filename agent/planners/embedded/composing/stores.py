"""Moves about data that is looked at again: search, caches, lakes, warehouses, ledgers of events."""

from __future__ import annotations

from agent.planners.embedded.composing.naming import forms
from agent.planners.embedded.composing.processing import uploads_name
from agent.planners.embedded.composing.scene import Scene


def search(scene: Scene) -> None:
    """Full-text search, kept up to date by the changes of what is searched."""
    facts = scene.facts
    if not facts.wants("search") or facts.wants("rag"):
        return
    table = next((c for c in scene.draft.of_kind("table") if c.get("role", "data") == "data"), None)
    indexer = f"index-{forms(facts.thing)['entity']}"
    existing = scene.draft.has(indexer)
    names = forms(scene.noun)
    scene.use(
        "search-indexing", ("search",), index=f"{names['entity']}-index", Entity=names["Entity"], vector=False,
        indexer=indexer if existing else f"index-{names['entities']}"[:48], searched=scene.draft.has("api"),
        changes=table["name"] if table and not existing else None,
        entities=names["entities"], rate=scene.arrivals.requests().per_second * 0.2,
    )  # fmt: skip
    if table and not existing:
        table["change_stream"] = True
    if not table and not existing and scene.producer:
        scene.draft.link({"kind": "call", "source": scene.producer, "target": f"index-{names['entities']}"[:48]})


def cache(scene: Scene) -> None:
    """Answers kept in memory."""
    facts = scene.facts
    if not facts.wants("cache"):
        return
    readers = [
        {"name": c["name"]}
        for c in scene.draft.of_kind("function")
        if c.get("operation") in ("get", "list", "search", "manage")
    ][:3]
    if not readers and scene.producer:
        readers = [{"name": scene.producer}]
    scene.draft.add({"kind": "network", "name": "network", "serves": [], "patterns": ["private-networking"]})
    scene.use("caching", "cache", ttl_s=300, readers=readers)
    scene.draft.components["cache"]["network"] = "network"


def lake(scene: Scene) -> None:
    """Files that analysts query, and the jobs that prepare them."""
    facts = scene.facts
    if facts.wants("etl"):
        _transform(scene)
    if facts.wants("data-lake", "dashboards"):
        bucket = _lake_bucket(scene)
        scene.use("data-lake", ("data-lake", "dashboards"), lake=bucket, queries_per_day=50.0)
    if facts.wants("warehouse"):
        loader = next((c["name"] for c in scene.draft.of_kind("etl", "delivery-stream", "function")), None)
        scene.use("data-lake/warehouse", ("warehouse", "dashboards"), loader=loader)


def _lake_bucket(scene: Scene) -> str:
    for name in ("curated-data", "raw-events", uploads_name(scene)):
        if scene.draft.has(name):
            return name
    scene.draft.add(
        {
            "kind": "bucket",
            "name": "data-lake",
            "serves": [n for n in ("data-lake",) if scene.facts.wants(n)],
            "patterns": ["data-lake"],
        }
    )
    if scene.producer:
        scene.draft.link({"kind": "write", "source": scene.producer, "target": "data-lake"})
    return "data-lake"


def _transform(scene: Scene) -> None:
    raw = next((b["name"] for b in scene.draft.of_kind("bucket")), None)
    if raw is None:
        raw = "raw-data"
        scene.draft.add({"kind": "bucket", "name": raw, "serves": ["etl"], "patterns": ["data-lake"]})
    starter = scene.base.get("timer") or next((w["name"] for w in scene.draft.of_kind("workflow")), None)
    if starter is None:
        starter = "etl-timer"
        scene.draft.add(
            {"kind": "schedule", "name": starter, "cron": "0 2 * * *", "serves": [], "patterns": ["scheduled-jobs"]}
        )
    scene.draft.add({"kind": "bucket", "name": "curated-data", "serves": ["etl"], "patterns": ["data-lake"]})
    scene.use(
        "data-lake/transformation",
        "etl",
        etl="transform-data",
        work_s=900.0,
        starter=starter,
        raw=raw,
        curated="curated-data",
    )


def event_log(scene: Scene) -> None:
    """State that is rebuilt from its history."""
    facts = scene.facts
    if not facts.wants("event-sourcing") or scene.draft.of_kind("stream"):
        return
    writer = scene.producer
    scene.use("event-sourcing", ("event-sourcing", "key-value"), log=f"{scene.base['entity']}-log"[:48])
    if writer is not None and scene.draft.components.get(writer, {}).get("kind") == "function":
        scene.draft.link({"kind": "write", "source": writer, "target": f"{scene.base['entity']}-log"[:48]})
    view = scene.base["entities"]
    projector = f"project-{scene.base['entity']}"[:48]
    known = scene.draft.has(view)
    scene.use(
        "change-data-capture", ("event-sourcing", "cdc"), source=f"{scene.base['entity']}-log"[:48],
        projector=projector,
        projector_title="Keeps the current state up to date from the log",
        view=view if not known or scene.draft.components[view]["kind"] == "table" else None,
        ViewEntity=scene.base["Entity"], view_key="id",
    )  # fmt: skip


def leaderboard(scene: Scene) -> None:
    """Counters and rankings."""
    if not scene.facts.wants("leaderboard"):
        return
    scene.use("counters-and-leaderboards", ("leaderboard", "key-value"), scores="scores", Score="Score")
    if scene.producer and scene.draft.components.get(scene.producer, {}).get("kind") == "function":
        scene.draft.link({"kind": "write", "source": scene.producer, "target": "scores"})
