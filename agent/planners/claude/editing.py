"""Edits as the model writes them, made into typed edits of the language: small, checked, and only of what it may touch.

The model names a part and the fields to change; we take the part as it stands, change those fields and have our own
models judge the whole. What was asked and what is accepted on purpose are not within reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast, get_args

from agent.planners.claude.schemas import short
from agent.planners.claude.shapes import Shape, fields_of
from agent.planners.claude.workbench import RefusalError
from agent.planners.remedies import remedied
from tools.checks import Finding
from tools.design.base import Model
from tools.design.codec import DesignError, parse
from tools.design.components import COMPONENT_TYPES, KINDS
from tools.design.decisions import Decision
from tools.design.design import Design
from tools.design.edits import (
    Edit,
    EditError,
    PutComponent,
    PutDecision,
    PutEvent,
    PutLink,
    PutWorkflow,
    RemoveComponent,
    RemoveDecision,
    RemoveEvent,
    RemoveLink,
    RemoveWorkflow,
    RenameComponent,
    apply,
)
from tools.design.events import Event
from tools.design.links import Link, LinkKind
from tools.design.workflows import Workflow

Wire = Mapping[str, Any]
"""One edit as the model wrote it, its form already checked."""

PARTS = ("component", "link", "event", "workflow", "decision")
MOST_DEPTH = 4
KEPT_BY_A_NEW_KIND = ("name", "title", "description", "serves", "patterns", "group")
"""Fields that a component keeps when it becomes another kind."""

_STEP = re.compile(r"([A-Za-z_]\w*)(?:\[(\d{1,3})\])?")
_FIELD = re.compile(r"([A-Za-z_]\w{0,63}) ?: ?([a-z]+)([!?]*)")

_MODELS: dict[str, tuple[type[Model], str, str]] = {
    "event": (Event, "events", "name"),
    "workflow": (Workflow, "workflows", "name"),
    "decision": (Decision, "decisions", "id"),
}
"""Part to its model, where the design holds it, and what names it."""


def edited(design: Design, wires: Iterable[Wire], findings: tuple[Finding, ...]) -> Design:
    """The design after these edits, all of them or none. Raises RefusalError."""
    batch = tuple(wires)
    mended = _mended(design, [wire for wire in batch if wire["edit"] == "mend"], findings)
    desk = Desk(mended)
    for number, wire in enumerate(batch, 1):
        try:
            desk.take(wire)
        except (RefusalError, EditError) as error:
            raise RefusalError(f"edit {number}: {error}; none of the {len(batch)} edits was applied") from None
    try:
        return apply(mended, *desk.edits)
    except EditError as error:
        raise RefusalError(f"{error}; none of the {len(batch)} edits was applied") from None


def _mended(design: Design, wires: list[Wire], findings: tuple[Finding, ...]) -> Design:
    """The design after the remedies that the findings named carry. What they may not touch stays as it was."""
    if not wires:
        return design
    chosen: list[Finding] = []
    for wire in wires:
        meant = [f for f in findings if f.rule == wire["rule"] and f.subject == wire["name"]]
        if not meant:
            raise RefusalError(
                f"there is no finding {short(wire['rule'])} about {short(wire['name'])}; `check` lists them"
            )
        chosen += meant
        if not any(finding.edits for finding in meant):
            raise RefusalError(
                f"{meant[0].rule} {meant[0].subject} has no ready remedy; edit the part: {meant[0].remedy}"
            )
    mended = remedied(design, chosen)
    if (mended.requirements, mended.waivers) != (design.requirements, design.waivers):
        raise RefusalError("that remedy would change what was asked; only the person may do that")
    return mended


class Desk:
    """The edits of one batch in the making: each sees what those before it left."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._documents: dict[tuple[str, str], dict[str, Any]] = {}
        self.edits: list[Edit] = []

    def take(self, wire: Wire) -> None:
        """Adds one edit. Raises RefusalError, EditError."""
        match wire["edit"]:
            case "set":
                self._set(wire)
            case "remove":
                self._remove(wire["part"], wire["name"])
            case "rename":
                self._rename(wire["name"], wire["to"])
            case _:
                pass

    def _set(self, wire: Wire) -> None:
        part, name = wire["part"], wire["name"]
        model, document = self._document(part, name, wire["kind"])
        for each in wire["fields"]:
            put_field(model, document, each["field"], each["value"])
        self._documents[part, name] = document
        self.edits.append(_typed(part, document))

    def _document(self, part: str, name: str, kind: str) -> tuple[type[Model], dict[str, Any]]:
        known = self._documents.get((part, name))
        if part == "component":
            return self._component(name, kind, known)
        if part == "link":
            return Link, known or _link_document(self._design, name)
        model, held, key = _MODELS[part]
        return model, known or _found(getattr(self._design, held), {key: name}) or {key: name}

    def _component(self, name: str, kind: str, known: dict[str, Any] | None) -> tuple[type[Model], dict[str, Any]]:
        there = known or _found(self._design.components, {"name": name})
        if kind and kind not in KINDS:
            raise RefusalError(f"there is no kind {short(kind)}; there is: {', '.join(KINDS)}")
        if there is None and not kind:
            names = ", ".join(sorted(component.name for component in self._design.components))
            raise RefusalError(f"there is no component {short(name)}; there is: {names}. A new one needs its kind")
        wanted = kind or str(there["kind"] if there else "")
        if there is None:
            there = {"name": name, "kind": wanted}
        elif there["kind"] != wanted:
            kept = {field: there[field] for field in KEPT_BY_A_NEW_KIND if field in there}
            there = {**kept, "kind": wanted}
        return COMPONENT_TYPES[wanted], there

    def _remove(self, part: str, name: str) -> None:
        self._documents.pop((part, name), None)
        where = f"remove {short(name)}"
        match part:
            case "component":
                self.edits.append(_made(RemoveComponent, {"name": name}, where))
            case "link":
                self.edits.append(_made(RemoveLink, link_ends(name), where))
            case "event":
                self.edits.append(_made(RemoveEvent, {"name": name}, where))
            case "workflow":
                self.edits.append(_made(RemoveWorkflow, {"name": name}, where))
            case _:
                self.edits.append(_made(RemoveDecision, {"id": name}, where))

    def _rename(self, name: str, to: str) -> None:
        if any(component.name == to for component in self._design.components):
            raise RefusalError(f"there is a component {short(to)} already")
        if any(part == "component" and known == name for part, known in self._documents):
            raise RefusalError(f"{short(name)} is changed in the same batch; rename it in the next one")
        self.edits.append(_made(RenameComponent, {"name": name, "to": to}, f"rename {short(name)}"))


