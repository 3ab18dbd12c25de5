"""Each request has one handler."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Api

RULE = Rule(
    id="SL-X25",
    title="Routes of an API are well formed, and each has one target",
    severity="error",
    reason="Two targets for one route do not deploy, or one of them never hears of anything.",
    fix="ask",
    remedy="Write routes as `METHOD /path/{name}`, each once for each API.",
)

_ROUTE = re.compile(r"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) (/[A-Za-z0-9._~$@:%-]*|/\{[A-Za-z0-9._-]+\+?\})+")
_PARAMETER = re.compile(r"\{[^}]*\}")
_STYLES = ("http", "rest")


def findings(subject: Subject) -> Iterator[Finding]:
    """Malformed routes, and routes that two links of one API claim."""
    for api in subject.all(Api):
        if api.style not in _STYLES:
            continue
        taken: dict[str, str] = {}
        for wire in subject.outgoing(api.name, "trigger"):
            for index, route in enumerate(wire.link.matches):
                shape = _PARAMETER.sub("{}", route)
                if not _ROUTE.fullmatch(route):
                    place = wire.place("matches", index)
                    yield RULE.found(place, f"{api.name} has a route that cannot be read.", evidence=route)
                elif shape in taken:
                    text = f"{route} of {api.name} leads to {wire.link.target} and to {taken[shape]}."
                    yield RULE.found(wire.place("matches", index), text, evidence=route)
                taken.setdefault(shape, wire.link.target)
