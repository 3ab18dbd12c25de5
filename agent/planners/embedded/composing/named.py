"""Products the brief names that nothing brought in yet: each gets a part, and they are joined as a flow.

Parts that let work in come first,
then the others as the brief names them. Each is handed work by the latest part before
it that can (an API to a queue, a bus to a workflow),
without code between; else code reaches it; else it is reached from
outside. What then still leads nowhere gets somebody who takes it.
"""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.background import cron_in
from agent.planners.embedded.composing.naming import event_fields, happened, key_field
from agent.planners.embedded.composing.scene import Scene
from tools.catalog.services import UnknownServiceError, by_id

Part = dict[str, Any]

REACHED: dict[str, str] = {
    "table": "write", "database": "write", "timeseries": "write", "warehouse": "write", "bucket": "write",
    "cache": "read",
    "search-index": "write", "query-engine": "call", "queue": "send", "topic": "send", "bus": "send", "stream": "send",
    "delivery-stream": "send", "mail": "send", "ai-service": "call", "workflow": "call", "secret": "read",
    "parameter": "read",
    "container": "call", "etl": "call", "transcoder": "call", "function": "call",
}  # fmt: skip
"""How code reaches a component of each kind."""

_WORK = frozenset({"function", "container", "workflow"})
_CARRIED = _WORK | {"queue", "bus", "stream", "etl"}
HANDS_ON: dict[str, frozenset[str]] = {
    "api": _WORK | {"queue", "topic", "bus", "stream", "table", "bucket", "delivery-stream"},
    "load-balancer": frozenset({"function", "container"}),
    "cdn": frozenset({"api", "load-balancer"}),
    "device-gateway": _CARRIED | {"topic", "table", "timeseries", "delivery-stream"},
    "file-gateway": frozenset({"bucket"}),
    "schedule": _CARRIED - {"stream"} | {"topic"},
    "bucket": frozenset({"bus", "queue", "topic", "function"}),
    "bus": _CARRIED | {"topic", "delivery-stream"},
    "topic": frozenset({"function", "queue", "delivery-stream"}),
    "queue": _WORK | {"bus"},
    "stream": _WORK | {"bus", "delivery-stream"},
    "delivery-stream": frozenset({"bucket", "warehouse", "search-index"}),
}  # fmt: skip
"""Kind to the kinds it hands work to by itself."""

_WRITES_ON = frozenset({("delivery-stream", "bucket"), ("delivery-stream", "warehouse"), ("file-gateway", "bucket"),
                        ("delivery-stream", "search-index")})  # fmt: skip
_DOORS = ("schedule", "cdn", "device-gateway", "file-gateway", "api", "load-balancer")
_CARRIERS = ("topic", "bus", "stream", "queue", "delivery-stream")
_LONELY = ("layer", "external", "network", "key", "audit-trail", "dns-failover")
"""Kinds that are no part of a flow; other moves bring them in where they are needed."""


def named_products(scene: Scene) -> None:
    """Adds what the brief names and the draft lacks, and joins it."""
    added = [part for service in _in_order(scene) if (part := _added(scene, service)) is not None]
    coming = {part["name"] for part in added}
    for part in sorted(added, key=lambda part: part["kind"] not in _DOORS):
        coming.discard(part["name"])
        _join(scene, part, [c for c in scene.draft.components.values() if c["name"] not in coming | {part["name"]}])
    for part in added:
        _settle(scene, part)


def _in_order(scene: Scene) -> list[str]:
    """Services to be used, in the order in which the brief speaks of them."""
    used = [t for t in scene.facts.requirements.technologies if t.stance == "use"]
    return list(dict.fromkeys(t.service for t in sorted(used, key=lambda t: getattr(t.origin, "start", 0))))


def _added(scene: Scene, service_id: str) -> Part | None:
    try:
        service = by_id(service_id)
    except UnknownServiceError:
        return None
    if not service.provider or not service.realises:
        return None
    if any(_stands(scene, realised.kind, dict(realised.where)) for realised in service.realises):
        return None
    first = service.realises[0]
    if first.kind in _LONELY:
        return None
    name = service_id.split(".")[-1].replace("_", "-")[:40]
    if scene.draft.has(name):
        name = f"{name}-{first.kind}"[:48]
    part: Part = {"kind": first.kind, "name": name, **dict(first.where), "serves": [], "patterns": []}
    scene.draft.add(part | _details(scene, part))
    return scene.draft.components[name]


