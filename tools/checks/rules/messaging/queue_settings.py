"""A queue's times are ones a queue can have."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-X40",
    title="A queue's retention, visibility and delay are within what a queue can have",
    severity="error",
    reason="A queue with a longer time than the service knows does not deploy.",
    fix="propose",
    remedy="Lower the time; for longer delays use one-off schedules or a workflow that waits.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Queues that ask for longer times than possible."""
    limits = subject.limits
    bounds = (
        ("retention_s", limits.queue_retention_s),
        ("visibility_s", limits.queue_visibility_s),
        ("delay_s", limits.queue_delay_s),
    )
    for queue in subject.all(Queue):
        for field, most in bounds:
            value: int | None = getattr(queue, field)
            if value is not None and most is not None and value > most:
                text = (
                    f"{queue.name} asks for {field.removesuffix('_s')} of {value} s; at most {most:g} s are possible."
                )
                mend = setting(queue.name, **{field: int(most)})
                yield RULE.found(subject.place(queue, field), text, evidence=value, mend=mend)
