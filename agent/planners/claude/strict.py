"""The input of a tool call, read from what the model wrote and not from what somebody made of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn, cast

MOST_CHARACTERS = 1_000_000
DEEPEST = 64
LARGEST_INTEGER = 2**63 - 1

_STRING = re.compile(r'"(?:[^"\\]+|\\.)*+"?', re.DOTALL)
"""A string, or what is left of the text where one does not end: nothing is read twice."""


class InputProblemError(ValueError):
    """An input that cannot be used. The message tells the model what to write instead."""


def read_input(written: str) -> Mapping[str, Any]:
    """The object that a model wrote as the input of a tool; no text at all is an empty object.

    Raises InputProblemError for whatever two readers could understand differently, or one could choke on: anything but
    one JSON object, a name twice in an object, numbers JSON does not know or 64 bits do not hold, text that is no
    Unicode, more than 1,000,000 characters, more than 64 levels.
    """
    if len(written) > MOST_CHARACTERS:
        _refuse(f"it is longer than {MOST_CHARACTERS:,} characters")
    if _depth(written) > DEEPEST:
        _refuse(f"it is nested more than {DEEPEST} levels deep")
    value: Any = _parsed(written) if written.strip(" \t\r\n") else {}
    if not isinstance(value, dict):
        _refuse("it must be an object")
    if not is_unicode(value):
        _refuse("it holds half of a surrogate pair")
    return cast("dict[str, Any]", value)


def is_unicode(value: Any) -> bool:
    """Whether all text in a value can be written as UTF-8."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _parsed(written: str) -> Any:
    try:
        return json.loads(
            written, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float, parse_int=_integer
        )
    except json.JSONDecodeError as error:
        _refuse(f"it is no JSON: {error.msg} at character {error.pos}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse(f"{_shown(name)} stands twice in one object")
        found[name] = value
    return found


def _constant(written: str) -> NoReturn:
    _refuse(f"{written} is no number of JSON")


def _float(written: str) -> float:
    value = float(written)
    if value in (float("inf"), float("-inf")):
        _refuse(f"{written[:40]} is too large a number")
    return value


def _integer(written: str) -> int:
    # Its length is looked at first: reading a million digits takes long.
    if len(written) > 20 or abs(int(written)) > LARGEST_INTEGER:
        _refuse(f"{written[:40]} does not fit into 64 bits")
    return int(written)


def _depth(written: str) -> int:
    """How deep brackets are nested outside strings, well-formed or not."""
    deepest = depth = 0
    for character in re.findall(r"[\[\]{}]", _STRING.sub("", written)):
        depth += 1 if character in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _shown(name: str) -> str:
    return json.dumps(name) if len(name) <= 40 else f"{json.dumps(name[:40])}…"


def _refuse(reason: str) -> NoReturn:
    raise InputProblemError(f"The input cannot be used: {reason}.")
