"""What a handler does, neutral of any language: who calls it, what it asks, keeps and tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tools.blueprint.plan.model import Plan, Route
from tools.blueprint.plan.names import pascal
from tools.blueprint.source.neighbours import Client, client_of
from tools.design.components import Api, Component, Container, Function, Table
from tools.design.events import Event, EventField, source_name
from tools.design.links import Link
from tools.design.requirements import Entity

Calling = Literal["api", "socket", "graph", "batch", "fact", "pool", "transform", "door", "edge"]
"""How a handler is called: with a request, a socket's message, a GraphQL field, a batch that reports what failed, a
fact (an event, a tick, a step of a workflow), a person signing in, records to change, a question of a door-keeper, an
edge request."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one neighbour is told: a type of event, declared or not."""

    client: Client
    type: str
    version: int
    event: Event | None
    source: str
    share: float = 1.0
    """Of how many results it is told; of all where it is 1."""

    @property
    def condition(self) -> str:
        """What decides whether it is told; empty where it always is."""
        return f"tells-{self.type if self.event is not None else self.client.component}" if self.share < 1 else ""


@dataclass(frozen=True, slots=True)
class Handler:
    """One handler."""

    name: str
    system: str
    words: str
    """What people call what it does."""
    operation: str
    callings: tuple[Calling, ...]
    """How it is called, the most particular first."""
    routes: tuple[Route, ...]
    callers: tuple[str, ...]
    """Names of what calls it."""
    entity: Entity | None
    table: Client | None
    """The table of its entity."""
    asks: tuple[Client, ...]
    keeps: tuple[Client, ...]
    tells: tuple[Told, ...]
    holds: tuple[Client, ...]
    """Neighbours it knows, and uses where the team needs them: secrets, settings."""
    once: tuple[str, ...] | None
    """Paths that identify an occurrence, where it is handled once."""
    store: Table | None
    """The table that remembers what was done."""
    fields: tuple[EventField, ...]
    """Fields of the events it takes in, where they are all of one type."""
    consumed: Event | None
    environment: tuple[str, ...]
    """Names of its variables."""
    connections: Client | None = None
    """The table of open connections."""
    socket: Client | None = None
    """The open connections themselves."""
    guards: Literal["nothing", "work", "telling"] = "nothing"
    """What is done once however often a fact is delivered. What is only kept, by its key, repeats without harm."""
    keeps_people: bool = False
    """Whether it may change the pool whose people it is called for."""

    @property
    def works(self) -> bool:
        """Whether it has work that is the same however it is called."""
        return bool({"batch", "fact", "pool", "socket"} & set(self.callings)) or self.operation == "process"

    @property
    def takes_bodies(self) -> bool:
        """Whether requests carry its entity."""
        return bool({"api", "graph"} & set(self.callings)) and self.operation in ("create", "update", "manage")


def handler_of(plan: Plan, function: Function) -> Handler:
    """What a function's handler does."""
    graph = plan.graph
    links = graph.outgoing(function.name)
    routes = tuple(route for route in plan.wiring.routes if route.target == function.name)
    entity = _entity_of(plan, function)
    table = _table_of(plan, function)
    store = _store_of(plan, function)
    # What it remembers having done is the library's matter.
    clients = [
        (link, client)
        for link in links
        if (store is None or link.target != store.name) and (client := client_of(plan, link)) is not None
    ]
    connections = next((c for _, c in clients if getattr(graph[c.component], "role", "") == "connections"), None)
    apart = {client.component for client in (table, connections) if client is not None}
    others = [(link, client) for link, client in clients if client.component not in apart]
    callings = _callings(plan, function, routes)
    if "socket" in callings:
        others = [(link, client) for link, client in others if client.type != "Connections"]
    consumed = _consumed(plan, function.name)
    tells = tuple(t for link, c in others if _tells(link, c) for t in _told(plan, function, link, c))
    return Handler(
        name=function.name,
        system=plan.design.name,
        words=function.description or function.title,
        operation=function.operation,
        callings=callings,
        routes=routes,
        callers=_callers(plan, function.name),
        entity=entity,
        table=table,
        asks=_unique(c for link, c in others if link.kind in ("read", "call") and c.asks),
        keeps=_unique(c for link, c in others if _keeps(link, c)),
        tells=tells,
        holds=_unique(c for _, c in others if not (c.asks or c.keeps or c.tells)),
        once=function.idempotency.key if function.idempotency else None,
        store=store,
        fields=consumed.fields if consumed else (),
        consumed=consumed,
        environment=tuple(plan.environments[function.name]),
        connections=connections,
        socket=next((c for _, c in clients if c.type == "Connections"), None),
        guards=_guards(plan, function, store, callings, tells),
        keeps_people=any(graph[link.target].kind == "user-pool" and link.kind != "read" for link in links),
    )


def handler_of_container(plan: Plan, container: Container) -> Handler:
    """What a container does for every fact that reaches it."""
    clients = [(link, c) for link in plan.graph.outgoing(container.name) if (c := client_of(plan, link)) is not None]
    consumed = _consumed(plan, container.name)
    entity = next((e for e in plan.design.requirements.entities if e.name == container.entity), None)
    return Handler(
        name=container.name,
        system=plan.design.name,
        words=container.description or container.title,
        operation="process",
        callings=("fact",),
        routes=(),
        callers=_callers(plan, container.name),
        entity=entity,
        table=None,
        asks=_unique(c for link, c in clients if link.kind in ("read", "call") and c.asks),
        keeps=_unique(c for link, c in clients if _keeps(link, c)),
        tells=tuple(t for link, c in clients if _tells(link, c) for t in _told(plan, container, link, c)),
        holds=_unique(c for _, c in clients if not (c.asks or c.keeps or c.tells)),
        once=None,
        store=None,
        fields=consumed.fields if consumed else (),
        consumed=consumed,
        environment=tuple(plan.environments[container.name]),
    )


