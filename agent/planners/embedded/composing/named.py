"""Products the brief names that nothing brought in yet: each gets a part, joined to what is there."""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.scene import Scene
from tools.catalog.services import UnknownServiceError, by_id

REACHED: dict[str, str] = {
    "table": "write", "database": "write", "timeseries": "write", "warehouse": "write", "bucket": "write", "cache": "read",
    "search-index": "write", "query-engine": "call", "queue": "send", "topic": "send", "bus": "send", "stream": "send",
    "delivery-stream": "send", "mail": "send", "ai-service": "call", "workflow": "call", "secret": "read", "parameter": "read",
    "container": "call", "etl": "call", "transcoder": "call", "function": "call",
}  # fmt: skip
"""How a function reaches a component of each kind."""


def named_products(scene: Scene) -> None:
    """Adds what the brief names and the draft lacks."""
    for service_id in sorted(scene.facts.named):
        try:
            service = by_id(service_id)
        except UnknownServiceError:
            continue
        if not service.provider or any(_stands(scene, kind.kind, dict(kind.where)) for kind in service.realises):
            continue
        for realisation in service.realises[:1]:
            _add(scene, realisation.kind, dict(realisation.where), service_id)


def _stands(scene: Scene, kind: str, where: dict[str, Any]) -> bool:
    return any(all(c.get(k, v) == v for k, v in where.items()) for c in scene.draft.of_kind(kind))


def _add(scene: Scene, kind: str, where: dict[str, Any], service_id: str) -> None:
    name = service_id.split(".")[-1].replace("_", "-")[:40]
    if scene.draft.has(name):
        name = f"{name}-{kind}"[:48]
    component: dict[str, Any] = {"kind": kind, "name": name, **where, "serves": ["named"], "patterns": []}
    if kind in ("layer", "external", "network"):
        return
    if kind == "workflow":
        component["definition"] = name
        scene.draft.workflows[name] = _one_task(scene, name)
    if kind == "dns-failover":
        component["regions"] = [
            scene.facts.regions[0],
            "us-west-2" if scene.facts.regions[0] != "us-west-2" else "us-east-1",
        ]
    scene.draft.add(component)
    _join(scene, kind, name)


def _one_task(scene: Scene, name: str) -> dict[str, Any]:
    worker = _worker(scene)
    task = {
        "kind": "task",
        "name": "Work",
        "component": worker,
        "timeout_s": 60,
        "retry": [{"errors": ["transient"], "attempts": 4}],
        "catch": [{"errors": ["all"], "next": "Failed"}],
        "next": "Done",
    }
    scene.draft.link({"kind": "call", "source": name, "target": worker})
    return {
        "name": name,
        "description": "Does its one step with retries",
        "steps": [
            task,
            {"kind": "fail", "name": "Failed", "error": "WorkFailed", "cause": "The step failed for good"},
            {"kind": "succeed", "name": "Done"},
        ],
    }


def _worker(scene: Scene) -> str:
    functions = scene.draft.of_kind("function")
    if scene.producer and scene.draft.components.get(scene.producer, {}).get("kind") == "function":
        return scene.producer
    if functions:
        return str(functions[0]["name"])
    name = f"handle-{scene.base['entity']}"[:48]
    scene.draft.add({"kind": "function", "name": name, "title": "Does the work", "serves": [], "patterns": []})
    scene.producer = name
    return name


def _join(scene: Scene, kind: str, name: str) -> None:
    how = REACHED.get(kind)
    if how is None:
        _join_front(scene, kind, name)
        return
    if kind == "workflow":
        scene.draft.add({"kind": "external", "name": "operator", "role": "staff", "serves": [], "patterns": []})
        scene.draft.link({"kind": "call", "source": "operator", "target": name, "load": scene.arrivals.entity().id})
        return
    if kind == "function" and not scene.draft.of_kind("function")[1:]:
        scene.producer = name
        return
    workers = [
        w
        for w in (*scene.draft.of_kind("function"), *scene.draft.of_kind("container"), *scene.draft.of_kind("workflow"))
        if w["name"] != name
    ]
    source = (
        scene.producer
        if scene.producer and scene.producer != name and scene.draft.has(scene.producer)
        else workers[0]["name"]
        if workers
        else None
    )
    if source is not None:
        scene.draft.link({"kind": how, "source": source, "target": name})
    else:
        scene.draft.add(
            {"kind": "external", "name": scene.client, "role": scene.client_role, "serves": [], "patterns": []}
        )
        scene.draft.link({"kind": how, "source": scene.client, "target": name, "load": scene.arrivals.entity().id})


def _join_front(scene: Scene, kind: str, name: str) -> None:
    """Front doors and sources lead to the first worker."""
    draft = scene.draft
    if kind in ("api", "cdn", "load-balancer", "device-gateway", "file-gateway"):
        draft.add({"kind": "external", "name": scene.client, "role": scene.client_role, "serves": [], "patterns": []})
        draft.link({"kind": "call", "source": scene.client, "target": name, "load": scene.arrivals.entity().id})
    if kind in ("api", "schedule", "device-gateway"):
        target = scene.producer or _first_target(scene, name)
        if target is not None:
            link: dict[str, Any] = {"kind": "trigger", "source": name, "target": target}
            if kind == "api":
                link |= {"matches": ["POST /items"], "rate": scene.arrivals.requests().per_second}
            draft.link(link)


def _first_target(scene: Scene, name: str) -> str | None:
    for kind in ("function", "workflow", "container", "queue", "bus", "table"):
        found = [c["name"] for c in scene.draft.of_kind(kind) if c["name"] != name]
        if found:
            return str(found[0])
    return None
