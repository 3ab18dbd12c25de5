"""What is private can be reached by those who use it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject, Wire
from tools.design.components import Cache, Container, Database, Function, Network, TimeSeries, Warehouse

RULE = Rule(
    id="SL-X49",
    title="What uses a private store is in the store's network",
    severity="error",
    reason="From outside the network the connection never opens: every call times out.",
    fix="propose",
    remedy="Put the function or container into the network of what it uses.",
)

_STORES = (Cache, Database, Warehouse)
_USERS = (Function, Container)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions and containers outside the network of a store they use; time series live in the first there is."""
    told: set[str] = set()
    for wire in subject.wires:
        network = _network(wire, subject)
        user = wire.source
        if network is None or not isinstance(user, _USERS) or user.network == network or user.name in told:
            continue
        told.add(user.name)
        whereabouts = f"in {user.network}" if user.network else "outside"
        text = f"{user.name} uses {wire.target.name} in {network} and is {whereabouts}."
        alone = user.network is None
        mend = setting(user.name, network=network) if alone else None
        place = subject.place(user, "network")
        yield RULE.found(place, text, evidence=user.network or "none", fix="propose" if alone else "ask", mend=mend)


def _network(wire: Wire, subject: Subject) -> str | None:
    if wire.link.kind not in ("read", "write", "call"):
        return None
    if isinstance(wire.target, TimeSeries):
        return next((network.name for network in subject.all(Network)), None)
    return wire.target.network if isinstance(wire.target, _STORES) else None
