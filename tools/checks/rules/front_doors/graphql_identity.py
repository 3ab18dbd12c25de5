"""A GraphQL API knows who asks."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Api

RULE = Rule(
    id="SL-A15",
    title="An API is not protected by an API key alone",
    severity="error",
    reason="A key in a client is public and identifies nobody: whoever looks at the traffic has it.",
    fix="ask",
    remedy="Let people sign in and send their token; keep keys for counting what partners use.",
    sources=("FSBP AppSync.5",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """GraphQL APIs behind a key, and REST APIs that people reach with one."""
    for api in subject.all(Api):
        if api.auth != "api-key":
            continue
        place = subject.place(api, "auth")
        if api.style == "graphql":
            yield RULE.found(place, f"{api.name} is protected by a key that every client carries.", evidence=api.auth)
        elif api.name in subject.people_wait_for or _people_call(subject, api):
            text = f"{api.name} is called by people and protected by a key alone."
            yield RULE.found(place, text, evidence=api.auth, severity="warning")


def _people_call(subject: Subject, api: Api) -> bool:
    callers = (wire.source for wire in subject.incoming(api.name))
    return any(caller.kind == "external" and caller.role in ("person", "staff") for caller in callers)
