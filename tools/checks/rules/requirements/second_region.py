"""When a region fails, the other has everything."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Bucket, Bus, Database, DnsFailover, Table

RULE = Rule(
    id="SL-X75",
    title="Where several regions are asked for, every store is in them and traffic can move",
    severity="error",
    reason="One part that lives in one region only takes the whole system down with it.",
    fix="propose",
    remedy="Replicate the store, and let name resolution send users to the healthy region.",
    proves=("no-single-point-of-failure", "recovery"),
)

QUICK_S = 4 * 3600.0
"""Recovery time below which rebuilding in another region from backups is no answer."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Stores without replicas, missing failover, and quick recovery asked of one region."""
    regions = subject.requirements.regions.value
    failovers = subject.all(DnsFailover)
    others = tuple(failovers[0].regions[1:]) if failovers else regions[1:]
    if not others:
        yield from _one_region(subject)
        return
    if not failovers:
        text = f"{len(regions)} regions are asked for, and nothing sends users to the healthy one."
        yield RULE.found(subject.asked("regions"), text, evidence=", ".join(regions), fix="ask")
    yield from _single_stores(subject, others)


def _one_region(subject: Subject) -> Iterator[Finding]:
    recovery = subject.requirements.recovery
    if recovery is not None and recovery.rto_s is not None and recovery.rto_s < QUICK_S:
        text = f"The system is to be back in {recovery.rto_s:g} s and lives in one region."
        place = subject.asked("recovery", "rto_s")
        yield RULE.found(place, text, evidence=recovery.rto_s, severity="warning", fix="ask")


def _single_stores(subject: Subject, others: tuple[str, ...]) -> Iterator[Finding]:
    tables = [table for table in subject.all(Table) if table.role != "connections"]
    for store in (*tables, *subject.all(Database)):
        if not store.replicas:
            text = f"{store.name} lives in one region only."
            yield RULE.found(
                subject.place(store, "replicas"), text, evidence="none", mend=setting(store.name, replicas=others)
            )
    for bucket in subject.all(Bucket):
        if bucket.role in ("data", "site") and not bucket.replicate_to:
            text = f"{bucket.name} lives in one region only."
            mend = setting(bucket.name, replicate_to=others)
            yield RULE.found(subject.place(bucket, "replicate_to"), text, evidence="none", mend=mend)
    for bus in subject.all(Bus):
        if not bus.replicate_to and bus.scope == "custom":
            text = f"Events of {bus.name} stay in one region."
            mend = setting(bus.name, replicate_to=others)
            place = subject.place(bus, "replicate_to")
            yield RULE.found(place, text, evidence="none", severity="warning", mend=mend)
