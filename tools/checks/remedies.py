"""Edits that mend findings. They are made when asked for: a run that only reports never loads the edit language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.checks.findings import Mend
from tools.checks.subject import StepAt, Subject, Wire
from tools.design.components import Component, DataHolder, Queue, Table
from tools.design.events import Event
from tools.design.links import Delivery, Link
from tools.design.requirements import Sensitivity
from tools.design.workflows import Map, Parallel, Sequence, Step, Workflow

if TYPE_CHECKING:
    from tools.design.edits import Edit

DEAD_LETTER_RETENTION_S = 14 * 86_400
"""As long as a queue can keep a message, so that somebody has time to look."""

NAME_LENGTH = 48


def setting(name: str, **fields: Any) -> Mend:
    """Sets fields of a component."""

    def edits() -> tuple[Edit, ...]:
        from tools.design.edits import SetField

        return tuple(SetField.model_construct(name=name, field=field, value=value) for field, value in fields.items())

    return edits


def putting(*components: Component) -> Mend:
    """Adds components, or replaces those of the same names."""

    def edits() -> tuple[Edit, ...]:
        from tools.design.edits import PutComponent

        return tuple(PutComponent.model_construct(component=component) for component in components)

    return edits


def removing(name: str) -> Mend:
    """Takes a component away, with its links."""

    def edits() -> tuple[Edit, ...]:
        from tools.design.edits import RemoveComponent

        return (RemoveComponent.model_construct(name=name),)

    return edits


def delivering(subject: Subject, wire: Wire, **delivery: Any) -> Mend | None:
    """Overrides fields of a link's delivery. None where a twin of the link makes it impossible to name."""
    return relinking(subject, wire, delivery=delivery)


def relinking(subject: Subject, wire: Wire, *, delivery: dict[str, Any], **fields: Any) -> Mend | None:
    """Changes fields of a link, its delivery among them. None where a twin of the link makes it impossible to name."""
    if not subject.is_only_link(wire.link):
        return None
    before = wire.link.delivery or Delivery()
    changes = {**fields, "delivery": before.model_copy(update=delivery)} if delivery else fields
    return linking(wire.link.model_copy(update=changes))


def linking(*links: Link) -> Mend:
    """Adds links, or replaces those of the same kind between the same components."""

    def edits() -> tuple[Edit, ...]:
        from tools.design.edits import PutLink

        return tuple(PutLink.model_construct(link=link) for link in links)

    return edits


def eventing(event: Event, **fields: Any) -> Mend:
    """Changes fields of an event."""

    def edits() -> tuple[Edit, ...]:
        from tools.design.edits import PutEvent

        return (PutEvent.model_construct(event=event.model_copy(update=fields)),)

    return edits


def stepping(at: StepAt, **fields: Any) -> Mend:
    """Changes fields of a workflow step, wherever in its workflow it stands."""
    changed = at.step.model_copy(update=fields)

    def edits() -> tuple[Edit, ...]:
        from tools.design.edits import PutWorkflow

        return (PutWorkflow.model_construct(workflow=_with_step(at.workflow, at.path[2:], changed)),)

    return edits


def together(*mends: Mend | None) -> Mend | None:
    """Several remedies as one; None where one of them is impossible."""
    possible = [mend for mend in mends if mend is not None]
    if len(possible) < len(mends):
        return None
    return lambda: tuple(edit for mend in possible for edit in mend())


def dead_letters_for(subject: Subject, owner: str, *, fifo: bool = False) -> tuple[str, Mend]:
    """Name of a dead-letter queue of its own for a component, and the edits that add it (none where it is there)."""
    name = _free_name(subject, owner, "dead-letters", fifo)
    found = subject.graph.get(name)
    if found is not None:
        return name, tuple
    holder = subject.graph.get(owner)
    sensitivity: Sensitivity = holder.sensitivity if isinstance(holder, DataHolder) else "internal"
    queue = Queue(
        name=name,
        description=f"What {owner} could not handle.",
        role="dead-letter",
        fifo=fifo,
        retention_s=DEAD_LETTER_RETENTION_S,
        sensitivity=sensitivity,
        key=holder.key if isinstance(holder, DataHolder) else None,
    )
    return name, putting(queue)


def idempotency_table(subject: Subject) -> tuple[str, Mend]:
    """Name of the design's idempotency table, and the edits that add one (none where it is there)."""
    for table in subject.all(Table):
        if table.role == "idempotency":
            return table.name, tuple
    name = next(n for n in ("idempotency", "idempotency-keys", "handled-deliveries") if not subject.has(n))
    table = Table(
        name=name,
        description="Deliveries already handled.",
        role="idempotency",
        ttl_attribute="expiresAt",
        point_in_time_recovery=False,
        deletion_protection=False,
        item_kb=0.2,
    )
    return name, putting(table)


def _free_name(subject: Subject, owner: str, suffix: str, fifo: bool) -> str:
    """`orders-dead-letters`, shortened and numbered so that it is free or already such a queue."""
    base = f"{owner[: NAME_LENGTH - len(suffix) - 4].rstrip('-')}-{suffix}"
    for number in range(1, 100):
        name = base if number == 1 else f"{base}-{number}"
        found = subject.graph.get(name)
        if found is None or (isinstance(found, Queue) and found.role == "dead-letter" and found.fifo == fifo):
            return name
    return base


def _with_step(workflow: Workflow, path: tuple[str | int, ...], step: Step) -> Workflow:
    return workflow.model_copy(update={"steps": _with_step_in(workflow.steps, path[1:], step)})


def _with_step_in(steps: tuple[Step, ...], path: tuple[str | int, ...], changed: Step) -> tuple[Step, ...]:
    index = path[0]
    return tuple(step if position != index else _within(step, path[1:], changed) for position, step in enumerate(steps))


def _within(step: Step, path: tuple[str | int, ...], changed: Step) -> Step:
    if not path:
        return changed
    if isinstance(step, Map):
        return step.model_copy(update={"body": Sequence(steps=_with_step_in(step.body.steps, path[2:], changed))})
    if isinstance(step, Parallel):
        branches = tuple(
            Sequence(steps=_with_step_in(branch.steps, path[3:], changed)) if number == path[1] else branch
            for number, branch in enumerate(step.branches)
        )
        return step.model_copy(update={"branches": branches})
    return step
