"""GraphQL APIs: their schema, and the code of their resolvers."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tools.blueprint.plan.doors import event_identity
from tools.blueprint.plan.model import Plan, Route
from tools.design.requirements import Entity, FieldType

_SCALARS: dict[FieldType, str] = {
    "string": "String",
    "integer": "Int",
    "number": "Float",
    "boolean": "Boolean",
    "timestamp": "AWSDateTime",
    "date": "AWSDate",
    "uuid": "ID",
    "email": "AWSEmail",
    "url": "AWSURL",
    "money": "AWSJSON",
    "object": "AWSJSON",
    "list": "AWSJSON",
}

_INVOKE = """\
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  return { operation: 'Invoke', payload: { field: ctx.info.fieldName, arguments: ctx.args, identity: ctx.identity } };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
"""

_GET = """\
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ %s: ctx.args.id }) };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
"""

_PUT = """\
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  const item = { ...ctx.args.input, %s: util.autoId() };
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ %s: item.%s }),
    attributeValues: util.dynamodb.toMapValues(item),
  };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
"""

_EMIT = """\
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  const detail = { id: util.autoId(), time: util.time.nowISO8601(), data: ctx.args.input };
  return { operation: 'PutEvents', events: [{ source: %s, detailType: %s, detail }] };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return { accepted: true };
}
"""


def schema_text(plan: Plan, routes: Sequence[Route]) -> str:
    """The schema of an API: a type for each entity the fields are about, and the fields themselves."""
    entities = {entity.name: entity for entity in plan.design.requirements.entities}
    about = {route.id: _entity_of(plan, route, entities) for route in routes}
    used = {entity.name: entity for entity in about.values() if entity is not None}
    parts = [part for entity in used.values() for part in _types(entity)]
    parts.append("type Accepted {\n  accepted: Boolean!\n}")
    fields: dict[str, list[str]] = {"Query": []}
    for route in routes:
        fields.setdefault(route.method, []).append(f"  {_field(route, about[route.id])}")
    if not fields["Query"]:
        fields["Query"] = ["  health: Boolean"]
    parts += [f"type {kind} {{\n" + "\n".join(lines) + "\n}" for kind, lines in fields.items()]
    return "\n\n".join(parts) + "\n"


def _entity_of(plan: Plan, route: Route, entities: dict[str, Entity]) -> Entity | None:
    name = getattr(plan.graph[route.target], "entity", None)
    return entities.get(name) if name else None


def _types(entity: Entity) -> list[str]:
    own = [f for f in entity.fields if f.name != "id"]
    lines = "\n".join(f"  {f.name}: {_SCALARS[f.type]}" for f in own)
    given = lines or "  note: String"
    return [
        f"type {entity.name} {{\n  id: ID!" + (f"\n{lines}" if lines else "") + "\n}",
        f"input {entity.name}Input {{\n{given}\n}}",
    ]


def _field(route: Route, entity: Entity | None) -> str:
    lists = route.path.startswith(("list", "search"))
    result = f"[{entity.name}!]" if entity and lists else entity.name if entity else "AWSJSON"
    if route.action == "emit":
        return f"{route.path}(input: {entity.name + 'Input' if entity else 'AWSJSON'}!): Accepted"
    if route.method == "Query":
        return f"{route.path}(limit: Int, nextToken: String): {result}" if lists else f"{route.path}(id: ID!): {result}"
    if route.path.startswith("delete"):
        return f"{route.path}(id: ID!): {result}"
    given = f"{entity.name}Input" if entity else "AWSJSON"
    return f"{route.path}({'id: ID!, ' if route.path.startswith('update') else ''}input: {given}!): {result}"


def resolver_code(plan: Plan, route: Route) -> str:
    """The code that turns a field into a request to its data source."""
    match route.action:
        case "get":
            return _GET % _key(plan, route)
        case "put":
            key = _key(plan, route)
            return _PUT % (key, key, key)
        case "emit":
            source, kind = event_identity(plan, route)
            return _EMIT % (json.dumps(source), json.dumps(kind))
        case _:
            return _INVOKE


def _key(plan: Plan, route: Route) -> str:
    return str(getattr(plan.graph[route.target], "partition_key", "id"))
