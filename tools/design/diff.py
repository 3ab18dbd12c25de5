"""What changed between two designs, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, cast

from tools.design.base import Model, Text
from tools.design.codec import plain
from tools.design.design import Design


class Change(Model):
    """One difference. `path` names the part by its name, not its position: `components.orders.item_kb`."""

    kind: Literal["added", "removed", "changed"]
    path: Text
    before: Text | None = None
    after: Text | None = None


def diff(old: Design, new: Design) -> tuple[Change, ...]:
    """Every difference, in the order of the language. Order of parts within a list does not count."""
    return tuple(_differences("", _keyed(old), _keyed(new)))


def _keyed(design: Design) -> dict[str, Any]:
    return {field: _by_name(getattr(design, field)) for field in Design.model_fields}


def _by_name(value: Any) -> Any:
    """Plain data in which lists of named parts have become mappings from their names."""
    if isinstance(value, Model):
        return {field: _by_name(getattr(value, field)) for field in type(value).model_fields}
    if isinstance(value, tuple):
        items = cast("tuple[Any, ...]", value)
        names = [_name(item) for item in items]
        if all(names) and len(set(names)) == len(names):
            return {name: _by_name(item) for name, item in zip(names, items, strict=True)}
        return [plain(item) for item in items]
    return value


def _name(item: Any) -> str:
    for field in ("name", "id"):
        found = getattr(item, field, "")
        if isinstance(found, str) and found:
            return found
    if all(hasattr(item, field) for field in ("kind", "source", "target")):
        return f"{item.kind} {item.source} -> {item.target}"
    return ""


def _differences(path: str, old: Any, new: Any) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _in_mapping(path, cast("dict[str, Any]", old), cast("dict[str, Any]", new))
    elif old != new:
        yield Change(kind="changed", path=path, before=_shown(old), after=_shown(new))


def _in_mapping(path: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for key in [*old, *(key for key in new if key not in old)]:
        inner = f"{path}.{key}" if path else key
        if key not in new:
            yield Change(kind="removed", path=inner, before=_shown(old[key]))
        elif key not in old:
            yield Change(kind="added", path=inner, after=_shown(new[key]))
        else:
            yield from _differences(inner, old[key], new[key])


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        return str(mapping.get("kind") or mapping.get("name") or ", ".join(mapping))
    return ", ".join(map(_shown, cast("list[Any]", value))) if isinstance(value, list) else str(value)
