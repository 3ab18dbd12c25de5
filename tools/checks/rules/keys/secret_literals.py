"""No secret stands in the design."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.credentials import literals, shown, suspects
from tools.checks.findings import Finding, Place, Rule
from tools.checks.subject import Subject
from tools.design.design import Design

RULE = Rule(
    id="SL-K03",
    title="No secret stands in the design as text",
    severity="error",
    reason="A literal lives in version control and deployment history for ever, for everybody who can read them.",
    fix="ask",
    remedy="Replace it by a reference to a secret, and change the exposed value at its issuer.",
    sources=("CKV_AWS_45", "cfn-lint W1011", "CKV2_AWS_34"),
    proves=("least-privilege",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Texts anywhere in the design that look like credentials. The evidence shows their beginning only."""
    design = subject.design
    if not any(map(suspects, _texts(design))):
        return
    for path, what, literal in literals(design):
        name = _component(subject, path)
        place = Place(name or ".".join(map(str, path[:2])), path, (name,) if name else ())
        yield RULE.found(place, f"This text looks like {what}.", evidence=shown(literal))


def _texts(design: Design) -> Iterator[str]:
    """The design as text: each field that tends to be long by itself, and the others together."""
    for fields in (*({name} for name in _LONG), type(design).model_fields.keys() - _LONG):
        yield design.model_dump_json(exclude_defaults=True, include=fields)


_LONG = ("requirements", "components", "links", "workflows", "decisions")


def _component(subject: Subject, path: tuple[str | int, ...]) -> str:
    if path[0] == "components" and isinstance(path[1], int):
        return subject.design.components[path[1]].name
    return ""
