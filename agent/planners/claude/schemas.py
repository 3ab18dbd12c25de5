"""Schemas of tool inputs: the full ones that inputs are held against, and the strict ones that the model is given.

Strict tools take a part of JSON Schema: closed objects all of whose fields are required, `anyOf`, `enum`, arrays. What
they do not take (lengths, bounds, patterns) is said in descriptions and held by us.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from agent.planners.claude.shapes import OpenShapeError, Shape, fields_of
from tools.design.base import Model
from tools.design.plaintext import revealed

Schema = dict[str, Any]
"""JSON Schema, never mutated."""

_UNSUPPORTED: dict[str, str] = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "pattern": "matches {}",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
}
"""Keywords that strict schemas do not take, and how a description says them."""

_KEYWORD = {
    "ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum",
    "min_length": "minLength", "max_length": "maxLength", "pattern": "pattern",
}  # fmt: skip
_TYPE = {"text": "string", "whole": "integer", "number": "number", "flag": "boolean"}

LONGEST_TEXT, LONGEST_LIST = 1000, 40
"""Characters of a text and items of a list, where nothing else is said: no field of a language is without an end."""


def text(about: str = "", *, most: int = LONGEST_TEXT, least: int = 0) -> Schema:
    """A text of a bounded length."""
    return _described({"type": "string", "maxLength": most} | ({"minLength": least} if least else {}), about)


def flag(about: str = "") -> Schema:
    """Yes or no."""
    return _described({"type": "boolean"}, about)


def whole(about: str = "", *, least: int = 0, most: int = 1_000_000) -> Schema:
    """A whole number within bounds."""
    return _described({"type": "integer", "minimum": least, "maximum": most}, about)


def choice(values: Iterable[str], about: str = "") -> Schema:
    """One of these words."""
    return _described({"type": "string", "enum": list(values)}, about)


def many(item: Schema, about: str = "", *, most: int = LONGEST_LIST, least: int = 0) -> Schema:
    """A list of bounded length."""
    found = {"type": "array", "items": item, "maxItems": most} | ({"minItems": least} if least else {})
    return _described(found, about)


def record(about: str = "", /, **fields: Schema) -> Schema:
    """A closed object that has all of these fields. A name's trailing underscore is not a part of it."""
    named = {name.rstrip("_"): schema for name, schema in fields.items()}
    found = {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}
    return _described(found, about)


def either(*members: Schema, about: str = "") -> Schema:
    """One of several."""
    return _described({"anyOf": list(members)}, about)


def of_model(model: type[Model], about: str = "", *, within: tuple[type[Model], ...] = ()) -> Schema:
    """A model of the language, field by field. Raises OpenShapeError, for one that holds itself too."""
    if model in within:
        raise OpenShapeError(f"{model.__name__} holds itself")
    inside = (*within, model)
    return record(about, **{name: of_shape(shape, inside) for name, shape in fields_of(model).items()})


def of_shape(shape: Shape, within: tuple[type[Model], ...] = ()) -> Schema:
    """A type of the language."""
    found: Schema
    if shape.sort == "again":
        raise OpenShapeError("a type that holds itself")
    if shape.sort == "list":
        found = many(of_shape(shape.inner[0], within)) | _bounds(shape, "Items")
    elif shape.sort == "either":
        found = either(*(of_shape(inner, within) for inner in shape.inner))
    elif shape.model is not None:
        found = of_model(shape.model, within=within)
    elif shape.sort == "choice":
        found = choice(shape.choices)
    else:
        found = ({"maxLength": LONGEST_TEXT} if shape.sort == "text" else {}) | {"type": _TYPE[shape.sort]}
        found = found | _bounds(shape, "Length")
    return either(found, {"type": "null"}) if shape.nullable else found


def _bounds(shape: Shape, unit: str) -> Schema:
    return {_KEYWORD[name].replace("Length", unit): value for name, value in shape.bounds}


def _described(schema: Schema, about: str) -> Schema:
    return {**schema, "description": about} if about else schema


def strict(schema: Schema) -> dict[str, Any]:
    """The schema as strict tools take it: what they do not take is said in the description."""
    said = [
        words.format(_shown(schema[name])) for name, words in _UNSUPPORTED.items() if _is_worth_saying(name, schema)
    ]
    about = schema.get("description", "")
    about = f"{about} ({', '.join(said)})".lstrip() if said else about
    found: dict[str, Any] = {
        name: schema[name] for name in ("type", "enum", "required", "additionalProperties") if name in schema
    }
    if about:
        found["description"] = about
    if "properties" in schema:
        found["properties"] = {name: strict(inner) for name, inner in schema["properties"].items()}
    if "items" in schema:
        found["items"] = strict(schema["items"])
    if "anyOf" in schema:
        found["anyOf"] = [strict(member) for member in schema["anyOf"]]
    return found


