"""Code is written in the languages that the team speaks."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Container, Function

RULE = Rule(
    id="SL-X83",
    title="Code is written in the languages that were asked for",
    severity="warning",
    reason="A function in a language nobody on the team speaks is nobody's.",
    fix="ask",
    remedy="Write it in one of the team's languages, or record why not.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions and built containers in other languages; the edge, which runs few, is exempt."""
    asked = subject.requirements.languages.value
    for part in (*subject.all(Function), *subject.all(Container)):
        exempt = part.placement == "edge" if isinstance(part, Function) else bool(part.image)
        if asked and part.language not in asked and not exempt:
            text = f"{part.name} is written in {part.language}; asked for: {', '.join(asked)}."
            yield RULE.found(subject.place(part, "language"), text, evidence=part.language)
