"""Last joints: who reads what has gathered, and which parts serve needs that no move of their own brought in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agent.planners.embedded.composing.scene import Scene

Part = dict[str, Any]

_SERVED_BY: dict[str, Callable[[Scene, Part], bool]] = {
    "external-integration": lambda scene, part: _calls(scene, part, "external"),
    "file-processing": lambda scene, part: part["kind"] == "workflow" or _is_started_by(scene, part, "bucket", "bus"),
    "fraud": lambda scene, part: part["name"].startswith(("detect-", "check-fraud", "score-")),
    "batch": lambda scene, part: part["kind"] in ("container", "etl", "schedule") or part["name"].endswith("-batch"),
    "process": lambda scene, part: part["kind"] == "workflow" or _is_started_by(scene, part, "stream", "queue"),
    "event-routing": lambda scene, part: part["kind"] in ("bus", "topic", "stream"),
    "cdc": lambda scene, part: bool(part.get("change_stream")),
    "background-work": lambda scene, part: (
        part["kind"] == "workflow"
        or (part["kind"] in ("queue", "stream") and part.get("role", "work") == "work")
        or _is_started_by(scene, part, "bus")
    ),
    "key-value": lambda scene, part: (
        part["kind"] in ("table", "database", "timeseries") and part.get("role", "data") == "data"
    ),
    "timeseries": lambda scene, part: (
        part["kind"] in ("timeseries", "table", "database") and part.get("role", "data") == "data"
    ),
    "upload": lambda scene, part: part["kind"] == "bucket",
    "relational": lambda scene, part: part["kind"] in ("database", "warehouse"),
    "http-api": lambda scene, part: part["kind"] in ("api", "load-balancer", "cdn"),
    "crud": lambda scene, part: part["kind"] in ("api", "table", "database", "function"),
    "audit": lambda scene, part: part["kind"] == "audit-trail" or part["name"] == "audit-log",
    "metering": lambda scene, part: (
        part["name"] in ("record-usage", "bill-tenants", "usage") or "usage" in part["name"]
    ),
    "geo": lambda scene, part: part["kind"] in ("table", "search-index"),
    "legacy-integration": lambda scene, part: (
        part["name"] == "legacy-adapter" or part["kind"] in ("api", "container", "workflow")
    ),
    "private-network": lambda scene, part: bool(part.get("network")),
    "containers": lambda scene, part: part["kind"] == "container",
    "multi-tenant": lambda scene, part: part["kind"] in ("table", "database", "user-pool", "api"),
    "one-off-timer": lambda scene, part: part["kind"] in ("schedule", "workflow"),
    "schedule": lambda scene, part: part["kind"] == "schedule",
    "human-approval": lambda scene, part: part["kind"] == "workflow",
    "parallel-batch": lambda scene, part: part["kind"] == "workflow",
    "dashboards": lambda scene, part: part["kind"] in ("query-engine", "warehouse"),
    "notify": lambda scene, part: part["kind"] in ("topic", "mail") and part.get("audience", "people") == "people",
    "secrets": lambda scene, part: part["kind"] == "secret",
    "archive-stream": lambda scene, part: part["kind"] == "bucket",
    "recommendation": lambda scene, part: part["kind"] == "ai-service",
    "leaderboard": lambda scene, part: part["kind"] == "table",
    "web-app": lambda scene, part: part["kind"] in ("cdn", "static-site"),
    "content-delivery": lambda scene, part: part["kind"] == "cdn",
    "web-firewall": lambda scene, part: part["kind"] == "firewall",
    "compliance-config": lambda scene, part: part["kind"] == "audit-trail",
    "cloud-automation": lambda scene, part: part["kind"] in ("function", "workflow"),
    "transcode": lambda scene, part: part["kind"] == "transcoder",
    "config": lambda scene, part: part["kind"] == "parameter",
    "multi-region": lambda scene, part: (
        part["kind"] == "dns-failover" or bool(part.get("replicas") or part.get("replicate_to"))
    ),
    "event-sourcing": lambda scene, part: part["kind"] in ("stream", "table") and part.get("role", "data") == "data",
    "etl": lambda scene, part: part["kind"] == "etl",
}
"""Need to what serves it where nothing was brought in for it alone."""


def _calls(scene: Scene, part: Part, kind: str) -> bool:
    called = (scene.draft.components[link["target"]] for link in scene.draft.outgoing(part["name"], "call", "send"))
    return part["kind"] in ("function", "container") and any(target["kind"] == kind for target in called)


def _is_started_by(scene: Scene, part: Part, *kinds: str) -> bool:
    starting = (scene.draft.components[link["source"]] for link in scene.draft.incoming(part["name"], "trigger"))
    return part["kind"] == "function" and any(source["kind"] in kinds for source in starting)


def is_served(scene: Scene, need: str) -> bool:
    """Whether a part serves a need, or could without being made for it."""
    parts = [part for part in scene.draft.components.values() if part["kind"] != "external"]
    serves = _SERVED_BY.get(need)
    return any(need in part.get("serves", ()) or (serves is not None and serves(scene, part)) for part in parts)


def join(scene: Scene) -> None:
    """Readers get what they read; needs that parts serve by the way are noted on those parts."""
    _read_what_gathered(scene)
    served = {need for part in scene.draft.components.values() for need in part.get("serves", ())}
    for need, serves in _SERVED_BY.items():
        if need in served or not scene.facts.wants(need):
            continue
        for part in scene.draft.components.values():
            if serves(scene, part) and part["kind"] != "external":
                part["serves"] = [*part.get("serves", ()), need]
                break


def _read_what_gathered(scene: Scene) -> None:
    stores = [
        part["name"]
        for part in scene.draft.of_kind("timeseries", "table", "database", "search-index")
        if part.get("role", "data") == "data"
    ]
    if not stores:
        return
    for reader in (*scene.gathers, *([scene.reader] if scene.reader else ())):
        if scene.draft.has(reader) and not scene.draft.outgoing(reader, "read"):
            scene.draft.link({"kind": "read", "source": reader, "target": stores[0]})