def _unique(clients: Iterable[Client]) -> tuple[Client, ...]:
    found: dict[str, Client] = {}
    for client in clients:
        found.setdefault(client.component, client)
    return tuple(found.values())


def _keeps(link: Link, client: Client) -> bool:
    return client.keeps and (link.kind == "write" or (link.kind == "send" and not client.tells))


def _tells(link: Link, client: Client) -> bool:
    if not client.tells:
        return False
    return link.kind in ("send", "trigger", "write") or (link.kind == "call" and not client.asks)


def _told(plan: Plan, teller: Function | Container, link: Link, client: Client) -> tuple[Told, ...]:
    events = [event for event in plan.design.events if event.name in link.events]
    # Where one function does several things, the share is that of the requests that change something.
    share = 1.0 if isinstance(teller, Function) and teller.operation == "manage" else link.ratio
    if not events:
        return (Told(client, _own_type(teller), 1, None, f"{plan.design.name}.{teller.name}", share),)
    return tuple(Told(client, e.name, e.version, e, source_name(e, plan.design.name), share) for e in events)


def _guards(
    plan: Plan, function: Function, store: Table | None, callings: tuple[Calling, ...], tells: tuple[Told, ...]
) -> Literal["nothing", "work", "telling"]:
    """What the design has done once: all the work, or, where it writes to the store for few facts, what it tells."""
    if function.idempotency is None or store is None:
        return "nothing"
    writes = [link.ratio for link in plan.graph.outgoing(function.name, "write") if link.target == store.name]
    seldom = bool(writes) and max(writes) < 1
    acting = any(plan.graph[link.target].kind in _ACTING for link in plan.graph.outgoing(function.name, "call"))
    return "telling" if seldom and tells and not acting and set(callings) <= {"batch", "fact"} else "work"


_ACTING = frozenset({"function", "workflow", "external", "container", "etl", "transcoder"})
"""Kinds that do something when they are asked."""


_PAST = {"create": "Created", "update": "Updated", "delete": "Deleted"}


def _own_type(teller: Function | Container) -> str:
    if isinstance(teller, Function) and teller.entity and teller.operation in _PAST:
        return f"{teller.entity}{_PAST[teller.operation]}"
    return f"{pascal(teller.name)}Done"


def _entity_of(plan: Plan, function: Function) -> Entity | None:
    return next((e for e in plan.design.requirements.entities if e.name == function.entity), None)


def _table_of(plan: Plan, function: Function) -> Client | None:
    """The table of the function's entity: the one that names it, else the first data table it is linked to."""
    if function.operation == "process":
        return None
    links = [link for link in plan.graph.outgoing(function.name) if isinstance(plan.graph[link.target], Table)]
    data = [link for link in links if getattr(plan.graph[link.target], "role", "") == "data"]
    named = [link for link in data if getattr(plan.graph[link.target], "entity", None) == function.entity]
    chosen = next(iter((*named, *data)), None)
    return client_of(plan, chosen) if chosen is not None else None


def _store_of(plan: Plan, function: Function) -> Table | None:
    how = function.idempotency
    found = plan.graph[how.store] if how is not None and how.store is not None else None
    return found if isinstance(found, Table) else None


def _consumed(plan: Plan, name: str) -> Event | None:
    """The one type of event that reaches a component, where it is one."""
    carried = {event for link in plan.graph.incoming(name, "trigger", "send", "call") for event in link.events}
    found = [event for event in plan.design.events if event.name in carried]
    return found[0] if len(found) == 1 else None


def _callers(plan: Plan, name: str) -> tuple[str, ...]:
    links = plan.graph.incoming(name, "trigger", "call", "send")
    engines = (engine for engine, steps in plan.steps.items() if name in steps)
    return tuple(dict.fromkeys((*(link.source for link in links), *engines)))


def _callings(plan: Plan, function: Function, routes: tuple[Route, ...]) -> tuple[Calling, ...]:
    if function.placement == "edge":
        return ("edge",)
    found: dict[Calling, None] = {}
    doors = {api.name for api in plan.graph.all(Api) if api.authorizer == function.name}
    if function.operation == "authorize" or doors:
        found["door"] = None
    for route in routes:
        found[_BY_STYLE[plan.apis[route.api].style]] = None
    for link in plan.graph.incoming(function.name, "trigger", "call", "send"):
        if link.source in doors and not link.matches:
            continue
        found[_calling(plan.graph[link.source])] = None
    if not found or any(function.name in steps for steps in plan.steps.values()):
        found["fact"] = None
    if routes and not any(plan.graph[link.source].kind == "api" for link in plan.graph.incoming(function.name)):
        found["fact"] = None
    return tuple(calling for calling in _ORDER if calling in found)


_BY_STYLE: dict[str, Calling] = {"http": "api", "rest": "api", "websocket": "socket", "graphql": "graph"}
_ORDER: tuple[Calling, ...] = ("edge", "door", "socket", "api", "graph", "pool", "transform", "batch", "fact")


def _calling(source: Component) -> Calling:
    match source.kind:
        case "api":
            return _BY_STYLE[source.style]
        case "load-balancer":
            return "api"
        case "user-pool":
            return "pool"
        case "delivery-stream":
            return "transform"
        case "queue" | "table":
            return "batch"
        case "stream":
            return "batch" if source.engine == "native" else "fact"
        case _:
            return "fact"
