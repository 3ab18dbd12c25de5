"""A stream has the shards its peak needs."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Stream

RULE = Rule(
    id="SL-X42",
    title="A provisioned stream has the shards its peak needs",
    severity="error",
    reason="What exceeds a shard is refused, and a producer that does not notice loses it.",
    fix="propose",
    remedy="Add shards, or let the stream scale on demand.",
    weighs=True,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Provisioned streams with fewer shards than records per second at the peak ask for."""
    per_shard = subject.limits.shard_rps
    for stream in subject.all(Stream):
        if stream.capacity == "provisioned" and stream.engine == "native" and per_shard is not None:
            needed = ceil(subject.peak_rps(stream.name) / per_shard)
            if needed > stream.shards:
                yield RULE.found(
                    subject.place(stream, "shards"),
                    f"{stream.name} has {stream.shards} shards; its peak needs {needed}.",
                    evidence=stream.shards,
                    mend=setting(stream.name, shards=needed),
                )
