"""Mends a design by the remedies that findings carry: all of them in one go, wherever they go together.

A remedy is made against the design it was found in. Two that concern the same part are therefore merged field by field,
as two people's changes to one file would be, so that the second does not take the first back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.planners.merging import merged, part_key
from tools.checks import Finding
from tools.design import edits
from tools.design.base import Model
from tools.design.design import Design

Key = tuple[str, ...]

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
            key = (field, *part_key(part))
            latest[key] = _rebased_part(base.get(key), part, latest.get(key))
            edit = edit.model_copy(update={field: latest[key]})
        yield edit


def _parts(design: Design) -> Iterator[tuple[Key, Model]]:
    for field in _PART_OF.values():
        parts: tuple[Model, ...] = getattr(design, f"{field}s")
        yield from (((field, *part_key(part)), part) for part in parts)


def _rebased_part(base: Model | None, changed: Model, current: Model | None) -> Model:
    return changed if current is None else merged(base, changed, current)
