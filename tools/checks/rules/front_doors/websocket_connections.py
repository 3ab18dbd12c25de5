"""A websocket API remembers who is connected."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Api, Table

RULE = Rule(
    id="SL-X23",
    title="A websocket API remembers its connections in a table",
    severity="error",
    reason="Nobody can be pushed a message whose connection is not on record.",
    fix="propose",
    remedy="Write each connection to a table with an expiry when it opens, and delete it when it closes.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Websocket APIs none of whose functions writes to a table of connections or sessions."""
    for api in subject.all(Api):
        if api.style != "websocket":
            continue
        stores = (
            store.target
            for wire in subject.outgoing(api.name, "trigger")
            for store in (wire, *subject.outgoing(wire.link.target, "write"))
        )
        if not any(isinstance(store, Table) and store.role in ("connections", "session") for store in stores):
            text = f"No function behind {api.name} records its connections."
            yield RULE.found(subject.place(api), text, evidence="none")