def _stands(scene: Scene, kind: str, where: Part) -> bool:
    return any(all(c.get(k, v) == v for k, v in where.items()) for c in scene.draft.of_kind(kind))


def _details(scene: Scene, part: Part) -> Part:
    """What a part of its kind cannot be without."""
    if part["kind"] == "workflow":
        return {"definition": part["name"]}
    if part["kind"] == "schedule":
        cron, minutes = cron_in(scene.facts.text)
        return {"cron": cron} if cron else {"every_minutes": minutes}
    if part["kind"] == "table":
        return {"partition_key": key_field(scene.noun), "entity": scene.base["Entity"]}
    return {}


def _join(scene: Scene, part: Part, before: list[Part]) -> None:
    """Hands work to a part: from one that leads nowhere yet, from code, from any that can, from outside."""
    kind, name = part["kind"], part["name"]
    if (
        kind in _DOORS
        and kind != "file-gateway"
        and not (kind in ("api", "load-balancer") and scene.draft.of_kind("cdn"))
    ):
        if kind != "schedule":
            _enter(scene, "call", name)
        return
    if kind in ("firewall", "user-pool"):
        _guard(scene, part)
        return
    givers = [c for c in reversed(before) if kind in HANDS_ON.get(c["kind"], ())]
    givers = [c for c in givers if c.get("role", "work") != "dead-letter"]
    idle = [c for c in givers if not scene.draft.outgoing(c["name"])]
    code = [c for c in before if c["kind"] in _WORK]
    if idle:
        _hand_on(scene, idle[0], part)
    elif code and kind in REACHED:
        how = {"kind": REACHED[kind], "source": code[0]["name"], "target": name}
        scene.draft.link(how | _said(scene, code[0]["name"], kind))
    elif givers:
        _hand_on(scene, givers[0], part)
    elif kind in REACHED:
        _enter(scene, REACHED[kind], name)


def _hand_on(scene: Scene, giver: Part, part: Part) -> None:
    kinds = (giver["kind"], part["kind"])
    how = "write" if kinds in _WRITES_ON else "call" if giver["kind"] == "cdn" else "trigger"
    if giver["kind"] == "bucket" and part["kind"] == "bus":
        how = "send"
    link: Part = {"kind": how, "source": giver["name"], "target": part["name"]}
    if giver["kind"] == "api":
        taken = len(scene.draft.outgoing(giver["name"], "trigger"))
        path = scene.base["entities"] if taken == 0 else part["name"]
        link |= {"matches": [f"POST /{path}"], "rate": scene.arrivals.front().per_second}
    event = scene.arrival
    if event in scene.draft.events and how != "write" and giver["kind"] != "api":
        link |= {"events": [event]}
    elif how == "send" or (giver["kind"] == "api" and part["kind"] in ("bus", "topic")):
        link |= _said(scene, giver["name"], part["kind"])
    scene.draft.link(link)


def _said(scene: Scene, sender: str, kind: str) -> Part:
    """The event that is told on a carrier, declared by whoever tells it first."""
    if kind not in _CARRIERS:
        return {}
    name = scene.arrival if scene.arrival in scene.draft.events else happened(scene.noun)
    scene.arrival = name
    scene.draft.events.setdefault(
        name,
        {
            "name": name,
            "owner": sender,
            "description": f"Something became known about {scene.base['entities']}",
            "key": [key_field(scene.noun)],
            "fields": event_fields(scene.entity, scene.noun),
        },
    )
    return {"events": [name]}


def _enter(scene: Scene, how: str, name: str) -> None:
    """Work that comes from outside."""
    front = how == "call" and scene.draft.components[name]["kind"] != "workflow"
    source = scene.people() if front else scene.outside("operator" if how == "call" else "event-source")
    link = {"kind": how, "source": source, "target": name}
    if scene.draft.components[name]["kind"] not in ("api", "load-balancer"):
        link["load"] = scene.arrivals.front().id
    scene.draft.link(link | _said(scene, source, scene.draft.components[name]["kind"]))


