"""JSON schemas of what requests carry."""

from __future__ import annotations

from tools.blueprint.targets.sam.emitter import Node
from tools.blueprint.targets.sam.template import Properties
from tools.design.events import EventField
from tools.design.requirements import Entity
from tools.events import field_schema


def schema_of(entity: Entity) -> Node:
    """The JSON schema of a request that carries an entity."""
    fields: Properties = {f.name: _plain(field_schema(EventField(name=f.name, type=f.type))) for f in entity.fields}
    return {"type": "object", "properties": fields}


def _plain(schema: dict[str, Node]) -> Node:
    return {key: value for key, value in schema.items() if not key.startswith("x-")}
