"""The requirements in a client's words: what was asked, what that means, and where it was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tools.bundle.wording import listed, lowered, milliseconds, money, number, raised, size_kb, span
from tools.catalog.services import UnknownServiceError, by_id
from tools.design.design import Design
from tools.design.requirements import Answered, Entity, Load, Origin, Quoted, Recovery, Requirements, Technology

Kind = Literal["quoted", "answered", "assumed"]

DEEDS, TRAFFIC, PROMISES, DATA, SETTING = (
    "What it must do", "Traffic and size", "Promises", "Data and compliance", "Setting",
)  # fmt: skip
TOPICS = (DEEDS, TRAFFIC, PROMISES, DATA, SETTING)

PROVIDERS = {"aws": "AWS", "azure": "Microsoft Azure", "gcp": "Google Cloud", "cloudflare": "Cloudflare"}
LANGUAGES = {"python": "Python", "nodejs": "Node.js", "java": "Java", "dotnet": ".NET", "go": "Go", "ruby": "Ruby",
             "rust": "Rust"}  # fmt: skip
TARGETS = {"sam": "AWS SAM", "cloudformation": "CloudFormation", "terraform": "Terraform", "cdk": "AWS CDK",
           "pulumi": "Pulumi", "sst": "SST", "serverless": "Serverless Framework", "bicep": "Bicep",
           "arm": "ARM templates", "wrangler": "Wrangler"}  # fmt: skip
REGIMES = {"gdpr": "GDPR", "hipaa": "HIPAA", "pci-dss": "PCI DSS", "soc2": "SOC 2", "sox": "SOX",
           "iso-27001": "ISO 27001", "mifid-ii": "MiFID II", "fedramp": "FedRAMP", "ccpa": "CCPA", "gxp": "GxP",
           "finra": "FINRA", "dora": "DORA"}  # fmt: skip
TENANCY = {"single": "one customer", "pooled": "many customers share its parts, their data kept apart",
           "siloed": "every customer has parts of their own"}  # fmt: skip
ROLES = {"person": "a person", "staff": "staff", "device": "a device", "partner": "a partner",
         "system": "another system"}  # fmt: skip
STANCES = {"use": "to be used", "avoid": "to be avoided", "existing": "there already"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that was asked, or taken for granted."""

    topic: str
    id: str
    """Path of it in the requirements, `loads.orders` say."""
    about: str
    """What it is about, in a word or two: `Budget`."""
    value: str
    """What it is: `$2,000 a month`."""
    said: str
    """Words of the brief, the question it answers, or why it was assumed."""
    kind: Kind
    parts: tuple[str, ...] = ()
    """Components that are there for it."""
    place: tuple[int, int] | None = None
    """First character and the one after the last in the brief, of what is quoted."""


def statements(design: Design) -> list[Statement]:
    """Everything that was asked or assumed, by topic."""
    return [*_deeds(design), *_beside_deeds(design.requirements)]


def assumptions(design: Design) -> list[Statement]:
    """What nobody said; capabilities and entities are left out, which follow from the text as a whole."""
    return [s for s in _beside_deeds(design.requirements) if s.kind == "assumed"]


def _beside_deeds(found: Requirements) -> list[Statement]:
    return [*_traffic(found), *_promises(found), *_data(found), *_setting(found)]


def _statement(topic: str, key: str, about: str, value: str, origin: Origin, parts: tuple[str, ...] = ()) -> Statement:
    if isinstance(origin, Quoted):
        said, place = " ".join(origin.text.split()), (origin.start, origin.end)
        return Statement(topic, key, about, value, said, "quoted", parts, place)
    said = f"answer to “{origin.question}”" if isinstance(origin, Answered) else origin.reason
    return Statement(topic, key, about, value, said, origin.kind, parts)


def _deeds(design: Design) -> Iterator[Statement]:
    found = design.requirements
    for asked in found.capabilities:
        parts = tuple(c.name for c in design.components if asked.id in c.serves)
        value = f"{asked.text}: {asked.entity}" if asked.entity else asked.text
        yield _statement(DEEDS, f"capabilities.{asked.id}", "Capability", raised(value), asked.origin, parts)
    for actor in found.actors:
        name = raised(actor.name.replace("-", " "))
        yield _statement(DEEDS, f"actors.{actor.name}", "Who uses it", f"{name}, {ROLES[actor.role]}", actor.origin)
    for entity in found.entities:
        yield _statement(DEEDS, f"entities.{entity.name}", "Thing it keeps", entity_text(entity), entity.origin)
    for limit in found.constraints:
        yield _statement(DEEDS, f"constraints.{limit.id}", "Constraint", limit.text, limit.origin)


def entity_text(entity: Entity) -> str:
    """`Order, with orderId and total; looked up: by customer`."""
    fields = f", with {listed([field.name for field in entity.fields], 8)}" if entity.fields else ""
    access = f"; looked up: {listed(entity.access)}" if entity.access else ""
    return f"{entity.name}{fields}{access}"


