"""The supporting parts a deployment cannot do without, added where a design leaves them unsaid.

Nothing that was asked is changed: a queue gets the dead-letter queue it lacks, a database the network it has to stand
in, an audit trail the bucket it writes to. What is added is named by what needs it, so that the bill and the picture
can show it as well.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tools.blueprint.plan.protection import protect
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
    External,
    FileGateway,
    Function,
    Index,
    LoadBalancer,
    Network,
    QueryEngine,
    Queue,
    Stream,
    Table,
    TimeSeries,
    Topic,
    Warehouse,
)
from tools.design.design import Design
from tools.design.links import Delivery, Link, LinkKind
from tools.design.queries import Graph

UNDELIVERED = "undelivered"
"""The queue that keeps what nothing else keeps: deliveries given up by buses, topics, timers and streams."""

UNDELIVERED_IN_ORDER = "undelivered-in-order"
"""The same for topics that keep order, whose dead letters have to keep it as well."""

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
    keepers: dict[Link, str] = field(default_factory=dict[Link, str])
    """Links that lost what they could not deliver, each with the queue that keeps it now."""

    def free_name(self, wanted: str) -> str:
        name, number = wanted[:44].rstrip("-"), 2
        while self.graph.get(name) is not None or name in self.added:
            name, number = f"{wanted[:44].rstrip('-')}-{number}", number + 1
        return name

    def find(self, name: str) -> Component | None:
        """A component of the design, or one added to it."""
        return self.added.get(name) or self.graph.get(name)

    def add(self, component: Component) -> str:
        self.added[component.name] = component
        return component.name

    def set(self, component: Component, **fields: Any) -> None:
        self.changes.setdefault(component.name, {}).update(fields)


def complete(design: Design) -> Design:
    """The design with the supporting parts it needs on AWS, and behind the firewalls its data asks for.

    The same value where it lacks none.
    """
    return support(protect(design))


def support(design: Design) -> Design:
    """The design with the parts without which it cannot be deployed. The same value where it lacks none."""
    work = _Work(Graph(design))
    _add_dead_letters(work)
    _add_stores(work)
    _add_balancers(work)
    _add_networks(work)
    _mend_keys(work)
    if not (work.added or work.changes or work.links or work.keepers):
        return design
    components = tuple(_changed(component, work.changes) for component in (*design.components, *work.added.values()))
    links = tuple(_kept(link, work.keepers) for link in design.links)
    return design.model_copy(update={"components": components, "links": (*links, *work.links)})


def _changed(component: Component, changes: dict[str, dict[str, Any]]) -> Component:
    fields = changes.get(component.name)
    return component.model_copy(update=fields) if fields else component


def _kept(link: Link, keepers: dict[Link, str]) -> Link:
    keeper = keepers.get(link) if keepers else None
    if keeper is None:
        return link
    delivery = (link.delivery or Delivery()).model_copy(update={"dead_letter": keeper})
    return link.model_copy(update={"delivery": delivery})


def _add_dead_letters(work: _Work) -> None:
    graph = work.graph
    for queue in graph.all(Queue):
        if queue.role == "work" and queue.dead_letter is None:
            work.set(queue, dead_letter=work.add(_keeper_of(queue, work.free_name(f"{queue.name}-dead-letter"))))
    delivering = [link for link in graph.design.links if link.kind in _HANDING_OVER]
    started = {link.target for link in delivering if graph[link.source].kind in ASYNC_SOURCES}
    for function in graph.all(Function):
        if function.on_failure is None and function.name in started:
            work.set(function, on_failure=_undelivered(work, fifo=False))
    for link in delivering:
        if _loses(work, link):
            work.keepers[link] = _undelivered(work, fifo=keeps_order(graph, link))


def _undelivered(work: _Work, *, fifo: bool) -> str:
    """The common queue of a sort, added where it is not there."""
    name = UNDELIVERED_IN_ORDER if fifo else UNDELIVERED
    found = work.find(name)
    if isinstance(found, Queue) and found.fifo == fifo:
        return name
    name = work.free_name(name)
    title = "Undelivered, in order" if fifo else "Undelivered"
    return work.add(Queue(name=name, title=title, role="dead-letter", fifo=fifo, retention_s=FOURTEEN_DAYS_S))


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
    return any(graph[link.source].kind in ASYNC_SOURCES for link in graph.incoming(function, *_HANDING_OVER))


_HANDING_OVER: tuple[LinkKind, ...] = ("trigger", "send")
"""Links over which something is delivered."""

_DELIVERING = frozenset(
    {"bus", "topic", "schedule", "stream", "table", "device-gateway", "bucket", "file-gateway", "etl", "transcoder"}
)
"""Kinds whose deliveries the provider gives up after a while."""

_READS_BY_ITSELF = frozenset({("stream", "container"), ("stream", "delivery-stream"), ("bucket", "bus")})
"""Pairs between which the provider delivers nothing that it could give up."""


def _loses(work: _Work, link: Link) -> bool:
    """Whether the provider drops what it cannot deliver over this link."""
    source, target = work.graph[link.source], work.graph[link.target]
    if source.kind not in _DELIVERING:
        return False
    if (source.kind, target.kind) in _READS_BY_ITSELF or _is_person(source, target):
        return False
    return _keeper(work.find, link, _changed(target, work.changes), keeps_order(work.graph, link)) is None


def _is_person(source: Component, target: Component) -> bool:
    return isinstance(source, Topic) and isinstance(target, External) and target.role in ("person", "staff")


def keeps_order(graph: Graph, link: Link) -> bool:
    """Whether what a link cannot deliver has to be kept in order: a topic that keeps it takes no other queue."""
    source = graph[link.source]
    return isinstance(source, Topic) and source.fifo


def dead_letter_of(graph: Graph, link: Link) -> str | None:
    """The queue that keeps what this link cannot deliver: the one it names, else the one its target names, where it is
    of the sort that its source can hand over to."""
    return _keeper(graph.get, link, graph[link.target], keeps_order(graph, link))


def _keeper(find: Callable[[str], Component | None], link: Link, target: Component, ordered: bool) -> str | None:
    stated = link.delivery.dead_letter if link.delivery else None
    for name in (stated, getattr(target, "on_failure", None), getattr(target, "dead_letter", None)):
        found = find(name) if name else None
        if isinstance(found, Queue) and found.fifo == ordered:
            return found.name
    return None


def _add_stores(work: _Work) -> None:
    graph = work.graph
    for trail in graph.all(AuditTrail):
        if not graph.targets(trail.name, Bucket, "write"):
            _store(work, trail, "records", role="logs", expire_after_days=trail.retention_days)
    for engine in graph.all(QueryEngine):
        if not graph.targets(engine.name, Bucket, "write", "send"):
            _store(work, engine, "results", expire_after_days=30)
    for job in graph.all(Etl):
        _store(work, job, "scripts")
    for stream in graph.all(DeliveryStream):
        if not graph.targets(stream.name, Bucket):
            _store(work, stream, "data")
    for gateway in graph.all(FileGateway):
        if not graph.targets(gateway.name, Bucket):
            _store(work, gateway, "files")


def _mend_keys(work: _Work) -> None:
    """A sort key that repeats the partition key tells nothing apart, and no table can be made with it."""
    for table in work.graph.all(Table):
        indexes = tuple(_without_repeat(index) for index in table.indexes)
        if table.sort_key == table.partition_key or indexes != table.indexes:
            work.set(table, sort_key=_without_repeat(table).sort_key, indexes=indexes)


K = TypeVar("K", Table, Index)


def _without_repeat(keyed: K) -> K:
    return keyed.model_copy(update={"sort_key": None}) if keyed.sort_key == keyed.partition_key else keyed


def _store(work: _Work, owner: Component, word: str, **fields: Any) -> None:
    wanted = f"{owner.name}-{word}"
    if any(bucket.name.startswith(wanted[:44].rstrip("-")) for bucket in work.graph.targets(owner.name, Bucket)):
        return
    sensitivity = owner.sensitivity if isinstance(owner, DataHolder) else "internal"
    name = work.free_name(wanted)
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
    homeless = _homeless(work)
    unplaced = work.graph.all(TimeSeries) or _kafka(work.graph)
    if not homeless and not unplaced:
        return
    networks = work.graph.all(Network)
    name = networks[0].name if networks else work.add(Network(name=work.free_name("network"), title="Private network"))
    for component in homeless:
        work.set(component, network=name)


def _homeless(work: _Work) -> list[Component]:
    """Those that have to stand in a network and stand in none."""
    graph = work.graph
    balancers = [added for added in work.added.values() if isinstance(added, LoadBalancer)]
    housed = (*graph.all(Database), *graph.all(Cache), *graph.all(Warehouse), *graph.all(LoadBalancer), *balancers)
    inside = _reaching_inside(graph)
    return [
        *(c for c in housed if c.network is None),
        *(c for c in graph.all(Container) if c.network is None and c.platform == "managed"),
        *(f for f in graph.all(Function) if f.network is None and f.placement == "regional" and f.name in inside),
    ]


def _reaching_inside(graph: Graph) -> Set[str]:
    """Names of those that reach what stands in a network: by a link of theirs, or by the stream that starts them."""
    stores = (*graph.all(Database), *graph.all(Cache), *graph.all(Warehouse), *graph.all(TimeSeries))
    balancers = [balancer for balancer in graph.all(LoadBalancer) if not balancer.public]
    kafka = {stream.name for stream in _kafka(graph)}
    private = {*(inner.name for inner in (*stores, *balancers)), *kafka}
    services = {container.name for container in graph.all(Container) if container.mode == "service"}
    return {
        link.target if link.kind == "trigger" else link.source
        for link in graph.design.links
        if (link.target in private or link.source in kafka or (link.kind == "call" and link.target in services))
        and (link.kind != "trigger" or graph[link.source].kind == "stream")
    }


def _kafka(graph: Graph) -> list[Stream]:
    return [stream for stream in graph.all(Stream) if stream.engine == "kafka"]
