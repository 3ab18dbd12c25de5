"""Everything that was asked for is done by something."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X70",
    title="Every capability that was asked for is served by a component",
    severity="error",
    reason="What no part of the system does, it does not do, however good the rest is.",
    fix="ask",
    remedy="Add the component that does it, or name it on the one that already does.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Capabilities that no component names."""
    served = {name for component in subject.design.components for name in component.serves}
    for index, capability in enumerate(subject.requirements.capabilities):
        if capability.id not in served:
            text = f"Nothing serves the capability {capability.id}: {capability.text}"
            yield RULE.found(subject.asked("capabilities", index), text.rstrip(".") + ".", evidence=capability.id)
