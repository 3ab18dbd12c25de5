"""What a component serves was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X71",
    title="What a component serves is a capability that was asked for",
    severity="warning",
    reason="A part that serves what nobody asked for is either superfluous, or there for a requirement not on record.",
    fix="propose",
    remedy="Record the capability, or take the name off the component.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Names of capabilities on components that the requirements do not have."""
    known = {capability.id for capability in subject.requirements.capabilities}
    if not known:
        return
    for component in subject.design.components:
        for index, name in enumerate(component.serves):
            if name not in known:
                kept = tuple(other for other in component.serves if other in known)
                yield RULE.found(
                    subject.place(component, "serves", index),
                    f"{component.name} serves {name}, which was not asked for.",
                    evidence=name,
                    mend=setting(component.name, serves=kept),
                )
