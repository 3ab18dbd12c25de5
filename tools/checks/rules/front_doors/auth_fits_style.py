"""The way of authenticating is one that this style of API has."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Api

RULE = Rule(
    id="SL-X20",
    title="An API authenticates in a way that its style has",
    severity="error",
    reason="An API that asks for what its kind of gateway cannot do does not deploy, or deploys open.",
    fix="ask",
    remedy="Choose another authentication, or another style of API.",
)

_POSSIBLE: dict[str, frozenset[str]] = {
    "http": frozenset({"jwt", "iam", "function", "signature", "mutual-tls", "none"}),
    "rest": frozenset({"jwt", "iam", "api-key", "function", "signature", "mutual-tls", "none"}),
    "websocket": frozenset({"jwt", "iam", "function", "none"}),
    "graphql": frozenset({"jwt", "iam", "api-key", "function"}),
}
"""Source: developer guides of API Gateway and AppSync. A websocket API checks tokens with an authorising function."""


def findings(subject: Subject) -> Iterator[Finding]:
    """APIs whose gateway lacks their authentication, and mutual TLS without a domain to present it on."""
    for api in subject.all(Api):
        place = subject.place(api, "auth")
        if api.auth not in _POSSIBLE[api.style]:
            known = ", ".join(sorted(_POSSIBLE[api.style]))
            text = f"{api.name}, of style {api.style}, cannot authenticate by {api.auth}; possible: {known}."
            yield RULE.found(place, text, evidence=api.auth)
        elif api.auth == "mutual-tls" and not api.domain:
            text = f"{api.name} asks for client certificates, which needs a domain of its own."
            yield RULE.found(subject.place(api, "domain"), text, evidence="none")
