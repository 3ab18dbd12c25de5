"""The supporting parts a deployment cannot do without, added where a design leaves them unsaid.

Nothing that was asked is changed: a queue gets the dead-letter queue it lacks, a database the network it has to stand
in, an audit trail the bucket it writes to. What is added is named, so that the bill and the picture can show it as
well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tools.design.components import (
    AuditTrail,
    Bucket,
    Cache,
    Component,
    Container,
    Database,
    DataHolder,
    DeliveryStream,
    Etl,
    FileGateway,
    Function,
    LoadBalancer,
    Network,
    QueryEngine,
    Queue,
    Stream,
    TimeSeries,
    Warehouse,
)
from tools.design.design import Design
from tools.design.links import Link
from tools.design.queries import Graph

UNDELIVERED = "undelivered"
"""The queue that keeps what nothing else keeps: deliveries given up by buses, topics, timers and streams."""

FOURTEEN_DAYS_S = 1_209_600

ASYNC_SOURCES = frozenset(
    {"bucket", "topic", "bus", "schedule", "function", "container", "mail", "device-gateway", "file-gateway"}
)
"""Kinds that start a function without waiting for it."""


@dataclass(slots=True)
class _Work:
    """What has been added so far, and what has been filled in."""

    graph: Graph
    added: dict[str, Component] = field(default_factory=dict[str, Component])
    changes: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    links: list[Link] = field(default_factory=list[Link])

    def free_name(self, wanted: str) -> str:
        name, number = wanted[:44].rstrip("-"), 2
        while self.graph.get(name) is not None or name in self.added:
            name, number = f"{wanted[:44].rstrip('-')}-{number}", number + 1
        return name

    def add(self, component: Component) -> str:
        self.added[component.name] = component
        return component.name

    def set(self, component: Component, **fields: Any) -> None:
        self.changes.setdefault(component.name, {}).update(fields)


def complete(design: Design) -> Design:
    """The design with the supporting parts it needs on AWS. The same value where it lacks none."""
    work = _Work(Graph(design))
    _add_dead_letters(work)
    _add_stores(work)
    _add_balancers(work)
    _add_networks(work)
    if not (work.added or work.changes or work.links):
        return design
    components = tuple(_changed(component, work.changes) for component in (*design.components, *work.added.values()))
    return design.model_copy(update={"components": components, "links": (*design.links, *work.links)})


def _changed(component: Component, changes: dict[str, dict[str, Any]]) -> Component:
    fields = changes.get(component.name)
    return component.model_copy(update=fields) if fields else component


def _add_dead_letters(work: _Work) -> None:
    for queue in work.graph.all(Queue):
        if queue.role == "work" and queue.dead_letter is None:
            work.set(queue, dead_letter=work.add(_keeper_of(queue, work.free_name(f"{queue.name}-dead-letter"))))
    lost = [f for f in work.graph.all(Function) if f.on_failure is None and is_asynchronous(work.graph, f.name)]
    if not lost and not _loses_deliveries(work.graph):
        return
    name = UNDELIVERED
    if work.graph.get(name) is None:
        work.add(Queue(name=name, title="Undelivered", role="dead-letter", retention_s=FOURTEEN_DAYS_S))
    for function in lost:
        work.set(function, on_failure=name)


def _keeper_of(queue: Queue, name: str) -> Queue:
    return Queue(
        name=name,
        title=f"{queue.title or queue.name}: given up",
        role="dead-letter",
        fifo=queue.fifo,
        retention_s=FOURTEEN_DAYS_S,
        sensitivity=queue.sensitivity,
        key=queue.key,
        group=queue.group,
    )


def is_asynchronous(graph: Graph, function: str) -> bool:
    """Whether something starts this function without waiting, so that its failures would be lost."""
    return any(graph[link.source].kind in ASYNC_SOURCES for link in graph.incoming(function, "trigger", "send"))


_DELIVERING = frozenset(
    {"bus", "topic", "schedule", "stream", "table", "device-gateway", "bucket", "file-gateway", "etl", "transcoder"}
)
"""Kinds whose deliveries the provider gives up after a while."""


def _loses_deliveries(graph: Graph) -> bool:
    moving = (link for link in graph.design.links if link.kind not in ("read", "call"))
    return any(graph[link.source].kind in _DELIVERING and dead_letter_of(graph, link) is None for link in moving)


def dead_letter_of(graph: Graph, link: Link) -> str | None:
    """The queue that keeps what this link cannot deliver: the one it names, the one its function names, the common
    one."""
    target = graph[link.target]
    stated = link.delivery.dead_letter if link.delivery else None
    for name in (stated, getattr(target, "on_failure", None), getattr(target, "dead_letter", None), UNDELIVERED):
        found = graph.get(name) if name else None
        if isinstance(found, Queue) and not found.fifo:
            return found.name
    return None


def _add_stores(work: _Work) -> None:
    graph = work.graph
    for trail in graph.all(AuditTrail):
        _store(work, trail, "records", role="logs", expire_after_days=trail.retention_days)
    for engine in graph.all(QueryEngine):
        _store(work, engine, "results", expire_after_days=30)
    for job in graph.all(Etl):
        _store(work, job, "scripts")
    for stream in graph.all(DeliveryStream):
        if not graph.targets(stream.name, Bucket):
            _store(work, stream, "data")
    for gateway in graph.all(FileGateway):
        if not graph.targets(gateway.name, Bucket):
            _store(work, gateway, "files")


def _store(work: _Work, owner: Component, word: str, **fields: Any) -> None:
    sensitivity = owner.sensitivity if isinstance(owner, DataHolder) else "internal"
    name = work.free_name(f"{owner.name}-{word}")
    title = f"{owner.title or owner.name}: {word}"
    work.add(Bucket(name=name, title=title, sensitivity=sensitivity, group=owner.group, stored_gb=1.0, **fields))
    work.links.append(Link(kind="write", source=owner.name, target=name))


def _add_balancers(work: _Work) -> None:
    for container in work.graph.all(Container):
        if container.mode != "service" or container.platform != "managed":
            continue
        doors = [link for link in work.graph.incoming(container.name, "trigger", "call") if _is_door(work, link)]
        if not doors or work.graph.sources(container.name, LoadBalancer):
            continue
        name = work.free_name(f"{container.name}-balancer")
        work.add(LoadBalancer(name=name, public=False, group=container.group, network=container.network))
        work.links.append(Link(kind="trigger", source=name, target=container.name))


def _is_door(work: _Work, link: Link) -> bool:
    return work.graph[link.source].kind in ("api", "cdn", "function", "container", "external")


def _add_networks(work: _Work) -> None:
    homeless = [c for c in (*work.graph.design.components, *work.added.values()) if _needs_network(work.graph, c)]
    unplaced = work.graph.all(TimeSeries) or any(stream.engine == "kafka" for stream in work.graph.all(Stream))
    if not homeless and not unplaced:
        return
    networks = work.graph.all(Network)
    name = networks[0].name if networks else work.add(Network(name=work.free_name("network"), title="Private network"))
    for component in homeless:
        work.set(component, network=name)


def _needs_network(graph: Graph, component: Component) -> bool:
    if getattr(component, "network", None) is not None:
        return False
    match component:
        case Database() | Cache() | Warehouse() | LoadBalancer():
            return True
        case Container():
            return component.platform == "managed"
        case Function():
            return component.placement == "regional" and any(
                _is_private(graph, link) for link in _reached(graph, component.name)
            )
        case _:
            return False


def _reached(graph: Graph, name: str) -> Iterator[Link]:
    yield from graph.outgoing(name, "call", "send", "read", "write")
    yield from (link for link in graph.incoming(name, "trigger") if graph[link.source].kind == "stream")


def _is_private(graph: Graph, link: Link) -> bool:
    target, source = graph[link.target], graph[link.source]
    match target:
        case Database() | Cache() | Warehouse() | TimeSeries():
            return True
        case Container():
            return target.mode == "service" and link.kind == "call"
        case LoadBalancer():
            return not target.public
        case _:
            return any(isinstance(end, Stream) and end.engine == "kafka" for end in (target, source))
