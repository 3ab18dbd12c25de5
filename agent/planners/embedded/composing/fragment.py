"""Pattern fragments: parts of a design with places to fill in.

A fragment is plain data of the shape of `design.yaml` (`components`, `links`, `events`, `workflows`). In its texts
`{name}` stands for what is bound to `name`; a text that is nothing but a placeholder takes the bound value as it is,
number, list or all; `{{name}}` is the text `{name}` itself. An entry with `each: steps` is made once for every item of
the list bound to `steps`, inside which `{step.name}` is the item's own; one with `when: flag` (or `when: not flag`)
is made only if the flag is bound so.
Filling in is substitution of known names, once: what is put in is never read again. Where the places are is found out
once for each fragment; filling it in again and again only puts the values there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, cast

Bindings = Mapping[str, Any]
"""Name to a scalar, to a mapping of scalars, or to a list of such mappings."""

Maker = Callable[[Bindings], Any]
"""Makes one value out of what is bound; a new one each time, as parts are changed while a design is composed."""

_PLACE = re.compile(r"\{\{([^{}]*)\}\}|\{([A-Za-z_]+(?:\.[A-Za-z_]+)?)\}")
SECTIONS = ("components", "links", "events", "workflows")


class FragmentError(ValueError):
    """A fragment that names what nobody bound."""


class Fragment:
    """A pattern's fragment, made ready when it is first filled in."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self._parts = parts

    def filled(self, bindings: Bindings) -> dict[str, list[dict[str, Any]]]:
        """The fragment's parts with everything filled in. Raises FragmentError for a placeholder without a value."""
        return {section: make(bindings) for section, make in self._makers.items()}

    @cached_property
    def _makers(self) -> dict[str, Maker]:
        return {section: _list(self._parts.get(section, ()), _entry) for section in SECTIONS}


def _list(items: Iterable[Any], maker_of: Callable[[Any], Maker]) -> Maker:
    """Makes a list of what each item comes to: any number of values, as its maker gives them."""
    makers = [maker_of(item) for item in items]
    return lambda bindings: [value for make in makers for value in make(bindings)]


def _item(item: Any) -> Maker:
    """An item of a list within a part."""
    if isinstance(item, dict) and ("each" in item or "when" in item):
        return _entry(cast("dict[str, Any]", item))
    make = _value(item)
    return (lambda _: (item,)) if make is None else (lambda bindings: (make(bindings),))


def _entry(entry: dict[str, Any]) -> Maker:
    make = _mapping({key: value for key, value in entry.items() if key not in ("each", "when")})
    scopes, holds = _scopes(entry.get("each")), _condition(entry.get("when"))
    return lambda bindings: [make(scope) for scope in scopes(bindings) if holds(scope)]


def _scopes(each: str | None) -> Callable[[Bindings], Iterable[Bindings]]:
    """The bindings under which an entry is made, one for each time."""
    if each is None:
        return lambda bindings: (bindings,)
    item, items = each.removesuffix("s"), _bound(each)
    return lambda bindings: ({**bindings, item: value} for value in items(bindings))


def _condition(when: str | None) -> Callable[[Bindings], bool]:
    if when is None:
        return lambda _: True
    name = when.removeprefix("not ").strip()
    negated, flag = when.startswith("not "), _bound(name, optional=True)
    return lambda bindings: bool(flag(bindings)) != negated


def _bound(name: str, *, optional: bool = False) -> Maker:
    """Looks a name up: `step`, or `step.name` of what is bound to `step`; None for one that is optional and absent."""
    head, _, tail = name.partition(".")

    def found(bindings: Bindings) -> Any:
        try:
            return bindings[head][tail] if tail else bindings[head]
        except KeyError:
            if optional:
                return None
            known = ", ".join(sorted(bindings))
            raise FragmentError(f"nothing is bound to '{name}'; there is: {known}") from None

    return found


def _value(value: Any) -> Maker | None:
    """Makes a value; None for one that nothing is filled into and nobody changes."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return _mapping(cast("dict[str, Any]", value))
    return _list(cast("list[Any]", value), _item) if isinstance(value, list) else None


def _mapping(mapping: dict[str, Any]) -> Maker:
    makers = {key: make for key, value in mapping.items() if (make := _value(value)) is not None}
    return lambda bindings: mapping | {key: make(bindings) for key, make in makers.items()}


def _text(text: str) -> Maker | None:
    if "{" not in text:
        return None
    whole = _PLACE.fullmatch(text)
    if whole and whole[2]:
        return _bound(whole[2])
    literal, *rest = _PLACE.split(text)
    pieces = [literal]
    values: list[Maker] = []
    for braced, name, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        if name:
            values.append(_bound(name))
            pieces.append(after)
        else:
            pieces[-1] += f"{{{braced}}}{after}"
    form = "%s".join(piece.replace("%", "%%") for piece in pieces)
    return lambda bindings: form % tuple(value(bindings) for value in values)
