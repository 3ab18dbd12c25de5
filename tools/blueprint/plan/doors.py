"""What every language says alike about front doors: access logs, CORS, bodies of requests, names of events."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tools.blueprint.plan.model import Plan, Route
from tools.design.components import Api
from tools.design.events import EventField, source_name
from tools.design.requirements import Entity, FieldType
from tools.events import field_schema

_LOGGED = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "status": "$context.status",
    "bytes": "$context.responseLength",
}

_LOGGED_OF_REQUESTS = {
    "method": "$context.httpMethod",
    "path": "$context.path",
    "latencyMs": "$context.responseLatency",
    "integrationError": "$context.integrationErrorMessage",
    "principal": "$context.authorizer.principalId",
}

_LOGGED_OF_SOCKETS = {
    "route": "$context.routeKey",
    "event": "$context.eventType",
    "connectionId": "$context.connectionId",
    "integrationError": "$context.integrationErrorMessage",
}

TOKENS = "Tokens"
"""Name of the authoriser that checks tokens."""

ASKED = "Asked"
"""Name of the authoriser that asks a function."""

CORS_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CORS_HEADERS = ("authorization", "content-type", "x-correlation-id")
CORS_SECONDS = 600
ASKED_AGAIN_S = 300
"""How long the answer of a function that knows who may come in is believed."""

MAX_DEPTH = 10
"""Depth of a GraphQL query, at most."""


def access_line(style: str) -> str:
    """One JSON line for each request."""
    return json.dumps({**_LOGGED, **(_LOGGED_OF_SOCKETS if style == "websocket" else _LOGGED_OF_REQUESTS)})


def is_guarded(plan: Plan, api: str) -> bool:
    """Whether callers of an API must say who they are, unless a route is open."""
    component = plan.graph[api]
    return isinstance(component, Api) and component.auth in ("jwt", "iam", "function")


def event_identity(plan: Plan, route: Route) -> tuple[str, str]:
    """Source and type of the event a route publishes: of the declared one, else of the route itself."""
    declared = {event.name: event for event in plan.design.events}
    event = declared.get(route.event or "")
    system = plan.design.name
    return (source_name(event, system), event.name) if event else (f"{system}.{route.api}", route.id)


def models_of(plan: Plan, api: Api) -> dict[str, Any]:
    """JSON schemas of the entities whose fields the requests of an API carry."""
    if not api.validates_requests:
        return {}
    wanted = {route.entity for route in plan.wiring.routes if route.api == api.name}
    entities = plan.design.requirements.entities
    return {entity.name: schema_of(entity) for entity in entities if entity.name in wanted and entity.fields}


def schema_of(entity: Entity) -> dict[str, Any]:
    """The JSON schema of a request that carries an entity."""
    return {"type": "object", "properties": {field.name: _schema_of_type(field.type) for field in entity.fields}}


@cache
def _schema_of_type(kind: FieldType) -> dict[str, Any]:
    schema = field_schema(EventField(name="field", type=kind))
    return {key: value for key, value in schema.items() if not key.startswith("x-")}
