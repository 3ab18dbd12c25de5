"""Products to be used are used, products to be avoided are not."""

from __future__ import annotations

from collections.abc import Iterator

from tools.catalog.services import Service, UnknownServiceError, by_id, service_of
from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X82",
    title="Products that were asked for are used, and products to be avoided are not",
    severity="warning",
    reason="A named product is a decision already made: skills, contracts or a bad experience are behind it.",
    fix="ask",
    remedy="Use the product, or record the decision why not.",
    proves=("portability",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Avoided services that realise a component, and wanted ones that realise none."""
    for index, technology in enumerate(subject.requirements.technologies):
        service = _service(technology.service)
        if service is None or not service.realises:
            continue
        place = subject.asked("technologies", index)
        if technology.stance == "avoid":
            users = [c.name for c in subject.design.components if _realised_by(subject, c.name) == service.id]
            if users:
                text = f"{service.name} is to be avoided, and {', '.join(users)} runs on it."
                yield RULE.found(place, text, evidence=service.id, severity="error")
        elif technology.stance == "use" and not _is_used(subject, service):
            yield RULE.found(place, f"{service.name} was asked for and is not used.", evidence=service.id)


def _service(service_id: str) -> Service | None:
    try:
        return by_id(service_id)
    except UnknownServiceError:
        return None


def _realised_by(subject: Subject, name: str) -> str | None:
    service = service_of(subject.graph[name], subject.requirements.provider.value)
    return None if service is None else service.id


def _is_used(subject: Subject, service: Service) -> bool:
    return any(
        realisation.kind == component.kind and realisation.fits(component)
        for realisation in service.realises
        for component in subject.design.components
    ) or any(service.id in decision.chosen.lower() for decision in subject.design.decisions)