def _is_worth_saying(name: str, schema: Schema) -> bool:
    """Generous ends that no sane value meets are held without a word."""
    return name in schema and not (
        (name == "maxLength" and schema[name] >= LONGEST_TEXT) or (name == "maximum" and schema[name] >= 1_000_000)
    )


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def flaw(schema: Schema, value: Any, path: str = "") -> str:
    """What is wrong with a value first, and where; empty where it is what the schema says."""
    return next(_flaws(schema, value, path), "")


def _flaws(schema: Schema, value: Any, path: str) -> Iterator[str]:
    where = path or "the input"
    if "anyOf" in schema:
        yield from _flaws_of_all(schema["anyOf"], value, path)
        return
    if not _is_of_type(schema["type"], value):
        yield f"{where}: must be {_ARTICLES[schema['type']]}, got {_kind_of(value)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: must be one of {', '.join(schema['enum'])}; got {short(value)}"
    yield from (f"{where}: must be {words}" for words in _broken_bounds(schema, value))
    if isinstance(value, list):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from _flaws(schema["items"], item, f"{path}[{index}]")
    if isinstance(value, Mapping):
        yield from _flaws_of_record(schema, cast("Mapping[str, Any]", value), path)


def _flaws_of_all(members: list[Schema], value: Any, path: str) -> Iterator[str]:
    """None where a member fits; else the flaws of the member that is meant: of the value's type, with its tag."""
    meant = [member for member in members if _is_meant(member, value)]
    found = [flaw(member, value, path) for member in meant]
    if not found:
        kinds = ", ".join(_ARTICLES[member["type"]] for member in members)
        yield f"{path or 'the input'}: must be one of: {kinds}; got {_kind_of(value)}"
    elif all(found):
        yield found[0]


def _is_meant(member: Schema, value: Any) -> bool:
    if not _is_of_type(member["type"], value):
        return False
    tags = {
        name: inner["enum"] for name, inner in member.get("properties", {}).items() if len(inner.get("enum", ())) == 1
    }
    return all(value.get(name, tag[0]) in tag for name, tag in tags.items())


def _flaws_of_record(schema: Schema, value: Mapping[str, Any], path: str) -> Iterator[str]:
    fields: Mapping[str, Schema] = schema["properties"]
    for name in value:
        if name not in fields:
            yield f"{path or 'the input'}: there is no field {short(name)}; there is: {', '.join(fields)}"
    for name, inner in fields.items():
        here = f"{path}.{name}" if path else name
        if name in value:
            yield from _flaws(inner, value[name], here)
        else:
            yield f"{here}: is needed and missing"


def _is_of_type(name: str, value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match name:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return is_number and abs(value) < 2**63 and int(value) == value
        case "number":
            return is_number and abs(value) < float("inf")
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, Mapping)
        case _:
            return value is None


def _broken_bounds(schema: Schema, value: Any) -> Iterator[str]:
    for name, words in _UNSUPPORTED.items():
        if name in schema and not _is_within(name, value, schema[name]):
            yield words.format(_shown(schema[name]))


def _is_within(name: str, value: Any, bound: Any) -> bool:
    match name:
        case "minLength" | "minItems":
            return len(value) >= bound
        case "maxLength" | "maxItems":
            return len(value) <= bound
        case "pattern":
            return re.search(bound, value) is not None
        case "minimum":
            return value >= bound
        case "exclusiveMinimum":
            return value > bound
        case "maximum":
            return value <= bound
        case _:
            return value < bound


_ARTICLES = {
    "string": "a text", "boolean": "true or false", "integer": "a whole number", "number": "a number",
    "array": "a list", "object": "an object", "null": "null",
}  # fmt: skip


def _kind_of(value: Any) -> str:
    kinds: tuple[tuple[Any, str], ...] = (
        (bool, "boolean"), (str, "string"), (int | float, "number"), (list, "array"), (Mapping, "object"),
    )  # fmt: skip
    return _ARTICLES[next((name for kind, name in kinds if isinstance(value, kind)), "null")]


def short(value: Any, most: int = 60) -> str:
    """A value of anybody's in a message: one line, nothing hidden, not too long."""
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 2**63):
        return str(value)
    if not isinstance(value, str):
        return _kind_of(value)
    shown = revealed(value[:most])
    return f"'{shown}'" if len(value) <= most and len(shown) <= most else f"'{shown[: most - 1]}…'"
