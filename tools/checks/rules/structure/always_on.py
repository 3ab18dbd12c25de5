"""What runs all the time is needed all the time."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Container

RULE = Rule(
    id="SL-X69",
    title="A container that runs all the time is waited for, or reads without pause",
    severity="warning",
    reason="A task that idles costs as much as one that works: the month has 730 hours.",
    fix="propose",
    remedy="Start it as a job when there is work, or let it scale to nothing.",
    proves=("cost-budget", "scale-to-zero"),
)

_STEADY = frozenset({"stream", "queue"})


def findings(subject: Subject) -> Iterator[Finding]:
    """Containers kept running that nobody waits for and that drain nothing."""
    for container in subject.all(Container):
        if container.min_tasks == 0 or container.platform != "managed":
            continue
        waited = container.name in subject.user_facing or subject.incoming(container.name, "call")
        drains = any(wire.source.kind in _STEADY for wire in subject.incoming(container.name, "trigger"))
        if container.mode == "job" or not (waited or drains):
            text = f"{container.name} keeps {container.min_tasks} tasks running that nobody waits for."
            mend = setting(container.name, min_tasks=0)
            yield RULE.found(subject.place(container, "min_tasks"), text, evidence=container.min_tasks, mend=mend)
