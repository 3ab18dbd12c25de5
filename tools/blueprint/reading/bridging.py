"""Terraform's names of what a program says under bridged names: the table of names, read from its other end."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from tools.blueprint.bridged.names import ATTRIBUTES, LISTS, PLURALS, RENAMED, Token, token_of
from tools.blueprint.reading.vocabulary import KINDS


class Document(NamedTuple):
    """Data that is given as JSON: what is in it has no bridged names."""

    data: Any


_MORE = {"aws_lambda_function.name": "function_name", "aws_lambda_function.code": "filename"}
"""Arguments that only the function's component says."""

_SEVERAL = frozenset({"columns"})
"""Blocks whose own name is that of several."""


@cache
def _kinds() -> dict[Token, str]:
    return {token_of(kind): kind for kind in KINDS if kind.startswith("aws_")}


@cache
def _arguments() -> dict[str, str]:
    found = dict(_MORE)
    for path, name in RENAMED.items():
        start, _, last = path.rpartition(".")
        found[f"{start}.{name}"] = last
    return found


@cache
def _attributes() -> dict[str, str]:
    """Attributes of other names, without the numbers that follow them in both languages."""
    found: dict[str, str] = {}
    for path, name in ATTRIBUTES.items():
        kind, _, last = path.partition(".")
        number = last if not name.endswith("]") else last.removesuffix("[0]")
        found[f"{kind}.{name.removesuffix('[0]')}"] = number
    return found


@cache
def kind_of(module: str, name: str) -> str:
    """The type of a class. A class no type is known by keeps its name, and so is told apart from all that are."""
    return _kinds().get(Token(module.rstrip("_"), name), f"{module}.{name}")


def attribute_named(kind: str, word: str) -> str:
    """An attribute under Terraform's name."""
    return _attributes().get(f"{kind}.{word}", word)


def apart(word: str) -> str:
    """`queueUrl` as `queue_url`."""
    return _CAPITAL.sub(lambda found: f"_{found[0].lower()}", word)


_CAPITAL = re.compile(r"(?<!^)[A-Z]")
_KEYED = frozenset(
    {
        "default_arguments",
        "dimensions",
        "input_paths",
        "request_parameters",
        "response_parameters",
        "tags",
        "triggers",
        "variables",
    }
)
"""Arguments whose keys are names of people or of services."""


def body_of(path: str, given: dict[str, Any], *, apart: Callable[[str], str]) -> dict[str, Any]:
    """What a resource, or a block in it, is given under Terraform's names; nothing where nothing is given. `apart` puts
    a `_` between the words of a name."""
    found: dict[str, Any] = {}
    if path.rpartition(".")[2] in _KEYED:
        return {word: value for word, value in given.items() if value is not None}
    for word, value in given.items():
        if value is not None:
            name = _argument(path, apart(word), value)
            found[name] = _inside(f"{path}.{name}", value, apart)
    return found


def _argument(path: str, word: str, value: Any) -> str:
    known = _arguments().get(f"{path}.{word}")
    if known is not None:
        return known
    blocks = isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)  # type: ignore[reportUnknownVariableType]
    return _singular(path, word) if blocks else word


@cache
def _singular(path: str, word: str) -> str:
    """The name of a block of which there are several."""
    for one in (*PLURALS, *(each.rpartition(".")[2] for each in sorted(LISTS))):
        if PLURALS.get(one, one if one.endswith("s") else f"{one}s") == word and f"{path}.{one}" in LISTS:
            return one
    return word if word in _SEVERAL else word.removesuffix("s")


def _inside(path: str, value: Any, apart: Callable[[str], str]) -> Any:
    if isinstance(value, Document):
        return value.data
    if isinstance(value, list):
        return [_inside(path, item, apart) for item in value]  # type: ignore[reportUnknownVariableType]
    return body_of(path, value, apart=apart) if isinstance(value, dict) else value  # type: ignore[reportUnknownArgumentType]
