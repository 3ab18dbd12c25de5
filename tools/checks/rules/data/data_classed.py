"""Sensitive data is classed as such where it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject, is_sensitive, is_stricter
from tools.design.components import Database, SearchIndex, Table

RULE = Rule(
    id="SL-X90",
    title="Where sensitive data is held, the stores that keep it say so",
    severity="warning",
    reason="Keys, logs and access follow the class of the store: unclassed, health data is kept like page views.",
    fix="ask",
    remedy="Set the class of the stores that keep it.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Stores of entities with sensitive fields, and systems with sensitive data in which no store is classed so."""
    needed = subject.requirements.sensitivity
    classed = [holder for holder in subject.holders if not is_stricter(needed, holder.sensitivity)]
    if is_sensitive(needed) and subject.holders and not classed:
        text = f"The system holds {needed} data, and none of its stores is classed so."
        yield RULE.found(subject.asked("data_classes"), text, evidence=needed)
    sensitive = {e.name for e in subject.requirements.entities if any(field.sensitive for field in e.fields)}
    for store in (*subject.all(Table), *subject.all(Database), *subject.all(SearchIndex)):
        if store.entity in sensitive and not is_sensitive(store.sensitivity):
            text = f"{store.name} keeps {store.entity}, which has sensitive fields, and is classed {store.sensitivity}."
            mend = setting(store.name, sensitivity="confidential")
            place = subject.place(store, "sensitivity")
            yield RULE.found(place, text, evidence=store.sensitivity, fix="auto", mend=mend)
