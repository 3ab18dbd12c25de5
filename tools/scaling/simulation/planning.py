"""A design made into the plan that is simulated, each figure from the design, the catalogue or the assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, inf

from tools.design.components import (
    Api,
    Component,
    Container,
    Database,
    DeliveryStream,
    External,
    Function,
    Queue,
    Table,
    WorkflowEngine,
)
from tools.design.links import Link
from tools.scaling.assumptions import CONNECTION_BYTES, HANDS_ON, KEEP_ALIVE_S, PASSES
from tools.scaling.facts import find_quota, initialisation_of
from tools.scaling.scene import Scene
from tools.scaling.simulation.plan import (
    UNLIMITED,
    Bucket,
    Door,
    Entry,
    Growth,
    Hop,
    Lanes,
    Line,
    Need,
    Node,
    Plan,
    Pool,
    Relay,
    Resource,
    Way,
    spread_of,
    work_spread,
)
from tools.scaling.timings import Answers, pass_of
from tools.workload import Demand
from tools.workload.order import ROUTERS, flow_order

COLLECTED_S = 20.0
"""How long after its keep-alive time an idle environment is taken away. With it the twenty runs on AWS Lambda that
SimFaaS was validated on are met best: cold starts within 11.1 % (12.8 % without), environments within 2.9 %."""

_DOORS = ("api", "load-balancer", "cdn", "dns-failover")
_UNITS_OF_AN_ITEM = 4.0
_BACKOFF_REDRIVE = 6
"""Visibility in timeouts of the consumer, where the design does not say (AWS Lambda developer guide, SQS)."""


def plan_of(scene: Scene) -> Plan:
    """The plan of a scene."""
    return _Planner(scene).plan()


class _Planner:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._answers = Answers(scene)
        self._sources = tuple(sorted(scene.workload.sources))
        self._order = flow_order(scene.parts, scene.design.links)
        self._cut = {cycle.link for cycle in scene.workload.cycles}
        self._names = self._ordered()
        self._place = {name: place for place, name in enumerate(self._names)}
        self._buckets: list[Bucket] = []
        self._resources: list[Resource] = []

    def plan(self) -> Plan:
        """Everything, in order."""
        nodes = tuple(self._node(name) for name in self._names)
        limit = self._number("lambda", "account_concurrency_default")
        return Plan(
            name=self._scene.design.name,
            sources=self._sources,
            nodes=nodes,
            entries=tuple(self._entries()),
            buckets=tuple(self._buckets),
            resources=tuple(self._resources),
            account_limit=limit or inf,
            growth=Growth(step, step, 10.0) if (step := self._number("lambda", "function_scaling_rate")) else UNLIMITED,
            rps_per_concurrency=self._number("lambda", "rps_per_concurrency") or inf,
            keep_alive_s=KEEP_ALIVE_S + COLLECTED_S,
        )

    def _number(self, service: str, name: str, part: str = "") -> float:
        found = find_quota(self._scene.provider, service, name, self._scene.region)
        return found.number(part) if found is not None else 0.0

    # what there is, each before what it leads to

    def _ordered(self) -> tuple[str, ...]:
        """Keys of the nodes: components that see work, polled links (`queue>function`), and what routes by event once
        for each link that leads to it (`bus<3`), since the same bus may carry a thing twice on its way."""
        waiting: dict[str, set[str]] = {}
        for name, part in self._scene.parts.items():
            starts = f"schedule:{name}" in self._sources
            if part.kind not in ROUTERS and part.kind != "external" and (self._scene.arriving(name).weights or starts):
                self._follow(name, waiting)
        for index, link in enumerate(self._scene.design.links):
            if self._is_router(link.target) and self._scene.workload.links[index].weights:
                self._follow(self._head(index, link), waiting)
        done: dict[str, None] = {}
        while free := sorted(name for name, left in waiting.items() if left <= done.keys()):
            done.update(dict.fromkeys(free))
            for name in free:
                del waiting[name]
        return tuple(done)

    def _follow(self, key: str, waiting: dict[str, set[str]]) -> None:
        waiting.setdefault(key, set())
        for index, link in self._onward(key):
            head = self._head(index, link)
            waiting.setdefault(head, set()).add(key)
            if ">" in head:
                waiting.setdefault(link.target, set()).add(head)

    def _head(self, index: int, link: Link) -> str:
        """Key of the node that a link leads to."""
        if self._scene.workload.batches[index] is not None and self._is_pool(link.target):
            return _polled(link)
        return f"{link.target}<{index}" if self._is_router(link.target) else link.target

    def _is_router(self, name: str) -> bool:
        return self._scene.parts[name].kind in ROUTERS

    def _is_pool(self, name: str) -> bool:
        part = self._scene.parts[name]
        return isinstance(part, Function) and part.placement == "regional"

    def _onward(self, key: str) -> Iterator[tuple[int, Link]]:
        """Links on which work goes on from a node to another."""
        name, _, entered = key.partition("<")
        for index, link in self._scene.links_from(name):
            target = self._scene.parts[link.target]
            flows = self._scene.workload.links[index].weights and link.load is None
            cut = index in self._cut and not self._is_router(link.target)
            follows = not entered or int(entered) in self._order.feeding[index]
            leads = link.kind != "read" or target.kind in _DOORS or isinstance(target, Function)
            if flows and follows and leads and not cut and target.kind != "external" and self._carries(link, target):
                yield index, link

    def _carries(self, link: Link, target: Component) -> bool:
        return link.kind not in ("read", "write") or bool(self._scene.links_from(target.name))

    # what each is

    def _node(self, key: str) -> Node:
        if ">" in key:
            return self._polled_node(key)
        name = key.partition("<")[0]
        part = self._scene.parts[name]
        if isinstance(part, Function) and part.placement == "regional":
            return self._pool(part)
        if part.kind in _DOORS:
            return self._door(part)
        delay = HANDS_ON.get(part.kind)
        held_s = part.work_s / 2 if isinstance(part, Container) else 0.0
        held_s += part.buffer_s / 2 if isinstance(part, DeliveryStream) else 0.0
        wait_s = delay.p50_ms / 1000 if delay is not None and not isinstance(part, Queue | Table) else 0.0
        return Relay(name, wait_s + held_s, self._relay_buckets(part), self._ways(key))

    def _door(self, part: Component) -> Door:
        hops = [Hop(f"{part.name} ({part.kind})", spread_of(pass_of(part).p50_ms, pass_of(part).p99_ms))]
        firewall = getattr(part, "firewall", None)
        if firewall is not None:
            hops.append(Hop(f"{firewall} (firewall)", spread_of(*PASSES["firewall"])))
        authorizer = part.authorizer if isinstance(part, Api) else None
        guards = (self._place[authorizer],) if authorizer in self._place else ()
        return Door(part.name, self._door_buckets(part), tuple(hops), guards, self._ways(part.name))

    def _pool(self, function: Function) -> Pool:
        answer, start = self._answers.of_function(function.name), initialisation_of(function)
        return Pool(
            name=function.name,
            work=work_spread(answer.mean_ms, answer.p99_ms),
            init=spread_of(start.p50_ms, start.p99_ms),
            timeout_s=function.timeout_s,
            reserved=function.reserved_concurrency,
            provisioned=function.provisioned_concurrency,
            memory_mb=function.memory_mb,
            needs=tuple(self._needs(function)),
            ways=self._ways(function.name),
        )

    def _polled_node(self, name: str) -> Line | Lanes:
        source, target = name.split(">")
        index, link = next(
            (i, one)
            for i, one in self._scene.links_from(source, "trigger")
            if one.target == target and _polled(one) == name
        )
        batching, semantics = self._scene.workload.batches[index], self._scene.semantics[index]
        assert batching is not None
        part, function = self._scene.parts[source], self._scene.parts[target]
        if isinstance(part, Queue) and isinstance(function, Function):
            feed = self._scene.feeds(target)
            own = next(one for one in feed if one.demand is self._scene.workload.links[index])
            return Line(
                name=name,
                pool=self._place[target],
                batch=semantics.batch_size,
                window_s=semantics.batch_window_s,
                first=own.first if own.first < inf else 1e9,
                growth_per_s=own.growth_per_s,
                most=own.ceiling if own.ceiling is not None else 1e9,
                delay_s=float(part.delay_s),
                visibility_s=float(part.visibility_s or _BACKOFF_REDRIVE * function.timeout_s),
                max_receives=part.max_receives,
                has_dead_letter=part.dead_letter is not None,
                retention_s=float(part.retention_s),
                is_partial=semantics.partial_failures,
            )
        polls = 1.0 if part.kind == "stream" else 0.25
        most = min(batching.lanes, semantics.max_concurrency or inf)
        return Lanes(
            name=name,
            pool=self._place[link.target],
            lanes=max(1, ceil(most)),
            batch=semantics.batch_size,
            gather_s=max(semantics.batch_window_s, polls),
            retries=semantics.retries,
            is_split=semantics.bisect or semantics.partial_failures,
        )

    def _entries(self) -> Iterator[Entry]:
        for index, link in enumerate(self._scene.design.links):
            if link.load in self._sources and self._scene.workload.links[index].weights:
                place = self._place.get(self._head(index, link))
                if place is not None:
                    source = self._sources.index(str(link.load))
                    factors = tuple(link.ratio if one == source else 0.0 for one in range(len(self._sources)))
                    yield Entry(source, Way(place, factors, self._is_awaited(index, link)))
        for number, source in enumerate(self._sources):
            name = source.removeprefix("schedule:")
            if name != source and name in self._place:
                yield Entry(
                    number, Way(self._place[name], tuple(float(one == number) for one in range(len(self._sources))))
                )

    def _is_awaited(self, index: int, link: Link) -> bool:
        if link.kind in ("call", "read"):
            return True
        return link.kind == "trigger" and self._scene.semantics[index].mode == "sync"

    def _ways(self, key: str) -> tuple[Way, ...]:
        name = key.partition("<")[0]
        found: list[Way] = []
        for index, link in self._onward(key):
            target = self._place.get(self._head(index, link))
            factors = self._shares(index, name, is_routed="<" in key)
            if target is not None and any(factors):
                polled = ">" in self._head(index, link)
                found.append(Way(target, factors, not polled and self._is_awaited(index, link)))
        return tuple(found)

    def _shares(self, index: int, name: str, *, is_routed: bool) -> tuple[float, ...]:
        """How often a link happens for each unit that its source took in, by source of the work."""
        demands = self._scene.workload.links
        if not is_routed:
            return self._factors(demands[index], [self._scene.workload.accepted[name]])
        return self._factors(demands[index], [demands[before] for before in self._order.feeding[index]])

    def _factors(self, demand: Demand, given: Sequence[Demand]) -> tuple[float, ...]:
        on, whole = dict(demand.weights), dict[str, float]()
        for one in given:
            for source, weight in one.weights:
                whole[source] = whole.get(source, 0.0) + weight
        return tuple(on.get(one, 0.0) / whole[one] if whole.get(one) else 0.0 for one in self._sources)

    # what limits them

    def _bucket(self, bucket: Bucket) -> int:
        for place, known in enumerate(self._buckets):
            if known.id == bucket.id:
                return place
        self._buckets.append(bucket)
        return len(self._buckets) - 1

    def _door_buckets(self, part: Component) -> tuple[int, ...]:
        found: list[int] = []
        if isinstance(part, Api):
            if part.throttle_rps is not None:
                burst = float(part.throttle_burst or part.throttle_rps)
                own = f"{part.name}/design.throttle_rps"
                title = f"{part.name}: requests a second it is set to let through"
                found.append(self._bucket(Bucket(own, title, part.throttle_rps, burst, "design.throttle_rps", True)))
            rate, burst = self._number("apigateway", "throttle_rps"), self._number("apigateway", "throttle_burst")
            if rate and part.style in ("http", "rest", "websocket"):
                title = "requests a second of all APIs"
                found.append(
                    self._bucket(
                        Bucket("account/apigateway.throttle_rps", title, rate, burst, "apigateway.throttle_rps", True)
                    )
                )
        return tuple(found)

    def _relay_buckets(self, part: Component) -> tuple[int, ...]:
        if isinstance(part, WorkflowEngine):
            name = f"start_execution_{part.durability}"
            rate = self._number("stepfunctions", name, "refill")
            size = self._number("stepfunctions", name, "bucket")
            title = f"{part.durability} executions started a second"
        elif part.kind == "bus":
            name, title = "put_events_tps", "events put on buses a second"
            rate = size = self._number("eventbridge", name)
        else:
            return ()
        service = "stepfunctions" if isinstance(part, WorkflowEngine) else "eventbridge"
        if not rate:
            return ()
        return (self._bucket(Bucket(f"account/{service}.{name}", title, rate, size, f"{service}.{name}", True)),)

    def _needs(self, function: Function) -> Iterator[Need]:
        taken = self._scene.workload.accepted.get(function.name)
        if taken is None:
            return
        for index, link in self._scene.links_from(function.name):
            demand = self._scene.workload.links[index]
            factors = self._factors(demand, [taken])
            target = self._scene.parts[link.target]
            if any(factors) and link.kind in ("read", "write", "call", "send"):
                for place, units in self._used(link, target):
                    yield Need(place, tuple(factor * units for factor in factors) if units else (1.0,) * len(factors))

    def _used(self, link: Link, target: Component) -> Iterator[tuple[int, float]]:
        if isinstance(target, Table):
            yield self._table(target, link.kind == "read")
        elif isinstance(target, External):
            yield self._resource(_outside(target)), 1.0
        elif isinstance(target, Database):
            most = min(5000.0, target.max_capacity * 2 * 2**30 / CONNECTION_BYTES)
            title = f"connections to {target.name}"
            held = Resource(
                target.name, f"{target.name}/design.max_capacity", title, inf, most, "design.max_capacity", is_held=True
            )
            yield self._resource(held), 0.0

    def _resource(self, resource: Resource) -> int:
        for place, known in enumerate(self._resources):
            if known.id == resource.id:
                return place
        self._resources.append(resource)
        return len(self._resources) - 1

    def _table(self, table: Table, is_read: bool) -> tuple[int, float]:
        units = 0.5 * ceil(table.item_kb / _UNITS_OF_AN_ITEM) if is_read else float(ceil(table.item_kb))
        what = "read" if is_read else "write"
        title = f"{what} units a second of {table.name}"
        part = "rru" if is_read else "wru"
        whole = self._number("dynamodb", "table_default_per_s", part) or inf
        if table.capacity == "provisioned":
            rate = float(table.read_units if is_read else table.write_units)
            burst = rate * (self._number("dynamodb", "burst_seconds") or 1.0)
            own = Resource(table.name, f"{table.name}/design.{what}_units", title, rate, burst, f"design.{what}_units")
            return self._resource(own), units
        rate = self._number("dynamodb", "on_demand_initial", f"{part}_s") or inf
        grown = Resource(
            table.name,
            f"{table.name}/dynamodb.on_demand_initial.{what}",
            title,
            rate,
            rate,
            "dynamodb.on_demand_initial",
            whole,
        )
        return self._resource(grown), units


def _outside(target: External) -> Resource:
    rate = target.max_rps if target.max_rps is not None else inf
    title = f"requests a second {target.name} can take"
    return Resource(target.name, f"{target.name}/design.max_rps", title, rate, rate, "design.max_rps")


def _polled(link: Link) -> str:
    return f"{link.source}>{link.target}"