_ENDS: tuple[str, ...] = ("kind", "source", "target", "load")


def link_ends(name: str) -> dict[str, str]:
    """Kind, source and target of a link by its name, `trigger api place-order`; its load where the name has one.

    Raises RefusalError.
    """
    words = name.split()
    if len(words) not in (3, 4) or words[0] not in get_args(LinkKind):
        kinds = ", ".join(get_args(LinkKind))
        raise RefusalError(f"a link is named by its kind ({kinds}), source and target, got {short(name)}")
    return dict(zip(_ENDS, words, strict=False))


def _link_document(design: Design, name: str) -> dict[str, Any]:
    """The link that is meant, or the beginning of a new one. Raises RefusalError where several are."""
    ends = link_ends(name)
    meant = [link for link in design.links if all(getattr(link, end) == word for end, word in ends.items())]
    if len(meant) > 1:
        loads = ", ".join(str(link.load) for link in meant)
        raise RefusalError(f"{short(name)} is several links; add the load to the name: {loads}")
    return meant[0].model_dump() if meant else dict(ends)


def _found(items: Iterable[Any], named: Mapping[str, str]) -> dict[str, Any] | None:
    """The part with these names, as plain data."""
    return next((item.model_dump() for item in items if all(getattr(item, k) == v for k, v in named.items())), None)


def _typed(part: str, document: dict[str, Any]) -> Edit:
    """The typed edit that puts a part. Raises RefusalError."""
    named = _ENDS[:3] if part == "link" else ("id",) if part == "decision" else ("name",)
    where = " ".join(str(document[key]) for key in named)
    match part:
        case "component":
            return PutComponent(component=_made(COMPONENT_TYPES[document["kind"]], document, where))
        case "link":
            return PutLink(link=_made(Link, document, where))
        case "event":
            return PutEvent(event=_made(Event, document, where))
        case "workflow":
            return PutWorkflow(workflow=_made(Workflow, document, where))
        case _:
            return PutDecision(decision=_made(Decision, document, where))


def _made(model: Any, document: Mapping[str, Any], where: str) -> Any:
    """The value of a model. Raises RefusalError that says which field is wrong and why."""
    try:
        return model.model_validate(document)
    except ValueError as error:
        raise RefusalError(f"{where}: {'; '.join(explained(error)) or short(str(error), 200)}") from None


MOST_PROBLEMS = 4


