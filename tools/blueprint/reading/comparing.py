"""How two readings differ: one line for each difference, none for what is said the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from tools.blueprint.reading.model import Reading, is_list, is_mapping

_MISSING: Any = object()


def differences(first: Reading, second: Reading) -> tuple[str, ...]:
    """What the second has otherwise than the first, in order of names."""
    return (
        *_resources(first, second),
        *_sets("permission", first.permissions, second.permissions),
        *_sets("invocation", first.invocations, second.invocations),
        *_values("Outputs", first.outputs, second.outputs),
    )


def _resources(first: Reading, second: Reading) -> Iterator[str]:
    for name in sorted({*first.resources, *second.resources}):
        one, other = first.resources.get(name), second.resources.get(name)
        if one is None or other is None:
            yield f"{name}: only in the {'second' if one is None else 'first'}"
        else:
            yield from _values(name, one._asdict(), other._asdict())


def _sets(word: str, first: frozenset[Any], second: frozenset[Any]) -> Iterator[str]:
    for found in sorted(first ^ second):
        yield f"{word} {' '.join(found)}: only in the {'first' if found in first else 'second'}"


def _values(path: str, first: Any, second: Any) -> Iterator[str]:
    if is_mapping(first) and is_mapping(second):
        for key in sorted({*first, *second}):
            yield from _values(f"{path}.{key}", first.get(key, _MISSING), second.get(key, _MISSING))
    elif is_list(first) and is_list(second):
        for number, (one, other) in enumerate(zip_longest(first, second, fillvalue=_MISSING)):
            yield from _values(f"{path}[{number}]", one, other)
    elif first != second or isinstance(first, bool) is not isinstance(second, bool):
        yield f"{path}: {_told(first)} in the first, {_told(second)} in the second"


def _told(value: Any) -> str:
    return "nothing" if value is _MISSING else json.dumps(value, sort_keys=True)
