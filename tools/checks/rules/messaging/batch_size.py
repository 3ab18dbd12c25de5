"""A batch is of a size its queue can hand out."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import delivering
from tools.checks.subject import Subject, Wire
from tools.design.components import Queue

RULE = Rule(
    id="SL-M07",
    title="A batch is of a size its queue can hand out",
    severity="error",
    reason="Larger batches than the queue's type allows, or large ones without time to gather them, do not deploy.",
    fix="auto",
    remedy="Take smaller batches, or give larger ones a window.",
    sources=("cfn-lint E3705",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Batches beyond what a FIFO or standard queue allows, and large ones without a window."""
    for wire in subject.triggers:
        if isinstance(wire.source, Queue) and wire.target.kind == "function":
            yield from _judged(subject, wire, wire.source)


def _judged(subject: Subject, wire: Wire, queue: Queue) -> Iterator[Finding]:
    size, limits = wire.semantics.batch_size, subject.limits
    most = limits.fifo_batch if queue.fifo else limits.standard_batch
    unwindowed = limits.queue_batch
    if most is not None and size > most:
        mend = delivering(subject, wire, batch_size=most)
        text = f"{wire.link.target} takes batches of {size} from {queue.name}; at most {most} are possible."
        place = wire.place("delivery", "batch_size")
        yield RULE.found(place, text, evidence=size, fix="auto" if mend else "propose", mend=mend)
    elif unwindowed is not None and size > unwindowed and wire.semantics.batch_window_s < 1 and not queue.fifo:
        mend = delivering(subject, wire, batch_window_s=1.0)
        text = f"{wire.link.target} takes batches of {size} from {queue.name} without a window to gather them."
        place = wire.place("delivery", "batch_window_s")
        yield RULE.found(place, text, evidence=0, fix="auto" if mend else "propose", mend=mend)
