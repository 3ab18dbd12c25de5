"""APIs as OpenAPI 3.1: what a client may send, and what it gets back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tools.design.components import Api, Component, Function
from tools.design.design import Design
from tools.design.events import EventField
from tools.design.queries import Graph
from tools.design.requirements import Entity
from tools.events.schema import Schema, field_schema

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
ANY = ("GET", "POST", "PUT", "PATCH", "DELETE")
_REQUEST = re.compile(r"(ANY|" + "|".join(METHODS) + r")\s+(/[A-Za-z0-9._~/{}+-]*)")
_PARAMETER = re.compile(r"\{([A-Za-z0-9_-]+)\+?\}")

_SECURITY: dict[str, Schema] = {
    "jwt": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "iam": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "AWS Signature Version 4"},
    "api-key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
    "function": {"type": "apiKey", "in": "header", "name": "Authorization"},
    "signature": {"type": "apiKey", "in": "header", "name": "x-signature", "description": "Signature of the body"},
    "mutual-tls": {"type": "mutualTLS"},
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One request that an API answers, and the component that does."""

    method: str
    """`GET`, or `ANY` for each of the usual ones."""
    path: str
    """With parameters in braces: `/orders/{id}`, `/files/{path+}`."""
    component: str


def operations_of(design: Design, api: Api) -> tuple[Operation, ...]:
    """The requests that the links of an API name; the first where two are alike."""
    found: dict[tuple[str, str], Operation] = {}
    for link in Graph(design).outgoing(api.name):
        for match in (_REQUEST.fullmatch(text.strip()) for text in link.matches):
            if match is not None:
                key = (match[1], _PARAMETER.sub("{}", match[2]))
                found.setdefault(key, Operation(match[1], match[2], link.target))
    return tuple(found.values())


def openapi(design: Design, api: Api, operations: Iterable[Operation] | None = None) -> dict[str, Any]:
    """The OpenAPI 3.1 document of an HTTP API: the operations given, or those its links name.

    Raises ValueError for websocket and GraphQL APIs, which OpenAPI cannot describe.
    """
    if api.style not in ("http", "rest"):
        raise ValueError(f"'{api.name}' is a {api.style} API, which OpenAPI cannot describe")
    given = operations_of(design, api) if operations is None else tuple(operations)
    writer = _Writer(design, api)
    paths = writer.paths(given)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{design.title}: {api.title or api.name}",
            "version": "1.0.0",
            **({"description": api.description} if api.description else {}),
        },
        "paths": paths,
        "components": writer.components(),
        **({"security": [{api.auth: []}]} if api.auth in _SECURITY else {}),
    }


class _Writer:
    """Writes the operations of one API, and remembers what they share."""

    def __init__(self, design: Design, api: Api) -> None:
        self._api = api
        self._graph = Graph(design)
        self._entities = {entity.name: entity for entity in design.requirements.entities}
        self._used: dict[str, Entity] = {}
        self._ids: set[str] = set()

    def paths(self, operations: Iterable[Operation]) -> Schema:
        found: dict[str, Schema] = {}
        alike: dict[str, str] = {}
        for operation in operations:
            # Paths that differ only in the names of their parameters are one: the first names them.
            path = alike.setdefault(_PARAMETER.sub("{}", operation.path), _PARAMETER.sub(r"{\1}", operation.path))
            item = found.setdefault(path, _parameters(path))
            for method in ANY if operation.method == "ANY" else (operation.method,):
                item.setdefault(method.lower(), self._operation(method, path, self._graph[operation.component]))
        return found

    def components(self) -> Schema:
        message = {"type": "string", "description": "What went wrong, in words."}
        schemas: Schema = {name: _entity_schema(entity) for name, entity in self._used.items()}
        schemas["Error"] = {"type": "object", "properties": {"message": message}, "required": ["message"]}
        security = {self._api.auth: _SECURITY[self._api.auth]} if self._api.auth in _SECURITY else {}
        return {"schemas": schemas, **({"securitySchemes": security} if security else {})}

    def _operation(self, method: str, path: str, component: Component) -> Schema:
        entity = self._entity(component)
        summary = component.title or component.description
        return {
            "operationId": self._id(method, path),
            **({"summary": summary} if summary else {}),
            **({"tags": [component.group]} if component.group else {}),
            **(_body(entity) if method in ("POST", "PUT", "PATCH") else {}),
            "responses": self._responses(method, path, component, entity),
        }

    def _entity(self, component: Component) -> str:
        name = component.entity if isinstance(component, Function) else None
        if name is None or name not in self._entities:
            return ""
        self._used[name] = self._entities[name]
        return name

    def _id(self, method: str, path: str) -> str:
        words = [word for part in path.split("/") for word in re.findall(r"[A-Za-z0-9]+", part)]
        wanted = method.lower() + "".join(word[:1].upper() + word[1:] for word in words)
        name, number = wanted, 1
        while name in self._ids:
            number += 1
            name = f"{wanted}{number}"
        self._ids.add(name)
        return name

    def _responses(self, method: str, path: str, component: Component, entity: str) -> Schema:
        found: Schema = dict([_success(method, path, component, entity)])
        if method in ("POST", "PUT", "PATCH"):
            found["400"] = _failure("The request does not fit the schema")
        if self._api.auth in _SECURITY:
            found["401"] = _failure("Nobody is signed in")
            found["403"] = _failure("Whoever is signed in may not do this")
        if "{" in path:
            found["404"] = _failure("There is no such thing")
        return {**found, "429": _failure("Too many requests"), "500": _failure("Something failed on our side")}


def _parameters(path: str) -> Schema:
    names = dict.fromkeys(_PARAMETER.findall(path))
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    return {"parameters": parameters} if parameters else {}


def _body(entity: str) -> Schema:
    return {"requestBody": {"required": True, "content": _json(_reference(entity))}}


def _success(method: str, path: str, component: Component, entity: str) -> tuple[str, Schema]:
    """Status and description of the answer when all goes well."""
    if not isinstance(component, Function) and method != "GET":
        return "202", {"description": "Accepted; it is worked on later"}
    if method == "DELETE":
        return "204", {"description": "Deleted"}
    if method == "HEAD" or method == "OPTIONS":
        return "200", {"description": "Answered"}
    status = "201" if method == "POST" and getattr(component, "operation", "") in ("create", "manage") else "200"
    several = method == "GET" and not path.endswith("}")
    schema = _page(entity) if several and entity else _reference(entity)
    return status, {"description": "Created" if status == "201" else "Answered", "content": _json(schema)}


def _page(entity: str) -> Schema:
    items = {"type": "array", "items": _reference(entity)}
    following = {"type": "string", "description": "Where the next page begins; absent on the last."}
    return {"type": "object", "properties": {"items": items, "next": following}, "required": ["items"]}


def _reference(entity: str) -> Schema:
    return {"$ref": f"#/components/schemas/{entity}"} if entity else {"type": "object"}


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _failure(text: str) -> Schema:
    return {"description": text, "content": _json({"$ref": "#/components/schemas/Error"})}


def _entity_schema(entity: Entity) -> Schema:
    return {"type": "object", "properties": dict(_properties(entity))}


def _properties(entity: Entity) -> Iterator[tuple[str, Schema]]:
    for field in entity.fields:
        yield field.name, field_schema(EventField(name=field.name, type=field.type, sensitive=field.sensitive))