def _traffic(found: Requirements) -> Iterator[Statement]:
    for load in found.loads:
        yield _statement(TRAFFIC, f"loads.{load.id}", "Traffic", load_text(load), load.origin)
    for group in found.populations:
        what = group.what.replace("-", " ")
        yield _statement(
            TRAFFIC, f"populations.{group.what}", "How many", f"{number(group.count)} {what}", group.origin
        )
    for volume in found.volumes:
        grows = f", {size_kb(volume.growth_gb_per_month * 1024**2)} more a month" if volume.growth_gb_per_month else ""
        value = f"{size_kb(volume.gigabytes * 1024**2)} of {lowered(volume.what)}{grows}"
        yield _statement(TRAFFIC, f"volumes.{volume.what}", "Stored data", value, volume.origin)
    for work in found.durations:
        value = f"{lowered(work.what)}: {span(work.seconds)}"
        yield _statement(TRAFFIC, f"durations.{work.what}", "Long work", raised(value), work.origin)


def load_text(load: Load) -> str:
    """`50,000 orders a day, 12 times as many at Black Friday, 2 KB each`."""
    parts = [f"{number(load.count)} {load.what} {'an' if load.per == 'hour' else 'a'} {load.per}"]
    parts += [
        f"{number(peak.multiplier)} times as many at {peak.name} for {span(peak.duration_s)}" for peak in load.peaks
    ]
    if load.growth_per_year:
        word = "more" if load.growth_per_year > 0 else "less"
        parts.append(f"{number(abs(load.growth_per_year) * 100)} % {word} every year")
    return ", ".join([*parts, f"{size_kb(load.payload_kb)} each"])


def _promises(found: Requirements) -> Iterator[Statement]:
    for goal in found.latencies:
        who = "every request" if goal.what == "all" else goal.what.replace("-", " ")
        value = f"{milliseconds(goal.milliseconds)} for {number(goal.percentile)} % of {who}"
        yield _statement(PROMISES, f"latencies.{goal.what}", "Answer within", value, goal.origin)
    if found.availability:
        value = f"{found.availability.value:g} % of the time"
        yield _statement(PROMISES, "availability", "Available", value, found.availability.origin)
    if found.recovery:
        yield _statement(PROMISES, "recovery", "After a disaster", recovery_text(found.recovery), found.recovery.origin)
    for kept in found.retentions:
        value = f"{lowered(kept.what)}: {span(kept.days * 86400)}"
        yield _statement(PROMISES, f"retentions.{kept.what}", "Kept for", raised(value), kept.origin)
    if found.budget:
        value = f"{money(found.budget.value)} a month"
        yield _statement(PROMISES, "budget", "Budget", value, found.budget.origin)


def recovery_text(recovery: Recovery) -> str:
    """`at most 5 minutes of data lost (RPO), back within 1 hour (RTO)`."""
    parts: list[str] = []
    if recovery.rpo_s is not None:
        parts.append(f"at most {span(recovery.rpo_s)} of data lost (RPO)" if recovery.rpo_s else "no data lost (RPO)")
    if recovery.rto_s is not None:
        parts.append(f"back within {span(recovery.rto_s)} (RTO)" if recovery.rto_s else "back at once (RTO)")
    return raised(", ".join(parts))


def _data(found: Requirements) -> Iterator[Statement]:
    for held in found.data_classes:
        yield _statement(
            DATA,
            f"data_classes.{held.name}",
            "Sensitive data",
            f"{raised(held.name)} data, {held.sensitivity}",
            held.origin,
        )
    for regime in found.regimes:
        yield _statement(DATA, f"regimes.{regime.name}", "Compliance", REGIMES[regime.name], regime.origin)
    if found.residency:
        yield _statement(DATA, "residency", "Data stays in", found.residency.value, found.residency.origin)
    if found.tenancy:
        yield _statement(DATA, "tenancy", "Customers", raised(TENANCY[found.tenancy.value]), found.tenancy.origin)


def _setting(found: Requirements) -> Iterator[Statement]:
    yield _statement(SETTING, "provider", "Cloud", PROVIDERS[found.provider.value], found.provider.origin)
    about = "Region" if len(found.regions.value) == 1 else "Regions"
    yield _statement(SETTING, "regions", about, ", ".join(found.regions.value), found.regions.origin)
    languages = listed([LANGUAGES[name] for name in found.languages.value], 7)
    yield _statement(SETTING, "languages", "Written in", languages, found.languages.origin)
    targets = listed([TARGETS.get(name, name) for name in found.targets.value], 9)
    yield _statement(SETTING, "targets", "Deployed with", targets, found.targets.origin)
    for product in found.technologies:
        value = f"{service_title(product)}, {STANCES[product.stance]}"
        yield _statement(SETTING, f"technologies.{product.service}", "Product named", value, product.origin)


def service_title(product: Technology) -> str:
    """What the vendor calls a product; the id where the catalogue does not know it."""
    try:
        return by_id(product.service).name
    except UnknownServiceError:
        return product.service
