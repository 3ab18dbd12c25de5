"""Not every web page may call in the visitor's name."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Api

RULE = Rule(
    id="SL-A11",
    title="An API that identifies its callers names the web origins that may call it",
    severity="error",
    reason="Browsers refuse credentials with a wildcard; the usual way round gives any site the visitor's identity.",
    fix="ask",
    remedy="Name the origins of the front ends, each with its scheme.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Wildcard origins on APIs that authenticate, and origins that are none."""
    for api in subject.all(Api):
        for index, origin in enumerate(api.cors_origins):
            place = subject.place(api, "cors_origins", index)
            if "*" in origin and api.auth != "none":
                text = f"{api.name} identifies its callers and lets the pages of any site call it."
                yield RULE.found(place, text, evidence=origin)
            elif origin != "*" and not origin.startswith(("https://", "http://localhost")):
                text = f"{api.name} names an origin that is no https address."
                yield RULE.found(place, text, evidence=origin, severity="warning")
