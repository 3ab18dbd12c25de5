"""What faces the public is behind a web firewall."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Mend, Rule, Severity
from tools.checks.remedies import putting, setting, together
from tools.checks.subject import Subject, is_sensitive
from tools.design.components import Api, Cdn, Firewall

RULE = Rule(
    id="SL-A05",
    title="A public API or site that holds more than public data is behind a web firewall",
    severity="warning",
    reason="Bots and common attacks are cheapest to refuse before they are served and paid for.",
    fix="propose",
    remedy="Put a firewall in front; it costs a monthly fee and a little for each request.",
    sources=("CKV2_AWS_29", "CKV_AWS_68", "cdk-nag AwsSolutions-APIG3", "FSBP APIGateway.4"),
)

_OWN_FIREWALL = frozenset({"rest", "graphql"})
"""Styles of API that a firewall can stand before directly; the others need a content network in front."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Public APIs and content networks without a firewall, where sensitive data or a regime asks for one."""
    severity: Severity = "warning" if _asks_for_it(subject) else "info"
    for api in subject.all(Api):
        if api.firewall is None and api.endpoint != "private" and api.auth != "iam" and not _shielded(subject, api):
            remedy = "" if api.style in _OWN_FIREWALL else "Put a content network with a firewall in front."
            mend = _adding(subject, api.name, "regional") if api.style in _OWN_FIREWALL else None
            text = f"{api.name} faces the public without a firewall."
            place = subject.place(api, "firewall")
            yield RULE.found(place, text, evidence="none", severity=severity, remedy=remedy, mend=mend)
    for cdn in subject.all(Cdn):
        if cdn.firewall is None and severity == "warning":
            text = f"{cdn.name} faces the public without a firewall."
            mend = _adding(subject, cdn.name, "edge")
            yield RULE.found(subject.place(cdn, "firewall"), text, evidence="none", mend=mend)


def _asks_for_it(subject: Subject) -> bool:
    return is_sensitive(subject.requirements.sensitivity) or subject.requirements.regulated


def _shielded(subject: Subject, api: Api) -> bool:
    """Whether everybody comes through a content network that has a firewall."""
    doors = [wire.source for wire in subject.incoming(api.name, "trigger", "call", "read")]
    return bool(doors) and all(isinstance(door, Cdn) and door.firewall is not None for door in doors)


def _adding(subject: Subject, name: str, scope: str) -> Mend | None:
    for firewall in subject.all(Firewall):
        if firewall.scope == scope:
            return setting(name, firewall=firewall.name)
    wall = f"{scope}-firewall"
    if subject.has(wall):
        return None
    made = Firewall(name=wall, scope="edge" if scope == "edge" else "regional")
    return together(putting(made), setting(name, firewall=wall))
