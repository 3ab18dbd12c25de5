"""The non-negotiables, on every design: nothing lost, nothing done twice, nothing open, nothing unbounded."""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.draft import Draft
from tools.checks.rules.operations.log_retention import ASKING, YEAR
from tools.design.requirements import Requirements

FOURTEEN_DAYS_S = 1_209_600
ASYNC_SOURCES = frozenset({"bus", "topic", "bucket", "schedule", "device-gateway", "mail"})
STREAM_SOURCES = frozenset({"stream", "table"})
REPEATING = ASYNC_SOURCES | STREAM_SOURCES | {"queue"}
"""Sources that deliver at least once."""


ROTATION_DAYS = 90
_LOGGING = ("api", "function", "container", "workflow")


def harden(draft: Draft, requirements: Requirements) -> None:
    """Adds failure queues, idempotency and bounds where the fragments left them to this place."""
    for queue in draft.of_kind("queue"):
        if queue.get("role", "work") == "work" and not queue.get("dead_letter"):
            queue["dead_letter"] = _failure_queue(
                draft, queue["name"], fifo=bool(queue.get("fifo")), key=queue.get("key")
            )
    for link in list(draft.links.values()):
        if link["kind"] == "trigger":
            _secure_trigger(draft, link)
    _guard_duplicates(draft)
    for secret in draft.of_kind("secret"):
        secret["rotation_days"] = secret.get("rotation_days") or ROTATION_DAYS
    for workflow in draft.of_kind("workflow"):
        workflow.setdefault("on_failure", _failure_queue(draft, workflow["name"], key=_key(draft)))
    if any(regime.name in ASKING for regime in requirements.regimes):
        for part in draft.of_kind(*_LOGGING):
            part["log_retention_days"] = max(YEAR, part.get("log_retention_days", 0))


def _failure_queue(draft: Draft, owner: str, *, fifo: bool = False, key: str | None = None) -> str:
    name = f"{owner[:44]}-dlq".replace("--", "-")
    if not draft.has(name):
        queue: dict[str, Any] = {
            "kind": "queue",
            "name": name,
            "role": "dead-letter",
            "retention_s": FOURTEEN_DAYS_S,
            "fifo": fifo,
            "serves": [],
            "patterns": ["dead-letter-queue"],
        }
        if key:
            queue |= {"key": key, "sensitivity": "confidential"}
        draft.add(queue)
    return name


def _key(draft: Draft) -> str | None:
    return "data-key" if draft.has("data-key") else None


def _secure_trigger(draft: Draft, link: dict[str, Any]) -> None:
    source, target = draft.components[link["source"]], draft.components[link["target"]]
    if source["kind"] in ASYNC_SOURCES:
        letter = _failure_queue(draft, target["name"], key=_key(draft))
        delivery = link.setdefault("delivery", {})
        if source["kind"] != "bucket" and target["kind"] != "delivery-stream":
            delivery.setdefault("dead_letter", letter)
        if target["kind"] == "function":
            target.setdefault("on_failure", letter)
        if not delivery:
            link.pop("delivery")
    elif source["kind"] in STREAM_SOURCES and target["kind"] == "function":
        letter = _failure_queue(draft, target["name"], key=_key(draft))
        bounds = {"dead_letter": letter, "retries": 10, "max_age_s": 3600, "bisect": True, "partial_failures": True}
        link["delivery"] = bounds | link.get("delivery", {})
    elif source["kind"] == "queue" and target["kind"] == "function":
        link["delivery"] = {"partial_failures": True} | link.get("delivery", {})


def _guard_duplicates(draft: Draft) -> None:
    """Every consumer of an at-least-once source recognises what it has already done."""
    consumers: dict[str, list[str]] = {}
    for link in draft.links.values():
        source, target = draft.components[link["source"]], draft.components[link["target"]]
        if (
            link["kind"] == "trigger"
            and source["kind"] in REPEATING
            and target["kind"] == "function"
            and not target.get("idempotency")
        ):
            consumers.setdefault(target["name"], []).extend(_keys(draft, link, source["kind"]))
    if not consumers:
        return
    natural = {name for name in consumers if _repeats_harmlessly(draft, name)}
    if not draft.has("idempotency") and natural != set(consumers):
        table: dict[str, Any] = {
            "kind": "table",
            "name": "idempotency",
            "role": "idempotency",
            "partition_key": "id",
            "ttl_attribute": "expiresAt",
            "deletion_protection": False,
            "serves": [],
            "patterns": ["idempotent-consumer"],
        }
        if _key(draft):
            table["key"] = _key(draft)
        replicas = next((t["replicas"] for t in draft.of_kind("table") if t.get("replicas")), None)
        if replicas:
            table["replicas"] = list(replicas)
        draft.add(table)
    for name, keys in consumers.items():
        how: dict[str, Any] = {"key": list(dict.fromkeys(keys)), "store": None, "ttl_hours": 24}
        draft.components[name]["idempotency"] = how
        if name not in natural:
            how["store"] = "idempotency"
            draft.link(
                {
                    "kind": "write",
                    "source": name,
                    "target": "idempotency",
                    "ratio": MARKS * _share_remembered(draft, name),
                    "purpose": "Remembers what was handled",
                }
            )


KEYED = frozenset({"table", "timeseries", "search-index"})
PASSED_ON = frozenset({"bus", "queue", "stream"})
MARKS = 2.0
"""Writes to remember one delivery: when its handling begins, and when it is done."""


def _repeats_harmlessly(draft: Draft, consumer: str) -> bool:
    """Whether a stream's consumer may do its work twice: it only writes by key and passes facts on under their own id.

    Streams bring thousands a second; a second table that remembers each of them would cost more than all the rest.
    """
    return _is_fed_by_streams(draft, consumer) and not _lasting_effects(draft, consumer)


def _is_fed_by_streams(draft: Draft, consumer: str) -> bool:
    return {draft.components[link["source"]]["kind"] for link in draft.incoming(consumer, "trigger")} <= STREAM_SOURCES


def _lasting_effects(draft: Draft, consumer: str) -> list[dict[str, Any]]:
    """What a consumer does that would happen again if it were handed the same thing twice."""

    def is_harmless(link: dict[str, Any]) -> bool:
        kind = draft.components[link["target"]]["kind"]
        return (
            link["kind"] == "read"
            or (link["kind"] == "write" and kind in KEYED)
            or (link["kind"] == "send" and kind in PASSED_ON)
            or kind in ("ai-service", "parameter", "secret")
        )

    return [link for link in draft.outgoing(consumer) if not is_harmless(link)]


def _share_remembered(draft: Draft, consumer: str) -> float:
    """Share of the deliveries that are remembered: of a stream, those that lead to what must not happen twice."""
    lasting = _lasting_effects(draft, consumer)
    if not lasting or not _is_fed_by_streams(draft, consumer):
        return 1.0
    return float(min(1.0, max(link.get("ratio", 1.0) for link in lasting)))


def _keys(draft: Draft, link: dict[str, Any], source_kind: str) -> list[str]:
    """What identifies a delivery: the key fields of the event it carries, else the carrier's own id."""
    for name in link.get("events", ()):
        event = draft.events.get(name)
        if event and event.get("key"):
            return list(event["key"])
    return {"queue": ["messageId"], "stream": ["sequenceNumber"], "table": ["eventID"], "schedule": ["time"]}.get(
        source_kind, ["id"]
    )
