"""What collects data puts it somewhere; what queries data has some."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X51",
    title="What delivers, transforms or queries data is joined to the store it needs",
    severity="error",
    reason="Without its store it does not deploy, or runs and finds nothing.",
    fix="ask",
    remedy="Link it to the bucket or store it writes to or reads from.",
)

_NEEDS: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "delivery-stream": (
        ("write", "send"),
        frozenset({"bucket", "search-index", "warehouse", "timeseries", "external"}),
    ),
    "file-gateway": (("write",), frozenset({"bucket"})),
    "query-engine": (("read",), frozenset({"bucket"})),
    "transcoder": (("write", "read"), frozenset({"bucket"})),
    "etl": (("read", "write"), frozenset({"bucket", "table", "database", "warehouse", "stream", "timeseries"})),
}


def findings(subject: Subject) -> Iterator[Finding]:
    """Delivery streams, gateways, query engines and jobs without a store."""
    for component in subject.design.components:
        needs = _NEEDS.get(component.kind)
        if needs is None:
            continue
        kinds, stores = needs
        if not any(wire.target.kind in stores for wire in subject.outgoing(component.name, *kinds)):
            text = f"{component.name} has no {' or '.join(sorted(stores))} to {' or '.join(kinds)}."
            yield RULE.found(subject.place(component), text, evidence="no links")
