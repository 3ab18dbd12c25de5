"""Code is written in the languages that the team speaks."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.checks.wording import listed
from tools.design.components import Container, Function

RULE = Rule(
    id="SL-X83",
    title="Code is written in the languages that were asked for",
    severity="warning",
    reason="A function in a language nobody on the team speaks is nobody's.",
    fix="ask",
    remedy="Write it in one of the team's languages, or record why not.",
)

_NAMES = {"dotnet": ".NET", "nodejs": "Node.js"}


def findings(subject: Subject) -> Iterator[Finding]:
    """Languages nobody asked for, each once, with the functions and built containers in it.

    The edge, which runs few languages, and images made by others are exempt.
    """
    asked = subject.requirements.languages.value
    written: dict[str, list[str]] = {}
    for part in (*subject.all(Function), *subject.all(Container)):
        exempt = part.placement == "edge" if isinstance(part, Function) else bool(part.image)
        if asked and part.language not in asked and not exempt:
            written.setdefault(part.language, []).append(part.name)
    wanted = " or ".join(_spelled(language) for language in asked)
    for language, names in written.items():
        verb = "is" if len(names) == 1 else "are"
        text = f"{listed(names)} {verb} written in {_spelled(language)}; asked for: {wanted}."
        yield RULE.found(subject.asked("languages"), text, evidence=language)


def _spelled(language: str) -> str:
    return _NAMES.get(language, language.capitalize())
