"""From a handler to the program that printers print: every decision that all built languages must agree on."""

from __future__ import annotations

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.handlers import Calling, Handler, Told
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.program import (
    Condition,
    Effects,
    Made,
    Operation,
    Place,
    Program,
    Projection,
    Remembered,
    SocketVerb,
    Tell,
    Verb,
)
from tools.blueprint.source.records import Record, Shape, fields_of, joined_fields, optional
from tools.blueprint.source.wording import (
    OPERATIONS,
    conditions_of,
    events_told,
    is_once,
    is_own_key,
    operation_of,
    percent,
    place_of,
    value_of,
    wanted_rules,
    words_of,
)
from tools.blueprint.source.words import camel, remark, snake
from tools.design.components import Bucket, Schedule, Table


def program_of(plan: Plan, handler: Handler) -> Program:
    """The program of a handler. Handlers at the edge have none: they are a module by themselves."""
    rules = tuple(
        rule
        for rule in ("create", "update", "process", "allow")
        if rule in wanted_rules(handler) or (rule == "allow" and "door" in handler.callings)
    )
    works = handler.works and handler.callings not in (("door",), ("transform",))
    asked, routes, fields = _routes(handler)
    takes = _takes(plan, handler)
    told = [optional(fields_of(t.event.fields)) for t in events_told(handler) if t.event is not None]
    given = _given(handler)
    clients = _clients(handler)
    modules = {made.client.module for made in clients} | _modules(handler)
    return Program(
        handler=handler,
        words=words_of(handler),
        callings=handler.callings,
        clients=clients,
        once=_once(handler),
        guards_work=is_once(handler) and handler.guards != "telling",
        given=given,
        stored=_stored(handler, told) if "create" in rules else None,
        takes=takes,
        result=_result(takes, told, handler) if "process" in rules else None,
        projections=tuple(_projection(handler, t) for t in events_told(handler)),
        conditions=tuple(_condition(name, t) for name, t in conditions_of(handler).items()),
        rules=rules,
        works=works,
        work=_effects(handler, guarded=handler.guards == "telling"),
        asks=handler.asks,
        operations=tuple(_operation(handler, verb, given, works) for verb in asked),
        routes=routes,
        fields=fields,
        keys=_keys(handler) if "socket" in handler.callings else (),
        place=tuple(place_of(handler).items()) if handler.connections is not None else (),
        secret=next((client for client in handler.holds if client.type == "Secret"), None),
        modules=tuple(sorted(modules)),
    )


_BY_CALLING: dict[Calling, tuple[str, ...]] = {
    "api": ("api",),
    "graph": ("api", "triggers"),
    "socket": ("api", "triggers"),
    "transform": ("api", "triggers"),
    "door": ("api", "triggers"),
}


def _modules(handler: Handler) -> set[str]:
    found = {module for calling in handler.callings for module in _BY_CALLING.get(calling, ())}
    return found | ({"people"} if handler.keeps_people else set())


def _clients(handler: Handler) -> tuple[Made, ...]:
    known = (handler.table, handler.connections, handler.socket, *handler.asks, *handler.keeps, *handler.holds)
    clients: dict[str, Client] = {}
    for client in (*known, *(told.client for told in handler.tells)):
        if client is not None:
            clients.setdefault(client.component, client)
    sources = {told.client.component: told.source for told in handler.tells}
    return tuple(Made(c, _extra(c, sources.get(c.component, ""))) for c in clients.values())


def _extra(client: Client, source: str) -> tuple[str | tuple[str, ...], ...]:
    return (source,) if client.sourced else client.extra


def _once(handler: Handler) -> Remembered | None:
    if handler.once is None or handler.store is None:
        return None
    store = handler.store
    return Remembered(handler.name, handler.once, store.partition_key, store.ttl_attribute or "expiresAt")


def _takes(plan: Plan, handler: Handler) -> Record | None:
    """The record of the facts, where all that reach the handler are of one declared type."""
    if handler.consumed is None or not handler.works:
        return None
    senders = [plan.graph[name] for name in handler.callers]
    if any(isinstance(sender, (Table, Bucket, Schedule)) for sender in senders) or "pool" in handler.callings:
        return None
    event = handler.consumed
    words = f"What {event.name}, version {event.version}, carries."
    return Record(f"{event.name}Data", words, fields_of(event.fields), is_open=True)


def _given(handler: Handler) -> Record | None:
    if handler.entity is None or not handler.entity.fields or not handler.takes_bodies:
        return None
    name = handler.entity.name
    return Record(f"{name}Given", f"What is said of {remark(name)} by those who ask.", fields_of(handler.entity.fields))


_ADDED = (Shape("id", "string"), Shape("createdAt", "timestamp"), Shape("createdBy", "string"))


def _stored(handler: Handler, told: list[tuple[Shape, ...]]) -> Record:
    entity = handler.entity
    assert entity is not None
    flags = tuple(Shape(camel(name), "boolean") for name in conditions_of(handler))
    fields = joined_fields(fields_of(entity.fields), _ADDED, *told, flags)
    return Record(f"{entity.name}Made", f"{remark(entity.name)} as it is kept and told.", fields, is_open=True)