def explained(error: ValueError) -> Iterator[str]:
    """What a model says is wrong with a value, the first few problems: where, what, and what was given."""
    problems: list[dict[str, Any]] = getattr(error, "errors", list)()
    for problem in problems[:MOST_PROBLEMS]:
        place = ".".join(str(part) for part in problem["loc"] if not str(part).startswith(("function-", "tuple[")))
        given = problem["input"]
        got = f", got {short(given)}" if isinstance(given, str | int | float) else ""
        yield f"{place or 'the whole'}: {short(problem['msg'], 160)[1:-1]}{got}"


def put_field(model: type[Model], document: dict[str, Any], path: str, value: Any) -> None:
    """Sets one field, `idempotency.store` or `indexes[0].name` say; null takes it away. Raises RefusalError."""
    steps = list(_steps(path))
    shape = fields_of(model).get(steps[0][0])
    if shape is None or steps[0][0] in ("kind", "name", "id", "source", "target"):
        known = ", ".join(name for name in fields_of(model) if name not in ("kind", "name", "id", "source", "target"))
        raise RefusalError(f"there is no field {short(path)} that can be set; there is: {known}")
    if len(steps) == 1 and steps[0][1] is None:
        _put_whole(document, steps[0][0], shape, value)
        return
    _put_inside(document, steps, value, path)


def _put_whole(document: dict[str, Any], name: str, shape: Shape, value: Any) -> None:
    if value is None:
        document.pop(name, None)
    elif name == "fields" and isinstance(value, list):
        known = fields_of(shape.inner[0].model) if shape.inner and shape.inner[0].model else {}
        document[name] = [_field_of(str(item), known) for item in cast("list[Any]", value)]
    else:
        document[name] = structured(value, name) if is_structured(shape) and isinstance(value, str) else value


def _put_inside(document: dict[str, Any], steps: list[tuple[str, int | None]], value: Any, path: str) -> None:
    """Walks down to the last step, making what is not there yet. What is on the way is copied, never changed."""
    name, index = steps[0]
    inner: Any = document.get(name) if index is None else _item(document.get(name), index, f"{short(path)}: {name}")
    if len(steps) > 1:
        fields = dict(cast("dict[str, Any]", inner)) if isinstance(inner, dict) else {}
        _put_inside(fields, steps[1:], value, path)
        value = fields
    if index is None:
        _assign(document, name, value)
        return
    items = [*cast("Iterable[Any]", document.get(name) or ())]
    items[index : index + 1] = [] if value is None else [value]
    document[name] = items


def _item(held: Any, index: int, where: str) -> Any:
    items = [*cast("Iterable[Any]", held)] if isinstance(held, list | tuple) else []
    if index > len(items):
        raise RefusalError(f"{where}: there are {len(items)} items; the next one has the index {len(items)}")
    return items[index] if index < len(items) else None


def _assign(document: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        document.pop(name, None)
    else:
        document[name] = value


def _steps(path: str) -> Iterator[tuple[str, int | None]]:
    parts = path.split(".")
    if len(parts) > MOST_DEPTH:
        raise RefusalError(f"{short(path)} goes deeper than {MOST_DEPTH} steps; give the whole value as JSON")
    for part in parts:
        step = _STEP.fullmatch(part)
        if step is None:
            raise RefusalError(f"{short(path)} is no field; memory_mb, idempotency.store and indexes[0].name are")
        yield step[1], None if step[2] is None else int(step[2])


def is_structured(shape: Shape) -> bool:
    """Whether a value has parts of its own, so that it is given as JSON."""
    return shape.sort in ("record", "either") or any(map(is_structured, shape.inner))


def structured(text: str, name: str) -> Any:
    """A structured value that was given as JSON: no key twice, nothing too deep. Raises RefusalError."""
    try:
        return parse(text, name)
    except DesignError as error:
        raise RefusalError(f"{name}: not JSON: {short(error.problems[0].text, 120)[1:-1]}") from None


def _field_of(text: str, known: Iterable[str]) -> dict[str, Any]:
    """A field of an event or an entity from `orderId:uuid`; `!` marks a sensitive one, `?` one that may be missing."""
    found = _FIELD.fullmatch(text.strip())
    if found is None:
        raise RefusalError(f"{short(text)} is no field; 'orderId:uuid', 'note:string?' and 'email:email!' are")
    said = {"name": found[1], "type": found[2], "sensitive": "!" in found[3], "required": "?" not in found[3]}
    return {name: value for name, value in said.items() if name in known}
