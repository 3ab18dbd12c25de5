"""Code in a private network can reach what lies outside it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject, Wire
from tools.design.components import Component, Container, External, Function, Network

RULE = Rule(
    id="SL-X94",
    title="Code in a private network that calls outside has a way out",
    severity="error",
    reason="Without address translation the connection never opens: every call times out.",
    fix="propose",
    remedy="Give the network a way out, or take the code that calls outside out of the network.",
    sources=("AWS Lambda developer guide: internet access for functions in a VPC",),
)

_USERS = (Function, Container)
_NO_ENDPOINT = frozenset({"user-pool", "search-index", "transcoder", "cdn"})
"""Kinds without an address in a network; the other services of the cloud have private endpoints."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Networks without a way out, with the first that needs one."""
    for network in subject.all(Network):
        if network.nat:
            continue
        wire = next((wire for wire in subject.wires if _leaves(wire, network)), None)
        if wire is not None:
            text = f"{wire.source.name} is in {network.name}, which has no way out, and calls {wire.target.name}."
            mend = setting(network.name, nat=True)
            yield RULE.found(subject.place(network, "nat"), text, evidence=wire.name, mend=mend)


def _leaves(wire: Wire, network: Network) -> bool:
    is_inside = isinstance(wire.source, _USERS) and wire.source.network == network.name
    return is_inside and wire.link.kind != "trigger" and _is_outside(wire.target)


def _is_outside(target: Component) -> bool:
    if isinstance(target, External):
        return target.role != "on-premises"
    return target.kind in _NO_ENDPOINT
