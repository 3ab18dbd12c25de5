"""Small typed changes to a design. Each says one thing; together they must leave a whole design."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import Field, TypeAdapter, ValidationError

from tools.design.base import Model, Name, Text, TypeName, anatomy
from tools.design.components import Component, Idempotency
from tools.design.decisions import Decision, Waiver
from tools.design.design import Design
from tools.design.events import Event
from tools.design.links import Link, LinkKind
from tools.design.requirements import Requirements
from tools.design.workflows import Workflow


class EditError(ValueError):
    """An edit that cannot be made. The message says which, why, and what would be possible."""


class PutComponent(Model):
    """Adds a component, or replaces the one of the same name."""

    edit: Literal["put-component"] = "put-component"
    component: Component


class RemoveComponent(Model):
    """Takes a component away, together with its links and the references to it that may be empty."""

    edit: Literal["remove-component"] = "remove-component"
    name: Name


class RenameComponent(Model):
    """Gives a component another name, everywhere it is named."""

    edit: Literal["rename-component"] = "rename-component"
    name: Name
    to: Name


class SetField(Model):
    """Sets one field of a component."""

    edit: Literal["set-field"] = "set-field"
    name: Name
    field: Text
    value: bool | int | float | Text | tuple[Text, ...] | None


class PutLink(Model):
    """Adds a link, or replaces the one of the same kind between the same two components.

    Links on which different loads enter stand beside each other; one is replaced by a link of its own load.
    """

    edit: Literal["put-link"] = "put-link"
    link: Link


class RemoveLink(Model):
    """Takes away the link of a kind between two components."""

    edit: Literal["remove-link"] = "remove-link"
    kind: LinkKind
    source: Name
    target: Name
    load: Name | None = None
    """Only the one on which this load enters; all of them where empty."""


class PutEvent(Model):
    """Adds an event, or replaces the one of the same name."""

    edit: Literal["put-event"] = "put-event"
    event: Event


class RemoveEvent(Model):
    """Takes an event away, and off the links that carry it."""

    edit: Literal["remove-event"] = "remove-event"
    name: TypeName


class PutWorkflow(Model):
    """Adds a workflow definition, or replaces the one of the same name."""

    edit: Literal["put-workflow"] = "put-workflow"
    workflow: Workflow


class RemoveWorkflow(Model):
    """Takes a workflow definition away; its engine has to go as well."""

    edit: Literal["remove-workflow"] = "remove-workflow"
    name: Name


class PutDecision(Model):
    """Records a decision, or replaces the one of the same id."""

    edit: Literal["put-decision"] = "put-decision"
    decision: Decision


class RemoveDecision(Model):
    """Takes a decision off the record, where its question no longer arises."""

    edit: Literal["remove-decision"] = "remove-decision"
    id: Name


class PutWaiver(Model):
    """Accepts a finding on purpose."""

    edit: Literal["put-waiver"] = "put-waiver"
    waiver: Waiver


class PutRequirements(Model):
    """Replaces what was asked."""

    edit: Literal["put-requirements"] = "put-requirements"
    requirements: Requirements


Edit = Annotated[
    PutComponent
    | RemoveComponent
    | RenameComponent
    | SetField
    | PutLink
    | RemoveLink
    | PutEvent
    | RemoveEvent
    | PutWorkflow
    | RemoveWorkflow
    | PutDecision
    | RemoveDecision
    | PutWaiver
    | PutRequirements,
    Field(discriminator="edit"),
]

_COMPONENT: TypeAdapter[Any] = TypeAdapter(Component)


def apply(design: Design, *edits: Edit) -> Design:
    """The design after these edits, in this order. It is checked once, at the end. Raises EditError."""
    proven = {id(part): part for name in Design.model_fields for part in _parts(getattr(design, name))}
    for edit in edits:
        before, design = design, _APPLY[edit.edit](design, edit)
        if edit.edit == "set-field" and id(_the_component(before, edit.name)) in proven:
            part = _the_component(design, edit.name)
            proven[id(part)] = part
    try:
        return Design.model_validate(
            {name: _plain_parts(getattr(design, name), proven) for name in Design.model_fields}
        )
    except ValidationError as error:
        raise EditError("; ".join(problem["msg"] for problem in error.errors())) from None


def _parts(value: Any) -> tuple[Any, ...]:
    return cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)


def _plain_parts(value: Any, proven: dict[int, Any]) -> Any:
    """A value of a design, its parts as plain data where they are not proven: of a design that holds, or just set."""
    if isinstance(value, tuple):
        return tuple(_plain_parts(part, proven) for part in cast("tuple[Any, ...]", value))
    return value.model_dump() if isinstance(value, Model) and id(value) not in proven else value


def _put(items: tuple[Any, ...], item: Any, key: str) -> tuple[Any, ...]:
    names, name = [getattr(old, key) for old in items], getattr(item, key)
    place = names.index(name) if name in names else len(items)
    return (*items[:place], item, *items[place + 1 :])


def _put_component(design: Design, edit: PutComponent) -> Design:
    return _with(design, components=_put(design.components, edit.component, "name"))


def _remove_component(design: Design, edit: RemoveComponent) -> Design:
    _the_component(design, edit.name)
    kept = _with(
        design,
        components=tuple(c for c in design.components if c.name != edit.name),
        links=tuple(link for link in design.links if edit.name not in (link.source, link.target)),
        waivers=tuple(waiver for waiver in design.waivers if waiver.component != edit.name),
    )
    return _renamed(kept, edit.name, None)


def _rename_component(design: Design, edit: RenameComponent) -> Design:
    component = _the_component(design, edit.name)
    named = _with(
        design, components=_replaced(design.components, edit.name, component.model_copy(update={"name": edit.to}))
    )
    return _renamed(named, edit.name, edit.to)


def _replaced(components: tuple[Any, ...], name: str, component: Any) -> tuple[Any, ...]:
    return tuple(component if old.name == name else old for old in components)


M = TypeVar("M", bound=Model)


def _renamed(model: M, old: str, new: str | None) -> M:
    """The model with every reference to a component changed; None empties the reference."""
    parts = anatomy(type(model))
    changes: dict[str, Any] = {}
    for field in parts.references:
        value: Any = getattr(model, field)
        if isinstance(value, tuple):
            names = cast("tuple[str, ...]", value)
            if old in names:
                changes[field] = tuple(new if name == old else name for name in names if name != old or new is not None)
        elif value == old:
            changes[field] = new
    for field in parts.children:
        value = getattr(model, field)
        after = _renamed_child(value, old, new)
        if after is not value:
            changes[field] = after
    return model.model_copy(update=changes) if changes else model


def _renamed_child(value: Any, old: str, new: str | None) -> Any:
    if isinstance(value, tuple):
        before = cast("tuple[Any, ...]", value)
        after = tuple(_renamed_child(item, old, new) for item in before)
        return before if all(a is b for a, b in zip(after, before, strict=True)) else after
    if not isinstance(value, Model):
        return value
    if isinstance(value, Idempotency) and new is None and value.store == old:
        return None
    return _renamed(value, old, new)


def _set_field(design: Design, edit: SetField) -> Design:
    component = _the_component(design, edit.name)
    fields: dict[str, Any] = type(component).model_fields
    if edit.field not in fields or edit.field in ("kind", "name"):
        known = ", ".join(sorted(set(fields) - {"kind", "name"}))
        raise EditError(f"a {component.kind} has no field '{edit.field}' that can be set; it has: {known}")
    try:
        changed = _COMPONENT.validate_python({**vars(component), edit.field: edit.value})
    except ValidationError as error:
        first = error.errors()[0]
        raise EditError(f"{edit.name}.{edit.field} cannot be {edit.value!r}: {first['msg']}") from None
    return _with(design, components=_put(design.components, changed, "name"))


def _same_ends(link: Link, other: Link | RemoveLink) -> bool:
    return (link.kind, link.source, link.target) == (other.kind, other.source, other.target)


def _put_link(design: Design, edit: PutLink) -> Design:
    old = _replaced_link(design, edit.link)
    if old is None:
        return _with(design, links=(*design.links, edit.link))
    return _with(design, links=tuple(edit.link if link is old else link for link in design.links))


def _replaced_link(design: Design, link: Link) -> Link | None:
    """The link that another takes the place of: of its load, else the only one there is unless each has its own."""
    beside = [other for other in design.links if _same_ends(other, link)]
    for other in beside:
        if other.load == link.load:
            return other
    return beside[0] if len(beside) == 1 and None in (beside[0].load, link.load) else None


def _remove_link(design: Design, edit: RemoveLink) -> Design:
    kept = tuple(link for link in design.links if not _same_ends(link, edit) or edit.load not in (None, link.load))
    if len(kept) == len(design.links):
        known = ", ".join(f"{link.kind} to {link.target}" for link in design.links if link.source == edit.source)
        raise EditError(f"no {edit.kind} link leads from {edit.source} to {edit.target}; from there: {known or 'none'}")
    return _with(design, links=kept)


def _put_event(design: Design, edit: PutEvent) -> Design:
    return _with(design, events=_put(design.events, edit.event, "name"))


def _remove_event(design: Design, edit: RemoveEvent) -> Design:
    return _with(
        design,
        events=_without(design.events, "name", edit.name, "event"),
        links=tuple(
            link.model_copy(update={"events": tuple(name for name in link.events if name != edit.name)})
            for link in design.links
        ),
    )


def _put_workflow(design: Design, edit: PutWorkflow) -> Design:
    return _with(design, workflows=_put(design.workflows, edit.workflow, "name"))


def _remove_workflow(design: Design, edit: RemoveWorkflow) -> Design:
    return _with(design, workflows=_without(design.workflows, "name", edit.name, "workflow"))


def _without(items: tuple[Any, ...], key: str, name: str, what: str) -> tuple[Any, ...]:
    names = [getattr(item, key) for item in items]
    if name not in names:
        raise EditError(f"there is no {what} '{name}'; there is: {', '.join(names) or 'none'}")
    return tuple(item for item in items if getattr(item, key) != name)


def _put_decision(design: Design, edit: PutDecision) -> Design:
    return _with(design, decisions=_put(design.decisions, edit.decision, "id"))


def _remove_decision(design: Design, edit: RemoveDecision) -> Design:
    return _with(design, decisions=_without(design.decisions, "id", edit.id, "decision"))


def _put_waiver(design: Design, edit: PutWaiver) -> Design:
    return _with(design, waivers=(*design.waivers, edit.waiver))


def _put_requirements(design: Design, edit: PutRequirements) -> Design:
    return _with(design, requirements=edit.requirements)


def _with(design: Design, **changes: Any) -> Design:
    return design.model_copy(update=changes)


def _the_component(design: Design, name: str) -> Component:
    for component in design.components:
        if component.name == name:
            return component
    known = ", ".join(component.name for component in design.components) or "none"
    raise EditError(f"there is no component '{name}'; there is: {known}")


_APPLY: dict[str, Any] = {
    "put-component": _put_component,
    "remove-component": _remove_component,
    "rename-component": _rename_component,
    "set-field": _set_field,
    "put-link": _put_link,
    "remove-link": _remove_link,
    "put-event": _put_event,
    "remove-event": _remove_event,
    "put-workflow": _put_workflow,
    "remove-workflow": _remove_workflow,
    "put-decision": _put_decision,
    "remove-decision": _remove_decision,
    "put-waiver": _put_waiver,
    "put-requirements": _put_requirements,
}
