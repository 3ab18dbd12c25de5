"""Two people's changes to one value, merged: what was changed against a base is done to what stands now.

Works part by part and field by field on values of the design language. Parts of a list go by their names.
"""

from __future__ import annotations

from typing import Any

from tools.design.base import Model
from tools.design.links import Link

Items = tuple[Any, ...]
Key = tuple[str, ...]


def merged(base: Any, changed: Any, current: Any) -> Any:
    """What was changed against the base, done to the current value.

    Where both differ from the base for good the change wins; a figure is never taken back over one that goes further
    the same way already.
    """
    if changed == base or current == changed:
        return current
    if current == base:
        return changed
    values = (base, changed, current)
    if all(isinstance(value, Model) for value in values) and type(base) is type(changed) is type(current):
        return _merged_model(*values)
    if all(isinstance(value, tuple) for value in values):
        return changed if any(map(_is_number, changed)) else merged_items(*values)
    return _farther(*values) if all(map(_is_number, values)) else changed


def _farther(base: float, changed: float, current: float) -> float:
    return max(changed, current) if changed > base else min(changed, current)


def _merged_model(base: Model, changed: Any, current: Any) -> Any:
    fields = type(base).model_fields
    merges = {f: merged(getattr(base, f), getattr(changed, f), getattr(current, f)) for f in fields}
    return current.model_copy(update={f: value for f, value in merges.items() if value is not getattr(current, f)})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def merged_items(base: Items, changed: Items, current: Items) -> Items:
    """The current items without those that were taken away, with those that were added where they were added."""
    before, after = keyed(base), keyed(changed)
    kept = {
        key: merged(before[key], after[key], item) if key in before and key in after else item
        for key, item in keyed(current).items()
        if key in after or key not in before
    }
    order = list(kept)
    place = 0
    for key, item in after.items():
        if key in kept:
            place = order.index(key) + 1
        elif key not in before:
            kept[key] = item
            order.insert(place, key)
            place += 1
    return tuple(kept[key] for key in order)


def keyed(items: Items) -> dict[Key, Any]:
    """The items by their names; by themselves where they have none, or share them."""
    names = [part_key(item) for item in items]
    if all(names) and len(set(names)) == len(names):
        return dict(zip(names, items, strict=True))
    return {(type(item).__name__, repr(item)): item for item in items}


def part_key(item: Any) -> Key:
    """What tells a part from the others of its list; empty for what has no name."""
    if isinstance(item, Link):
        return item.kind, item.source, item.target, item.load or ""
    for fields in _KEYS:
        values = [getattr(item, field, None) for field in fields]
        if all(value is not None for value in values):
            return tuple(str(value) for value in values)
    return ()


_KEYS = (("name",), ("id",), ("service",), ("what", "percentile"), ("what",), ("option",))
"""Fields by which parts are told apart, the first that a part has."""
