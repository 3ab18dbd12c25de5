"""Ways into an API: which request starts what."""

from __future__ import annotations

import re
from functools import lru_cache

from tools.blueprint.plan.draft import Draft, granted
from tools.blueprint.plan.model import Action, Role, Route
from tools.blueprint.plan.names import pascal
from tools.blueprint.plan.values import Ref, arn
from tools.blueprint.plan.wiring.goals import SERVICES, permit
from tools.design.components import Api, Component, Function
from tools.design.design import Design
from tools.design.links import Link

_REQUEST = re.compile(r"^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY)\s+(/[A-Za-z0-9._~/{}:+-]*)$")
_FIELD = re.compile(r"^(Query|Mutation|Subscription)\.([A-Za-z][A-Za-z0-9_]*)$")
_SOCKET = re.compile(r"^[$A-Za-z][A-Za-z0-9_-]*$")
_PARAMETER = re.compile(r":([A-Za-z_][A-Za-z0-9_]*)")

_OPERATIONS = {
    "create": ("POST", "/{plural}"),
    "get": ("GET", "/{plural}/{{id}}"),
    "list": ("GET", "/{plural}"),
    "update": ("PUT", "/{plural}/{{id}}"),
    "delete": ("DELETE", "/{plural}/{{id}}"),
    "search": ("GET", "/{plural}/search"),
}

_FIELDS = {
    "create": ("Mutation", "create{entity}"),
    "get": ("Query", "get{entity}"),
    "list": ("Query", "list{entity}"),
    "update": ("Mutation", "update{entity}"),
    "delete": ("Mutation", "delete{entity}"),
    "search": ("Query", "search{entity}"),
}

_ACTIONS: dict[str, Action] = {
    "function": "invoke",
    "queue": "send",
    "topic": "publish",
    "bus": "emit",
    "stream": "record",
    "delivery-stream": "record",
    "workflow": "start",
    "table": "put",
    "bucket": "put",
    "container": "forward",
    "load-balancer": "forward",
    "external": "forward",
}

_LIMITED = {"websocket": frozenset({"function"}), "graphql": frozenset({"function", "table", "bus"})}
"""What the styles of API reach that do not reach all of these."""

_DELIVERED = frozenset({"send", "publish", "emit", "record", "start", "run", "put", "get"})

_MOST_WORD = 64
"""Letters of a collection in a path: one that goes on for ever is no name, and YAML reads no key of over 1,024."""


def wire_api(draft: Draft, link: Link) -> None:
    """Gives an API its routes to one target, and the permission each needs."""
    api, target = draft.graph[link.source], draft.graph[link.target]
    assert isinstance(api, Api)
    if target.name == api.authorizer and not link.matches:
        return  # Asked who may come in; no request is answered by it.
    action = _action(api, link, target)
    if action is None:
        draft.notes.append(
            f"{api.name} has no way to reach {target.name} ({target.kind}): put a function between them."
        )
        return
    delivered = action in _DELIVERED or api.style == "graphql"
    role = _role(draft, link, target) if delivered else None
    if delivered and role is None:
        draft.notes.append(f"{api.name} cannot reach {target.name} by itself: put a function between them.")
        return
    for method, path in _ways(draft, api, link, target):
        _add_route(draft, api, target, method, path, action, role, link)
    if action == "invoke" and api.style != "graphql":  # which invokes under a role of its own
        permit(draft, target.name, "route", arn("execute-api", Ref(api.name, "id"), "/*"), draft.ids[api.name])


def wire_authorizers(draft: Draft) -> None:
    """Lets APIs ask the functions that know who may come in."""
    for api in draft.graph.all(Api):
        if api.auth == "function" and api.authorizer is not None:
            graph = api.style == "graphql"
            where = Ref(api.name) if graph else arn("execute-api", Ref(api.name, "id"), _ASKED_FOR[api.style])
            permit(draft, api.authorizer, "graph" if graph else "authorizer", where, f"{draft.ids[api.name]}Door")


_ASKED_FOR = {"websocket": "/*", "http": "/authorizers/*", "rest": "/authorizers/*"}
"""On whose behalf an API asks, below its ARN."""


def _action(api: Api, link: Link, target: Component) -> Action | None:
    if target.kind not in _LIMITED.get(api.style, _ACTIONS):
        return None
    if target.kind == "workflow" and target.synchronous:
        return "run"
    if target.kind == "table" and link.kind == "read":
        return "get"
    if target.kind == "container" and (target.mode == "job" or target.platform != "managed"):
        return None
    return _ACTIONS[target.kind]


