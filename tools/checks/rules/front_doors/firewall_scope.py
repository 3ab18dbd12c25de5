"""A firewall stands where it can."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Api, Cdn, Firewall, LoadBalancer

RULE = Rule(
    id="SL-X21",
    title="A firewall has the scope of what it protects, and protects what can have one",
    severity="error",
    reason="A regional firewall before a content network, or any before an HTTP API, does not deploy.",
    fix="propose",
    remedy="Give each scope a firewall of its own; put a content network before an HTTP or websocket API.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Firewalls of the wrong scope, and before APIs that can have none."""
    for api in subject.all(Api):
        if api.firewall is not None and api.style in ("http", "websocket"):
            text = f"{api.name}, of style {api.style}, cannot have a firewall of its own."
            mend = setting(api.name, firewall=None)
            yield RULE.found(subject.place(api, "firewall"), text, evidence=api.firewall, mend=mend)
    for door in (*subject.all(Api), *subject.all(Cdn), *subject.all(LoadBalancer)):
        wall = subject.graph.get(door.firewall) if door.firewall else None
        wanted = "edge" if isinstance(door, Cdn) else "regional"
        if isinstance(wall, Firewall) and wall.scope != wanted:
            text = f"{door.name} needs a firewall of scope {wanted}; {wall.name} is {wall.scope}."
            alone = subject.references[wall.name] == [door.name]
            mend = setting(wall.name, scope=wanted) if alone else None
            place = subject.place(door, "firewall")
            yield RULE.found(place, text, evidence=wall.name, fix="propose" if alone else "ask", mend=mend)
