"""A delivery that comes twice counts once."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Mend, Rule
from tools.checks.remedies import idempotency_table, putting, together
from tools.checks.subject import Subject, Wire
from tools.design.components import Function, Idempotency

RULE = Rule(
    id="SL-L20",
    title="Consumers of sources that deliver at least once are idempotent",
    severity="error",
    reason="Queues, streams, topics and buses deliver twice now and then; charges and mails then happen twice.",
    fix="propose",
    remedy="Remember each handled delivery by the key of its event in a table whose rows expire.",
    sources=("Well-Architected REL4",),
    proves=("idempotency",),
)

_HARMLESS = frozenset({"get", "list", "search", "authorize"})
"""Operations that change nothing, however often they run."""

_PREFIX = {"bus": "detail.", "queue": "", "topic": "", "stream": ""}
"""Where the carrier puts the event; its fields are below `data` there, and its own `id` beside them."""

_OWN_KEY: dict[str, tuple[str, ...]] = {
    "bucket": ("s3.bucket.name", "s3.object.key", "s3.object.versionId"),
    "table": ("eventID",),
    "schedule": ("id",),
    "queue": ("messageId",),
}
"""What identifies a delivery that carries no declared event."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions that may be handed the same thing twice and would do it twice."""
    for function in subject.all(Function):
        if function.idempotency is not None or function.operation in _HARMLESS:
            continue
        twice = [wire for wire in subject.incoming(function.name, "trigger") if _may_repeat(wire)]
        if twice:
            sources = ", ".join(dict.fromkeys(wire.link.source for wire in twice))
            yield RULE.found(
                subject.place(function, "idempotency"),
                f"{function.name} does its work again when {sources} delivers the same thing twice.",
                evidence="none",
                mend=_remembering(subject, function, twice),
            )


def _may_repeat(wire: Wire) -> bool:
    return wire.semantics.guarantee == "at-least-once" and wire.semantics.mode != "sync"


def _remembering(subject: Subject, function: Function, wires: list[Wire]) -> Mend | None:
    keys = {_key(subject, wire) for wire in wires}
    key = keys.pop() if len(keys) == 1 else ()
    if not key:
        return None
    store, added = idempotency_table(subject)
    changed = function.model_copy(update={"idempotency": Idempotency(key=key, store=store)})
    return together(added, putting(changed))


def _key(subject: Subject, wire: Wire) -> tuple[str, ...]:
    """Paths that identify what is delivered; empty where the design does not say."""
    keys = {event.key for event in subject.design.events if event.name in wire.link.events}
    prefix = _PREFIX.get(wire.source.kind)
    if prefix is None or not keys:
        return _OWN_KEY.get(wire.source.kind, ())
    fields = keys.pop() if len(keys) == 1 else ()
    return tuple(f"{prefix}data.{field}" for field in fields) or (f"{prefix}id",)
