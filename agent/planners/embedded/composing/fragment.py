"""Pattern fragments: parts of a design with places to fill in.

A fragment is plain data of the shape of `design.yaml` (`components`, `links`, `events`, `workflows`). In its texts
`{name}` stands for what is bound to `name`; a text that is nothing but a placeholder takes the bound value as it is,
number, list or all; `{{name}}` is the text `{name}` itself. An entry with `each: steps` is made once for every item of
the list bound to `steps`, inside which `{step.name}` is the item's own; one with `when: flag` (or `when: not flag`)
is made only if the flag is bound so.
Filling in is substitution of known names, once: what is put in is never read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

Scalar = str | int | float | bool | None
Bindings = Mapping[str, Any]
"""Name to a scalar, to a mapping of scalars, or to a list of such mappings."""

_PLACE = re.compile(r"\{\{([^{}]*)\}\}|\{([A-Za-z_]+(?:\.[A-Za-z_]+)?)\}")
SECTIONS = ("components", "links", "events", "workflows")


class FragmentError(ValueError):
    """A fragment that names what nobody bound."""


def filled(fragment: Mapping[str, Any], bindings: Bindings) -> dict[str, list[dict[str, Any]]]:
    """The fragment's parts with everything filled in. Raises FragmentError for a placeholder without a value."""
    return {section: list(_entries(fragment.get(section, ()), bindings)) for section in SECTIONS}


def _entries(entries: Any, bindings: Bindings) -> Iterator[dict[str, Any]]:
    for entry in entries:
        yield from _expanded(cast("dict[str, Any]", entry), bindings)


def _expanded(entry: dict[str, Any], bindings: Bindings) -> Iterator[dict[str, Any]]:
    plain = {key: value for key, value in entry.items() if key not in ("each", "when")}
    each = entry.get("each")
    scopes: list[Bindings] = [bindings]
    if each is not None:
        item = str(each).removesuffix("s")
        scopes = [{**bindings, item: value} for value in _looked_up(str(each), bindings)]
    for scope in scopes:
        if "when" not in entry or _holds(str(entry["when"]), scope):
            yield _substituted(plain, scope)


def _holds(condition: str, bindings: Bindings) -> bool:
    negated = condition.startswith("not ")
    name = condition.removeprefix("not ").strip()
    return bool(_looked_up(name, bindings, default=None)) != negated


_MISSING = object()


def _looked_up(name: str, bindings: Bindings, default: Any = _MISSING) -> Any:
    head, _, tail = name.partition(".")
    value = bindings.get(head, _MISSING)
    if value is not _MISSING and tail:
        value = cast("Bindings", value).get(tail, _MISSING)
    if value is not _MISSING:
        return value
    if default is not _MISSING:
        return default
    raise FragmentError(f"nothing is bound to '{name}'; there is: {', '.join(sorted(bindings))}")


def _substituted(value: Any, bindings: Bindings) -> Any:
    if isinstance(value, str):
        return _text(value, bindings)
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        return {key: _substituted(item, bindings) for key, item in mapping.items()}
    if isinstance(value, list):
        return _list(cast("list[Any]", value), bindings)
    return value


def _list(items: list[Any], bindings: Bindings) -> list[Any]:
    found: list[Any] = []
    for item in items:
        if isinstance(item, dict) and ("each" in item or "when" in item):
            found += _expanded(cast("dict[str, Any]", item), bindings)
        else:
            found.append(_substituted(item, bindings))
    return found


def _text(text: str, bindings: Bindings) -> Any:
    if "{" not in text:
        return text
    whole = _PLACE.fullmatch(text)
    if whole and whole.group(2):
        return _looked_up(whole.group(2), bindings)
    return _PLACE.sub(lambda place: _filled_place(place, bindings), text)


def _filled_place(place: re.Match[str], bindings: Bindings) -> str:
    name = place.group(2)
    return str(_looked_up(name, bindings)) if name else f"{{{place.group(1)}}}"
