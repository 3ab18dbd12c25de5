"""What is cached or indexed can be rebuilt."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Cache, SearchIndex

RULE = Rule(
    id="SL-X88",
    title="A cache or search index is a copy of something durable",
    severity="error",
    reason="Caches forget and indexes are rebuilt: what is only there is lost on an ordinary day.",
    fix="ask",
    remedy="Keep the truth in a table, database or bucket, and fill the copy from it.",
    proves=("recovery",),
)

_DURABLE = frozenset({"table", "database", "bucket", "warehouse", "timeseries", "stream", "external", "ai-service"})


def findings(subject: Subject) -> Iterator[Finding]:
    """Caches and indexes whose writers, and what starts them, touch nothing durable."""
    for copy in (*subject.all(Cache), *subject.all(SearchIndex)):
        writers = [wire.link.source for wire in subject.incoming(copy.name, "write")]
        if writers and not any(_touches_durable(subject, name) for name in writers):
            text = f"What {writers[0]} writes to {copy.name} is kept nowhere else."
            yield RULE.found(subject.place(copy), text, evidence=writers[0])


def _touches_durable(subject: Subject, name: str) -> bool:
    ends = [wire.target for wire in subject.outgoing(name)] + [wire.source for wire in subject.incoming(name)]
    if subject.graph[name].kind in _DURABLE or any(end.kind in _DURABLE for end in ends):
        return True
    starters = [wire.source for wire in subject.incoming(name) if wire.source.kind in ("bus", "queue", "topic")]
    return any(
        other.kind in _DURABLE
        for starter in starters
        for sender in subject.incoming(starter.name)
        for other in (sender.source, *(wire.target for wire in subject.outgoing(sender.link.source, "write")))
    )
