"""The non-negotiables, on every design: nothing lost, nothing done twice, nothing open, nothing unbounded."""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.draft import Draft

FOURTEEN_DAYS_S = 1_209_600
ASYNC_SOURCES = frozenset({"bus", "topic", "bucket", "schedule", "device-gateway", "mail"})
STREAM_SOURCES = frozenset({"stream", "table"})
REPEATING = ASYNC_SOURCES | STREAM_SOURCES | {"queue"}
"""Sources that deliver at least once."""


def harden(draft: Draft) -> None:
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
    for workflow in draft.of_kind("workflow"):
        workflow.setdefault("on_failure", _failure_queue(draft, workflow["name"], key=_key(draft)))


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
    if not draft.has("idempotency") and any(_own_state(draft, name) is None for name in consumers):
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
        draft.add(table)
    for name, keys in consumers.items():
        kept = _own_state(draft, name)
        if kept is not None:
            draft.components[name]["idempotency"] = {"key": list(dict.fromkeys(keys)), "store": kept, "ttl_hours": 24}
            continue
        draft.components[name]["idempotency"] = {
            "key": list(dict.fromkeys(keys)),
            "store": "idempotency",
            "ttl_hours": 24,
        }
        draft.link({"kind": "write", "source": name, "target": "idempotency", "purpose": "Remembers what was handled"})


def _own_state(draft: Draft, consumer: str) -> str | None:
    """The table a stream's consumer writes: a conditional write there recognises a repeat without a second table."""
    streams = [
        k for k in draft.incoming(consumer, "trigger") if draft.components[k["source"]]["kind"] in STREAM_SOURCES
    ]
    written = [
        k["target"] for k in draft.outgoing(consumer, "write")
        if draft.components[k["target"]]["kind"] == "table" and k["target"] not in {k["source"] for k in streams}
    ]  # fmt: skip
    return str(written[0]) if streams and written else None


def _keys(draft: Draft, link: dict[str, Any], source_kind: str) -> list[str]:
    """What identifies a delivery: the key fields of the event it carries, else the carrier's own id."""
    for name in link.get("events", ()):
        event = draft.events.get(name)
        if event and event.get("key"):
            return list(event["key"])
    return {"queue": ["messageId"], "stream": ["sequenceNumber"], "table": ["eventID"], "schedule": ["time"]}.get(
        source_kind, ["id"]
    )
