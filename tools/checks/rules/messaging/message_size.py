"""Messages fit into what carries them."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.limits import Limits
from tools.checks.subject import Subject, Wire

RULE = Rule(
    id="SL-M15",
    title="Messages fit into what carries them, or travel as a claim check",
    severity="error",
    reason="What is too large is refused at run time, with real data, and the sender rarely checks.",
    fix="propose",
    remedy="Store the content in a bucket and pass its key.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Links that carry more than a message of their kind may hold."""
    for wire in subject.wires:
        size = _size_kb(subject, wire)
        limit = _limit_kb(subject.limits, wire) if size is not None else None
        if size is not None and limit is not None and size > limit:
            text = f"{wire.link.source} hands {wire.link.target} messages of {size:g} KB; at most {limit:g} KB fit."
            yield RULE.found(wire.place("payload_kb"), text, evidence=size)


def _size_kb(subject: Subject, wire: Wire) -> float | None:
    if wire.link.payload_kb is not None or wire.link.load is None:
        return wire.link.payload_kb
    return next((load.payload_kb for load in subject.requirements.loads if load.id == wire.link.load), None)


def _limit_kb(limits: Limits, wire: Wire) -> float | None:
    """The smallest limit on the way: of what takes the message in, and of what it is handed on by."""
    if wire.link.kind not in ("send", "trigger"):
        return None
    kinds = {
        "queue": limits.queue_message_kb,
        "topic": limits.topic_message_kb,
        "bus": limits.event_kb,
        "stream": limits.record_kb,
        "workflow": limits.workflow_payload_kb,
    }
    ends = [kinds.get(wire.target.kind), kinds.get(wire.source.kind) if wire.source.kind != "workflow" else None]
    if wire.target.kind == "function" and wire.semantics.mode == "async":
        ends.append(limits.async_payload_kb)
    return min((end for end in ends if end is not None), default=None)
