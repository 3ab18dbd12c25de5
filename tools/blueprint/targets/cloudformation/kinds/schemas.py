"""JSON schemas of what requests carry."""

from __future__ import annotations

from functools import cache

from tools.blueprint.targets.cloudformation.emitter import Node
from tools.design.events import EventField
from tools.design.requirements import Entity, FieldType
from tools.events import field_schema


def schema_of(entity: Entity) -> Node:
    """The JSON schema of a request that carries an entity."""
    return {"type": "object", "properties": {field.name: _schema_of_type(field.type) for field in entity.fields}}


@cache
def _schema_of_type(kind: FieldType) -> Node:
    schema = field_schema(EventField(name="field", type=kind))
    return {key: value for key, value in schema.items() if not key.startswith("x-")}
