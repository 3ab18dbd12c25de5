"""Events as JSON Schema 2020-12.

The schema is of the event as it is delivered: metadata in the manner of CloudEvents 1.0 around the `data`. A bus
carries it as the `detail` of its own envelope, a queue as the body, a topic as the message. Decisions taken here:

* Consumers are tolerant: what they do not know they ignore, so properties may be added without a new version. Producers
  are strict: `strict=True` is the schema they test against, in which nothing undeclared is allowed.
* A field that is not required is left out, never null.
* Money is an object of a decimal string and an ISO 4217 code: exact in every language, and never without its currency.
"""

from __future__ import annotations

from typing import Any

from tools.design.design import Design
from tools.design.events import Event, EventField, source_name
from tools.design.queries import Graph
from tools.design.requirements import FieldType

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_PLAIN: dict[FieldType, Schema] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "timestamp": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "uuid": {"type": "string", "format": "uuid"},
    "email": {"type": "string", "format": "email"},
    "url": {"type": "string", "format": "uri"},
}

AMOUNT = r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$"
CURRENCY = r"^[A-Z]{3}$"


def json_schema(event: Event, design: Design, *, strict: bool = False) -> Schema:
    """The schema of an event as its consumers receive it, or, `strict`, as its producer must send it."""
    data = _object(event.fields, strict)
    return {
        "$schema": DIALECT,
        "$id": schema_id(event, design),
        "title": event.name,
        **({"description": event.description} if event.description else {}),
        "type": "object",
        "properties": {**_metadata(event, design), "data": data},
        "required": ["specversion", "id", "source", "type", "version", "time", "correlationid", "data"],
        **({"additionalProperties": False} if strict else {}),
        "x-owner": event.owner,
        "x-consumers": Graph(design).consumers(event.name),
        "x-sensitivity": event.sensitivity,
        **({"x-key": list(event.key)} if event.key else {}),
    }


def schema_id(event: Event, design: Design) -> str:
    """The identifier of an event's schema, the same wherever the design is rendered."""
    return f"urn:cloudwright:{design.name}:event:{event.name}:{event.version}"


def field_schema(field: EventField, strict: bool = False) -> Schema:
    """The schema of one field's value."""
    schema: Schema = {**_typed(field, strict)}
    if field.description:
        schema["description"] = field.description
    if field.sensitive:
        schema["x-sensitive"] = True
    return schema


def _metadata(event: Event, design: Design) -> Schema:
    return {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1, "description": "The same whenever this occurrence is delivered."},
        "source": {"const": source_name(event, design.name)},
        "type": {"const": event.name},
        "version": {"const": event.version},
        "time": {"type": "string", "format": "date-time", "description": "When it occurred."},
        "correlationid": {"type": "string", "minLength": 1, "description": "Shared by all that one request caused."},
        "traceparent": {"type": "string", "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"},
    }


def _object(fields: tuple[EventField, ...], strict: bool) -> Schema:
    by_name = {field.name: field for field in fields}
    required = [name for name, field in by_name.items() if field.required]
    return {
        "type": "object",
        "properties": {name: field_schema(field, strict) for name, field in by_name.items()},
        **({"required": required} if required else {}),
        **({"additionalProperties": False} if strict else {}),
    }


def _typed(field: EventField, strict: bool) -> Schema:
    if field.type == "list":
        return {"type": "array", "items": _items(field, strict)}
    if field.type == "object":
        return _object(field.fields, strict) if field.fields else {"type": "object"}
    if field.type == "string" and field.choices:
        return {"type": "string", "enum": list(dict.fromkeys(field.choices))}
    return _plain(field.type, strict)


def _items(field: EventField, strict: bool) -> Schema:
    if field.fields:
        return _object(field.fields, strict)
    if field.items == "string" and field.choices:
        return {"type": "string", "enum": list(dict.fromkeys(field.choices))}
    return _plain(field.items or "string", strict)


def _plain(kind: FieldType, strict: bool) -> Schema:
    if kind == "money":
        return _money(strict)
    if kind in ("object", "list"):
        return {"type": "object" if kind == "object" else "array"}
    return dict(_PLAIN[kind])


def _money(strict: bool) -> Schema:
    return {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "pattern": AMOUNT},
            "currency": {"type": "string", "pattern": CURRENCY},
        },
        "required": ["amount", "currency"],
        **({"additionalProperties": False} if strict else {}),
    }
