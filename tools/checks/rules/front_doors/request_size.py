"""Requests fit through the door."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject, Wire
from tools.design.components import Api

RULE = Rule(
    id="SL-A13",
    title="Requests fit through the API and into what handles them",
    severity="error",
    reason="Large bodies fail when the first customer sends one, not when the system is deployed.",
    fix="propose",
    remedy="Let clients upload to and download from object storage with a signed address, and pass the key.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Links through an API that carry more than it or its function takes."""
    loads = {load.id: load.payload_kb for load in subject.requirements.loads}
    for wire in subject.triggers:
        size = wire.link.payload_kb or loads.get(wire.link.load or "")
        limit = _limit_kb(subject, wire)
        if size is not None and limit is not None and size > limit:
            text = f"{wire.link.source} hands {wire.link.target} {size:g} KB; at most {limit:g} KB fit."
            yield RULE.found(wire.place("payload_kb"), text, evidence=size)


def _limit_kb(subject: Subject, wire: Wire) -> float | None:
    api = wire.source if isinstance(wire.source, Api) else wire.target
    if not isinstance(api, Api):
        return None
    limits = [subject.limits.websocket_message_kb if api.style == "websocket" else subject.limits.api_payload_kb]
    if wire.target.kind == "function":
        limits.append(subject.limits.sync_payload_kb)
    return min((limit for limit in limits if limit is not None), default=None)
