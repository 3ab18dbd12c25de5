"""A private network has something in it, and a way out only where something needs one."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Container, Function, Network

RULE = Rule(
    id="SL-X68",
    title="A network's address translation is there for something that calls out",
    severity="warning",
    reason="Address translation is paid for by the hour in every zone, and by the gigabyte, used or not.",
    fix="propose",
    remedy="Do without it, and reach the provider's services through private endpoints.",
    proves=("cost-budget",),
)

_OUTSIDE = frozenset({"external", "user-pool", "search-index", "transcoder", "cdn"})
"""What has no endpoint in a network: outsiders, and the services that lie outside every network."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Networks with address translation in which nothing calls out."""
    for network in subject.all(Network):
        if not network.nat:
            continue
        inside = [c for c in (*subject.all(Function), *subject.all(Container)) if c.network == network.name]
        if not any(wire.target.kind in _OUTSIDE for one in inside for wire in subject.outgoing(one.name)):
            text = f"{network.name} pays for a way out, and nothing in it calls outside."
            mend = setting(network.name, nat=False)
            yield RULE.found(subject.place(network, "nat"), text, evidence=True, mend=mend)
