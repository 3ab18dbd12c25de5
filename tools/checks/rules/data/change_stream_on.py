"""A table tells of its changes where somebody listens."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Table

RULE = Rule(
    id="SL-X47",
    title="A table whose changes start something has its change stream on, for no more readers than it serves",
    severity="error",
    reason="Without a stream the trigger does not deploy; with too many readers each is throttled.",
    fix="auto",
    remedy="Switch the change stream on; let one reader fan out to the others.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Tables that trigger something without a stream, or more readers than one stream serves."""
    most = subject.limits.table_readers
    for table in subject.all(Table):
        readers = subject.outgoing(table.name, "trigger")
        if readers and not table.change_stream:
            text = f"{readers[0].link.target} waits for changes of {table.name}, which tells of none."
            mend = setting(table.name, change_stream=True)
            yield RULE.found(subject.place(table, "change_stream"), text, evidence=False, mend=mend)
        if most is not None and len(readers) > most:
            text = f"{len(readers)} readers share the changes of {table.name}; they serve {most}."
            place = subject.place(table)
            yield RULE.found(place, text, evidence=len(readers), severity="warning", fix="propose")
