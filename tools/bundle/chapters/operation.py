"""The runbook: who is told what, where failed work waits, and what to do then."""

from __future__ import annotations

from collections.abc import Iterator

from tools.blueprint.plan.model import Alarm
from tools.bundle.blocks import Block, Chapter, Fold, Grid, Heading, Paragraph, Words, code, text
from tools.bundle.material import Material
from tools.bundle.wording import counted, listed, number, sentence, span
from tools.design.components import Queue

MOST_ALARMS = 12
"""Alarms shown without folding."""


def chapter(material: Material) -> Chapter | None:
    """Failed work, then alarms; nothing where there is neither."""
    blocks = [*_failures(material), *_alarms(material)]
    return Chapter("runbook", "Runbook", tuple(blocks)) if blocks else None


def _failures(material: Material) -> Iterator[Block]:
    rows: list[tuple[Words, ...]] = []
    for queue in material.graph.all(Queue):
        if queue.role == "dead-letter":
            owners = [code(name) for name in failing_into(queue.name, material)]
            words = [part for owner in owners for part in (", ", owner)][1:]
            kept = material.plan.queues[queue.name].retention_s
            rows.append((text(code(queue.name)), tuple(words) or text("nothing yet"), text(span(kept))))
    if rows:
        yield Heading("Failed work")
        yield Paragraph(
            text(
                "What could not be handled waits in a queue of its own and raises an alarm. Read one message and its "
                "error in the logs, mend the cause, then send the queue back to where it came from (redrive). "
                "Consumers recognise what they handled before, so sending twice does no harm."
            )
        )
        yield Grid(("Queue", "Holds what failed in", "Waits at most"), tuple(rows))


def failing_into(queue: str, material: Material) -> list[str]:
    """Parts whose failures end in a dead-letter queue."""
    owners = [link.target for link in material.design.links if link.delivery and link.delivery.dead_letter == queue]
    owners += [
        component.name
        for component in material.design.components
        if queue in (getattr(component, "dead_letter", None), getattr(component, "on_failure", None))
    ]
    return list(dict.fromkeys(owners))


def _alarms(material: Material) -> Iterator[Block]:
    alarms = material.plan.alarms
    if alarms:
        grouped: dict[str, list[Alarm]] = {}
        for alarm in alarms:
            grouped.setdefault(alarm.component, []).append(alarm)
        rows = tuple((text(code(name)), text(_told(found)), text(_bars(found))) for name, found in grouped.items())
        yield Heading("Alarms")
        yield Paragraph(text("Each goes to the address given at deployment, and says which part to look at first."))
        grid = Grid(("Part", "Tells when", "Threshold"), rows)
        folded = len(rows) > MOST_ALARMS
        yield Fold(f"{counted(len(alarms), 'alarm')} on {counted(len(rows), 'part')}", (grid,)) if folded else grid


def _told(alarms: list[Alarm]) -> str:
    """What an alarm says without the part's own name, which stands beside it."""
    return sentence(listed([alarm.text.rpartition(": ")[2] for alarm in alarms], len(alarms), "or"))


def _bars(alarms: list[Alarm]) -> str:
    """`Errors at least 1 in 1 minute`."""
    words = {"above": "above", "at-least": "at least"}
    said = [
        f"{alarm.metric} {words[alarm.comparison]} {number(alarm.threshold)} in {span(alarm.period_s * alarm.periods)}"
        for alarm in alarms
    ]
    return "; ".join(said)