def _guard(scene: Scene, part: Part) -> None:
    """A firewall stands before the edge, else before every API; a user pool behind the APIs that check tokens."""
    apis = scene.draft.of_kind("api", "load-balancer")
    if part["kind"] == "user-pool":
        for api in apis:
            api |= {"auth": "jwt", "user_pool": part["name"]} if api["kind"] == "api" else {}
        if not apis:
            _enter(scene, "call", part["name"])
        return
    fronts = scene.draft.of_kind("cdn") or apis
    part["scope"] = "edge" if scene.draft.of_kind("cdn") else "regional"
    for front in fronts:
        front["firewall"] = part["name"]


def _settle(scene: Scene, part: Part) -> None:
    """A workflow gets its steps; what leads nowhere gets somebody who takes it."""
    kind, name = part["kind"], part["name"]
    if kind == "workflow":
        scene.draft.workflows[name] = _one_task(scene, name)
        if not scene.draft.incoming(name, "trigger", "call"):
            _enter(scene, "call", name)
        return
    if kind in ("query-engine", "transcoder"):
        _give_bucket(scene, part)
        return
    if kind == "cdn" and not scene.draft.outgoing(name):
        _deliver(scene, name)
        return
    if kind == "function" and not scene.draft.incoming(name):
        _enter(scene, "call", name)
        return
    if kind not in (*_CARRIERS, "api", "load-balancer", "schedule", "device-gateway") or scene.draft.outgoing(name):
        return
    if kind in ("api", "load-balancer", "schedule", "device-gateway", "stream", "delivery-stream"):
        _hand_on(scene, part, scene.draft.components[_worker(scene, name)])
    elif part.get("audience") != "people":
        taken = {"kind": "trigger", "source": name, "target": scene.outside("consumer")}
        event = scene.arrival
        scene.draft.link(taken | ({"events": [event]} if event in scene.draft.events else {}))


def _give_bucket(scene: Scene, part: Part) -> None:
    """What queries or converts files reads a bucket; what it makes goes to one of its own."""
    buckets = [bucket["name"] for bucket in scene.draft.of_kind("bucket")] or ["data"]
    scene.draft.add({"kind": "bucket", "name": buckets[0], "serves": [], "patterns": []})
    scene.draft.link({"kind": "read", "source": part["name"], "target": buckets[0]})
    if part["kind"] == "transcoder":
        results = f"{part['name']}-results"[:48]
        scene.draft.add({"kind": "bucket", "name": results, "serves": [], "patterns": []})
        scene.draft.link({"kind": "write", "source": part["name"], "target": results})


def _deliver(scene: Scene, cdn: str) -> None:
    """What an edge delivers: a site's bucket, else an API's answers."""
    origin = next((c["name"] for c in scene.draft.of_kind("bucket", "static-site", "api", "load-balancer")), None)
    if origin is None:
        origin = "site"
        scene.draft.add({"kind": "bucket", "name": origin, "role": "site", "serves": [], "patterns": []})
    kind = scene.draft.components[origin]["kind"]
    scene.draft.link({"kind": "read" if kind == "bucket" else "call", "source": cdn, "target": origin})


def _one_task(scene: Scene, name: str) -> Part:
    """The steps of a workflow nobody describes: one task, with retries and a known end."""
    worker = _worker(scene, name)
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


def _worker(scene: Scene, starter: str) -> str:
    """A function that does the work a part starts, made where none stands that does not itself lead to that part."""
    producer = scene.draft.components.get(scene.producer or "", {})
    known = [producer] if producer.get("kind") == "function" else []
    for function in (*known, *scene.draft.of_kind("function")):
        if not _leads(scene, str(function["name"]), starter):
            return str(function["name"])
    one = scene.base["entity"]
    name = next(
        n for n in (f"handle-{one}"[:48], f"work-on-{one}"[:48], f"{starter}-task"[:48]) if not scene.draft.has(n)
    )
    scene.draft.add({"kind": "function", "name": name, "title": "Does the work", "serves": [], "patterns": []})
    scene.producer = scene.producer or name
    return name


def _leads(scene: Scene, start: str, end: str) -> bool:
    """Whether work that begins at one part comes to another."""
    seen, ahead = {start}, [start]
    while ahead:
        for link in scene.draft.outgoing(ahead.pop(), "trigger", "call", "send"):
            if link["target"] not in seen:
                seen.add(link["target"])
                ahead.append(link["target"])
    return end in seen