def _result(takes: Record | None, told: list[tuple[Shape, ...]], handler: Handler) -> Record:
    own = optional(takes.fields) if takes is not None else ()
    flags = tuple(Shape(camel(name), "boolean") for name in conditions_of(handler))
    fields = joined_fields(own, *told, flags)
    return Record("Result", "What comes of one fact: what is kept, and what others are told from.", fields, True)


def _projection(handler: Handler, told: Told) -> Projection:
    event = told.event
    assert event is not None
    words = f"What others are told by {event.name}, version {event.version}."
    record = Record(f"{event.name}Told", words, optional(fields_of(event.fields)))
    return Projection(record, told.version, tuple((f.name, tuple(value_of(handler, f.name))) for f in event.fields))


def _condition(name: str, told: Told) -> Condition:
    return Condition(name, remark(told.type if told.event is not None else told.client.component), percent(told.share))


def _effects(handler: Handler, *, guarded: bool = False) -> Effects:
    tells = tuple(
        Tell(
            client=told.client,
            type=told.type,
            version=told.version,
            event=told.event is not None,
            condition=told.condition,
            everyone=handler.connections if told.client.type == "Connections" else None,
        )
        for told in handler.tells
    )
    return Effects(handler.keeps, tells, guarded)


def _routes(handler: Handler) -> tuple[list[Verb], tuple[tuple[str, Verb], ...], tuple[tuple[str, Verb], ...]]:
    """The operations asked for, each once, and which of them answers each route and each field."""
    wanted: dict[Verb, None] = {}
    routes: list[tuple[str, Verb]] = []
    fields: list[tuple[str, Verb]] = []
    for route in handler.routes:
        if not route.method:
            continue
        verb = _verb(operation_of(handler, route))
        wanted[verb] = None
        if route.method in ("Query", "Mutation", "Subscription"):
            fields.append((route.path, verb))
        else:
            routes.append((f"{route.method} {route.path}", verb))
    if "api" in handler.callings and not routes:
        routes.append(("ANY /{proxy+}", "process"))
        wanted["process"] = None
    return list(wanted), tuple(dict.fromkeys(routes)), tuple(dict.fromkeys(fields))


def _verb(name: str) -> Verb:
    assert name in OPERATIONS
    return name  # type: ignore[return-value]


def _operation(handler: Handler, verb: Verb, given: Record | None, works: bool) -> Operation:
    thing = _thing(handler)
    table = handler.table
    effects = _effects(handler)
    match verb:
        case "create":
            status = 201 if table is not None else 202
            key = _new_key(handler, table) if table is not None else ()
            words = f"Takes in a new {thing}."
            return Operation(verb, words, key, given, handler.asks, effects, table, status=status)
        case "update":
            return Operation(verb, f"Changes one {thing}.", _key(table), given, handler.asks, effects, table)
        case "get":
            return Operation(verb, f"Gives one {thing}.", _key(table), table=table)
        case "delete":
            return Operation(verb, f"Deletes one {thing}.", _key(table), effects=effects, table=table, status=204)
        case "list":
            return Operation(verb, f"Gives a page of {thing}s.", table=table, whose=_whose(table))
        case "search":
            index = next((client for client in handler.asks if client.type == "Index"), None)
            words = "Gives what is found for the words asked for."
            return Operation(verb, words, table=table, index=index, whose=_whose(table))
        case "process":
            words = "Answers a request with what comes of its work."
            return Operation(verb, words, asks=handler.asks, effects=effects, by_work=works)
        case "health":
            return Operation(verb, "Says that it is there.")


def _thing(handler: Handler) -> str:
    return snake(handler.entity.name).replace("_", " ") if handler.entity is not None else "item"


def _parts(table: Client | None) -> tuple[str, str]:
    assert table is not None
    return str(table.extra[0]), str(table.extra[1])


def _whose(table: Client | None) -> str:
    partition, sort = _parts(table)
    return partition if sort else ""


def _key(table: Client | None) -> tuple[Place, ...]:
    """Where a request names its item: in its path, its query, or by who asks."""
    partition, sort = _parts(table)
    last = sort or partition
    own = [Place("parameter", last)] if last != "id" else []
    caller = [Place("caller", partition)] if sort else []
    return (Place("parameters"), *own, Place("query"), *caller)


def _new_key(handler: Handler, table: Client) -> tuple[Place, ...]:
    """What a new item is known by: itself, what was asked, who asked, its id."""
    partition, sort = _parts(table)
    first = Place("id" if is_own_key(handler, partition) else "caller-or-id", partition)
    return (Place("body"), Place("parameters"), Place("query"), first, *([Place("id", sort)] if sort else []))


def _keys(handler: Handler) -> tuple[tuple[str, SocketVerb], ...]:
    keys = [route.path for route in handler.routes if not route.method] or ["$default"]
    known = handler.connections is not None
    found: dict[str, SocketVerb] = {}
    for key in keys:
        if key in ("$connect", "$disconnect"):
            if known:
                found[key] = "connected" if key == "$connect" else "gone"
        else:
            found[key] = "said"
    found.setdefault("$default", "said")
    return tuple(found.items())
