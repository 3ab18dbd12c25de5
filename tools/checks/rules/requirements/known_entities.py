"""Things have one name."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X92",
    title="The entity a component deals with is one of the requirements'",
    severity="warning",
    reason="Handlers, schemas and routes are made from the entity: one that nobody described has no fields.",
    fix="ask",
    remedy="Describe the entity in the requirements, or name the one that is meant.",
    proves=("event-schema",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Entities on components that the requirements do not describe."""
    known = {entity.name for entity in subject.requirements.entities}
    if not known:
        return
    for component in subject.design.components:
        entity: str | None = vars(component).get("entity")
        if entity is not None and entity not in known:
            text = f"{component.name} deals with {entity}, which the requirements do not describe."
            yield RULE.found(subject.place(component, "entity"), text, evidence=entity)
