"""Functions share the connections of a database."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Database, Function

RULE = Rule(
    id="SL-X46",
    title="Functions reach a relational database through a pool of connections",
    severity="error",
    reason="Each environment opens its own connection: a burst takes them all, and the database refuses everybody.",
    fix="propose",
    remedy="Put a proxy in front; it is paid for by the capacity of the database.",
    sources=("Well-Architected REL1",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Relational databases that functions reach without a proxy."""
    for database in subject.all(Database):
        if database.proxy or database.engine == "document":
            continue
        callers = [w.link.source for w in subject.incoming(database.name) if isinstance(w.source, Function)]
        if callers:
            text = f"{', '.join(dict.fromkeys(callers))} open connections to {database.name} without a pool."
            mend = setting(database.name, proxy=True)
            yield RULE.found(subject.place(database, "proxy"), text, evidence=False, mend=mend)
