"""What a configuration leaves to its deployment, and the functions and operators of HCL on what it does not."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from tools.blueprint.reading.model import is_list, is_mapping


class Unknown(NamedTuple):
    """What a deployment knows: how it is referred to."""

    code: str


class Chosen(NamedTuple):
    """One of two values, by what only a deployment knows."""

    condition: str
    yes: Any
    no: Any


def referring(condition: str) -> str:
    """The code of a condition as text with references."""
    return re.sub(r"\b(var\.\w+|data\.[\w.]+)", r"${\1}", condition)


def code_of(value: Any) -> str:
    if isinstance(value, Unknown):
        return value.code
    if isinstance(value, Chosen):
        return f"{value.condition} ? {code_of(value.yes)} : {code_of(value.no)}"
    return value if isinstance(value, str) else json.dumps(plain_of(value), sort_keys=True)


def shown(value: Any) -> str:
    """What a value is inside a text."""
    if isinstance(value, Unknown):
        return f"${{{value.code}}}"
    if isinstance(value, Chosen):
        return f"${{{code_of(value)}}}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def plain_of(value: Any) -> Any:
    """Data without references: they are text."""
    if isinstance(value, Unknown):
        return f"${{{value.code}}}"
    if isinstance(value, Chosen):
        found = {"if": referring(value.condition), "then": plain_of(value.yes), "else": plain_of(value.no)}
        return {key: item for key, item in found.items() if item is not None}
    if is_list(value):
        return [plain_of(item) for item in value]
    if is_mapping(value):
        return {key: plain_of(item) for key, item in value.items()}
    return value


def _truncated(text: str, start: int, length: int) -> Any:
    """What is cut for certain: nobody knows how long what is only known at deployment is."""
    if "${" in text:
        known = len(re.sub(r"\$\{[^}]*\}", "", text))
        return Unknown(f"substr({text}, {start}, {length})") if known > length else text
    return text[start : start + length]


def _trimmed(text: str, ending: str) -> Any:
    return text.removesuffix(ending)


def _replaced(text: str, old: str, new: str) -> Any:
    return Unknown(f"replace({text}, {old}, {new})") if "${" in text else text.replace(old, new)


def _merged(*maps: dict[str, Any]) -> dict[str, Any]:
    return {key: value for each in maps for key, value in each.items()}


def _chained(*lists: list[Any]) -> list[Any]:
    return [item for each in lists for item in each]


def _put_together(separator: str, items: list[Any]) -> str:
    return separator.join(map(shown, items))


def _cut(items: list[Any], start: int, end: int) -> list[Any]:
    return items[start:end]


def _same(value: Any) -> Any:
    return value


def _minus(one: Any, *other: Any) -> Any:
    return one - other[0] if other else -one


def _divided(one: Any, other: Any) -> Any:
    return one / other


def _both(one: Any, other: Any) -> Any:
    return one and other


def _either(one: Any, other: Any) -> Any:
    return one or other


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "jsonencode": _same,
    "length": len,
    "substr": _truncated,
    "trimsuffix": _trimmed,
    "replace": _replaced,
    "merge": _merged,
    "join": _put_together,
    "concat": _chained,
    "min": min,
    "max": max,
    "slice": _cut,
}
OPERATORS: dict[str, Callable[..., Any]] = {
    "!": operator.not_,
    "-": _minus,
    "+": operator.add,
    "*": operator.mul,
    "/": _divided,
    "%": operator.mod,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "&&": _both,
    "||": _either,
}
