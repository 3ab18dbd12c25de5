"""Mends a design by the remedies that findings carry: all of them in one go, wherever they go together.

A remedy is made against the design it was found in. Two that concern the same part are therefore merged field by field,
as two people's changes to one file would be, so that the second does not take the first back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from tools.checks import Finding
from tools.design import edits
from tools.design.base import Model
from tools.design.decisions import Decision
from tools.design.design import Design
from tools.design.links import Link

Key = tuple[str, ...]
Items = tuple[Any, ...]

_PART_OF = {
    "put-component": "component",
    "put-link": "link",
    "put-event": "event",
    "put-workflow": "workflow",
    "put-decision": "decision",
}
"""Edits that replace a whole part, and their field that holds it."""


def remedied(design: Design, findings: Iterable[Finding]) -> Design:
    """The design after every remedy that can be applied; those that cannot are left out."""
    remedies = [found for finding in findings if (found := finding.edits)]
    if not remedies:
        return design
    try:
        return edits.apply(design, *_rebased(design, (edit for remedy in remedies for edit in remedy)))
    except edits.EditError:
        return _one_by_one(design, remedies)


def _one_by_one(design: Design, remedies: list[tuple[edits.Edit, ...]]) -> Design:
    applied: list[edits.Edit] = []
    mended = design
    for remedy in remedies:
        try:
            mended = edits.apply(design, *_rebased(design, (*applied, *remedy)))
        except edits.EditError:
            continue
        applied += remedy
    return mended


def _rebased(design: Design, wanted: Iterable[edits.Edit]) -> Iterator[edits.Edit]:
    """The edits, each made against what those before it left."""
    base = dict(_parts(design))
    latest = dict(base)
    for edit in wanted:
        if edit.edit == "set-field":
            key = ("component", edit.name)
            if key in latest:
                latest[key] = latest[key].model_copy(update={edit.field: edit.value})
        elif edit.edit in _PART_OF:
            field = _PART_OF[edit.edit]
            part: Model = getattr(edit, field)
            key = (field, *_name(part))
            latest[key] = _merged(base.get(key), part, latest.get(key))
            edit = edit.model_copy(update={field: latest[key]})
        yield edit


def _parts(design: Design) -> Iterator[tuple[Key, Model]]:
    for field in _PART_OF.values():
        parts: tuple[Model, ...] = getattr(design, f"{field}s")
        yield from (((field, *_name(part)), part) for part in parts)


def _name(part: Any) -> Key:
    match part:
        case Link():
            return part.kind, part.source, part.target, part.load or ""
        case Decision():
            return (part.id,)
        case _:
            return (part.name,)


def _merged(base: Any, changed: Any, current: Any) -> Any:
    """What was changed against the base, done to the current value; where both differ for good, the change wins."""
    if current is None or current in (base, changed):
        return changed
    if changed == base:
        return current
    if isinstance(base, Model) and type(base) is type(changed) is type(current):
        fields = type(base).model_fields
        return current.model_copy(
            update={f: _merged(getattr(base, f), getattr(changed, f), getattr(current, f)) for f in fields}
        )
    if isinstance(base, tuple) and isinstance(changed, tuple) and isinstance(current, tuple):
        return _merged_items(cast("Items", base), cast("Items", changed), cast("Items", current))
    return cast("Any", changed)


def _merged_items(base: Items, changed: Items, current: Items) -> Items:
    if len(base) == len(changed) == len(current):
        return tuple(map(_merged, base, changed, current))
    if base == changed[: len(base)]:
        return (*current, *(item for item in changed[len(base) :] if item not in current))
    return changed
