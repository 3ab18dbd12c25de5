"""Data stays where it must."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Place, Rule
from tools.checks.geography import allowed_regions, lies_within
from tools.checks.subject import Subject
from tools.design.components import Bucket, Bus, Database, DnsFailover, Table

RULE = Rule(
    id="SL-X76",
    title="Data stays in the regions and the country it must stay in",
    severity="error",
    reason="A copy in another jurisdiction is a breach, whether or not anybody reads it.",
    fix="ask",
    remedy="Choose regions within the residency that was asked for.",
    proves=("recovery",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Regions outside the residency, and copies in regions that were not asked for."""
    asked = subject.requirements.regions.value
    residency = subject.requirements.residency
    within = allowed_regions(residency.value) if residency is not None else ()
    for index, region in enumerate(asked):
        if within and not lies_within(region, within):
            text = f"{region} is outside the residency that was asked for."
            yield RULE.found(subject.asked("regions", "value", index), text, evidence=region)
    for place, region in _copies(subject):
        if within and not lies_within(region, within):
            yield RULE.found(
                place, f"{place.subject} keeps a copy in {region}, outside the residency.", evidence=region
            )
        elif asked and region not in asked:
            text = f"{place.subject} keeps a copy in {region}, which was not asked for."
            yield RULE.found(place, text, evidence=region, severity="warning")


def _copies(subject: Subject) -> Iterator[tuple[Place, str]]:
    for store in (*subject.all(Table), *subject.all(Database)):
        yield from ((subject.place(store, "replicas", i), region) for i, region in enumerate(store.replicas))
    for store in (*subject.all(Bucket), *subject.all(Bus)):
        yield from ((subject.place(store, "replicate_to", i), region) for i, region in enumerate(store.replicate_to))
    for failover in subject.all(DnsFailover):
        yield from ((subject.place(failover, "regions", i), region) for i, region in enumerate(failover.regions))
