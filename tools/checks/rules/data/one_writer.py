"""Data belongs to one service."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Database, Table

RULE = Rule(
    id="SL-X50",
    title="A store is written by the service that owns it",
    severity="warning",
    reason="Two services that write one store can change neither its shape nor its meaning alone.",
    fix="propose",
    remedy="Let the owner write, and the other ask for it by a call or an event.",
    proves=("data-ownership",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Tables and databases that components of another group write, or of several groups."""
    for store in (*(t for t in subject.all(Table) if t.role == "data"), *subject.all(Database)):
        writers = {w.source.group: w.link.source for w in subject.incoming(store.name, "write") if w.source.group}
        strangers = {g: n for g, n in writers.items() if g != store.group} if store.group else writers
        if strangers and (store.group or len(strangers) > 1):
            names = ", ".join(f"{name} ({group})" for group, name in sorted(strangers.items()))
            text = f"{store.name}{f' of {store.group}' if store.group else ''} is written by {names}."
            yield RULE.found(subject.place(store), text, evidence=", ".join(sorted(strangers)))