def _role(draft: Draft, link: Link, target: Component) -> str | None:
    statements = granted("api", "deliver", target)
    if statements is None:
        return None
    identity = f"{draft.ids[link.source]}To{draft.ids[target.name]}Role"
    service = (
        "appsync.amazonaws.com" if getattr(draft.graph[link.source], "style", "") == "graphql" else SERVICES["api"]
    )
    return draft.add_role(Role(identity, link.source, target.name, service, statements))


def _ways(draft: Draft, api: Api, link: Link, target: Component) -> list[tuple[str, str]]:
    read = {"graphql": _graphql_field, "websocket": _socket_key}.get(api.style, _request)
    found: list[tuple[str, str]] = []
    for text in link.matches:
        way = read(text)
        if way is not None:
            found.append(way)
        else:
            draft.notes.append(f"{api.name}: '{text}' is no route of a {api.style} API and was left out.")
    return found or _derived(draft, api, target)


@lru_cache(maxsize=1024)
def _request(text: str) -> tuple[str, str] | None:
    match = _REQUEST.match(text.strip())
    if match is None:
        return None
    path = _PARAMETER.sub(r"{\1}", match[2])
    return (match[1], path.rstrip("/") or "/") if _balanced(path) else None


def _balanced(path: str) -> bool:
    return all(
        re.fullmatch(r"\{[A-Za-z0-9_-]+\+?\}", part) is not None or not set(part) & set("{}:+")
        for part in path.split("/")
    )


def _graphql_field(text: str) -> tuple[str, str] | None:
    match = _FIELD.match(text.strip())
    return (match[1], match[2]) if match else None


def _socket_key(text: str) -> tuple[str, str] | None:
    return ("", text.strip()) if _SOCKET.match(text.strip()) else None


def _derived(draft: Draft, api: Api, target: Component) -> list[tuple[str, str]]:
    entity, operation = getattr(target, "entity", None), getattr(target, "operation", "process")
    if api.style == "websocket":
        return [("", "$connect"), ("", "$disconnect"), ("", "$default")]
    if api.style == "graphql":
        return _fields(entity, operation, target.name)
    operations = _MANAGED if operation == "manage" else (operation,)
    if entity is not None and operations[0] in _OPERATIONS:
        plural = plural_of(draft.design, entity)
        ways = (_OPERATIONS[each] for each in operations)
        return [(method, pattern.format(plural=plural)) for method, pattern in ways]
    return [("ANY", "/{proxy+}") if target.kind in ("container", "load-balancer") else ("POST", f"/{target.name}")]


_MANAGED = ("create", "get", "list", "update", "delete")


def _fields(entity: str | None, operation: str, name: str) -> list[tuple[str, str]]:
    operations = _MANAGED if operation == "manage" else (operation,)
    if entity is None or operations[0] not in _FIELDS:
        return [("Mutation", _lower_first(pascal(name)))]
    return [(kind, pattern.format(entity=entity)) for kind, pattern in (_FIELDS[each] for each in operations)]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def plural_of(design: Design, entity: str) -> str:
    """The word for many of an entity, as paths and tables use it: `orders`."""
    for known in design.requirements.entities:
        if known.name == entity:
            word = re.sub(r"[^a-z0-9]+", "-", known.plural.lower()).strip("-")[:_MOST_WORD].rstrip("-")
            return word or f"{entity.lower()}s"
    return entity.lower() if entity.islower() else f"{entity.lower()}s"


def _add_route(
    draft: Draft, api: Api, target: Component, method: str, path: str, action: Action, role: str | None, link: Link
) -> None:
    shape = _shape(path)
    same = next((r for r in draft.routes if r.api == api.name and r.method == method and _shape(r.path) == shape), None)
    if same is not None:
        if same.target != target.name:
            draft.notes.append(
                f"{api.name}: {method} {path} already goes to {same.target}; {target.name} was left out."
            )
        return
    entity = target.entity if isinstance(target, Function) and method in ("POST", "PUT", "PATCH", "Mutation") else None
    identity = draft.free_id(route_id(method, path), f"On{draft.ids[api.name]}")
    opens = api.auth in ("none", "signature") or method == "OPTIONS"
    event = link.events[0] if len(link.events) == 1 and action != "invoke" else None
    draft.routes.append(Route(identity, api.name, method, path, target.name, action, role, opens, entity, event))


@lru_cache(maxsize=1024)
def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


@lru_cache(maxsize=1024)
def route_id(method: str, path: str) -> str:
    """`POST /orders/{id}` as `PostOrdersId`."""
    words = re.findall(r"[A-Za-z0-9]+", path)
    return method.capitalize() + "".join(word[:1].upper() + word[1:] for word in words)
