"""What both languages must say alike: which rules a domain module holds, and what an event is made of."""

from __future__ import annotations

from tools.blueprint.plan.model import Route
from tools.blueprint.source.handlers import Handler, Told
from tools.blueprint.source.words import remark

OPERATIONS = frozenset({"create", "get", "list", "search", "update", "delete", "process", "health"})

STATUS = {
    "create": 201,
    "get": 200,
    "list": 200,
    "search": 200,
    "update": 200,
    "delete": 204,
    "process": 200,
    "health": 200,
}
"""What an operation answers when all is well."""


def wanted_rules(handler: Handler) -> set[str]:
    """The functions a domain module holds beside those of its events."""
    if handler.callings == ("door",):
        return set()
    found = {"process"} if handler.works or handler.operation == "process" or handler.table is None else set[str]()
    if handler.operation == "create" and handler.entity is not None:
        found.add("create")
    if handler.operation == "manage" and handler.table is not None:
        found |= {"create", "update"}
    if handler.operation == "update" and handler.table is not None:
        found.add("update")
    return found


def events_told(handler: Handler) -> list[Told]:
    """The declared events it tells, each type once."""
    found: dict[str, Told] = {}
    for told in handler.tells:
        if told.event is not None:
            found.setdefault(told.type, told)
    return list(found.values())


def conditions_of(handler: Handler) -> dict[str, Told]:
    """The rules that say whether something is told, by name."""
    found: dict[str, Told] = {}
    for told in handler.tells:
        if told.condition:
            found.setdefault(told.condition, told)
    return found


def percent(share: float) -> str:
    """A share as people say it: `5 in 100`, `2 in 1000`."""
    for whole in (100, 1000):
        if share * whole >= 1:
            return f"{round(share * whole)} in {whole}"
    return f"1 in {round(1 / share)}" if share > 0 else "none"


def own_key(handler: Handler) -> str:
    """What an entity's id is called among the keys of others: `orderId`."""
    name = handler.entity.name if handler.entity is not None else ""
    return f"{name[:1].lower()}{name[1:]}Id" if name else ""


def is_own_key(handler: Handler, name: str) -> bool:
    """Whether a part of a key is the id of the entity itself."""
    return name in ("id", own_key(handler))


def place_of(handler: Handler) -> dict[str, str]:
    """The key of an open connection in its table: each part, and `all` for what is not the connection itself."""
    assert handler.connections is not None
    names = [str(name) for name in handler.connections.extra[:2] if name]
    own = next((name for name in names if "connection" in name.lower()), names[-1])
    return {name: "" if name == own else "all" for name in names}


def value_of(handler: Handler, name: str) -> list[str]:
    """Where a field of an event is taken from: the result's field of the same name, or its id where that is meant."""
    own = own_key(handler)
    meant = name == own or (name.endswith("Id") and not own)
    return [name, "id"] if meant else [name]


def operation_of(handler: Handler, route: Route) -> str:
    """Which operation answers a route."""
    if route.entity is None and route.id.startswith("GetHealth"):
        return "health"
    if handler.table is None:
        return "create" if handler.operation == "create" and handler.entity is not None else "process"
    if handler.operation == "manage":
        return _managed(route)
    if handler.operation == "get" and route.method == "GET" and "{" not in route.path:
        return "list"
    return handler.operation if handler.operation in OPERATIONS else "process"


_WORDS = ("create", "update", "delete", "list", "get")


def _managed(route: Route) -> str:
    if route.method in ("Query", "Mutation"):
        return next((word for word in _WORDS if route.path.startswith(word)), "get")
    read = "get" if "{" in route.path else "list"
    methods = {"POST": "create", "GET": read, "PUT": "update", "PATCH": "update", "DELETE": "delete"}
    return methods.get(route.method, "get")


def seed_of(handler: Handler, operation: str, path: str, caller: str) -> dict[str, str]:
    """Key of the item a sample request is about; empty where none must be there, or where it is a number."""
    if handler.table is None or operation not in ("get", "update", "delete", "list"):
        return {}
    partition, sort = str(handler.table.extra[0]), str(handler.table.extra[1])
    numeric = handler.table.extra[2] if len(handler.table.extra) > 2 else ()
    named = {partition: caller if sort else path, **({sort: path} if sort else {})}
    return {} if any(name in numeric for name in named) else named


def is_once(handler: Handler) -> bool:
    """Whether it remembers what it has done."""
    return handler.once is not None and handler.store is not None


def guard_of(handler: Handler) -> str:
    """What the library is given so that a fact's whole work is done once."""
    return ", ONCE" if is_once(handler) and handler.guards != "telling" else ""


def words_of(handler: Handler) -> str:
    """What a handler does and who calls it, in a sentence or two."""
    said = remark(handler.words).rstrip(".")
    asked = [f"{route.method} {route.path}".strip() for route in handler.routes]
    by = (
        f"answers {', '.join(asked[:4])}"
        if asked
        else f"called by {', '.join(handler.callers)}"
        if handler.callers
        else ""
    )
    parts = [part for part in (said, by) if part]
    return (". ".join(part[:1].upper() + part[1:] for part in parts) or "Does one thing") + "."
