"""Records: the typed shapes that code takes in and gives out, from the fields of events and entities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tools.design.events import EventField
from tools.design.requirements import EntityField, FieldType


@dataclass(frozen=True, slots=True)
class Shape:
    """One field of a record."""

    name: str
    type: FieldType | Literal["any"]
    required: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple[Shape, ...] = ()
    """Members of an object, or of each object of a list."""
    items: FieldType | None = None
    """Type of the items of a list of plain values."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A typed shape. An open one keeps, beside its fields, whatever else it was given."""

    name: str
    words: str
    fields: tuple[Shape, ...]
    is_open: bool = False


def fields_of(fields: tuple[EntityField, ...] | tuple[EventField, ...]) -> tuple[Shape, ...]:
    """Fields of an event or an entity as those of a record, each name once."""
    found: dict[str, Shape] = {}
    for field in fields:
        found.setdefault(field.name, _shape(field))
    return tuple(found.values())


def _shape(field: EntityField | EventField) -> Shape:
    if isinstance(field, EntityField):
        return Shape(field.name, field.type)
    inner = fields_of(field.fields)
    return Shape(field.name, field.type, field.required, field.choices, inner, field.items, field.description)


def optional(fields: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The same fields, none of which must be there."""
    return tuple(replace(field, required=False, fields=optional(field.fields)) for field in fields)


def joined_fields(*groups: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The fields of several groups; of two with one name but other types, one that takes anything."""
    found: dict[str, Shape] = {}
    for field in (field for group in groups for field in group):
        known = found.get(field.name)
        if known is None:
            found[field.name] = replace(field, choices=(), words="")
        elif (known.type, known.fields, known.items) != (field.type, field.fields, field.items):
            found.pop(field.name)
            found[field.name] = Shape(field.name, "any")
    return tuple(found.values())
