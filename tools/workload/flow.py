"""Traffic carried along the links.

Work enters on links with a load and from recurring schedules. A link happens `ratio` times for each unit its source
takes in; what keeps data is followed by what was written to it, a cdn by what it had not cached. Buses, topics, streams
and tables route by event; the consumers of a queue share its messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from tools.design.components import Bucket, Component, Table
from tools.design.design import Design
from tools.design.links import Link
from tools.workload.batching import batching_of, work_seconds
from tools.workload.clock import Clock, clock_of
from tools.workload.cron import CronError, starts_of
from tools.workload.model import (
    Batching,
    Demand,
    ScheduleSource,
    Source,
    Unread,
    Workload,
    load_source,
)
from tools.workload.order import ROUTERS, Order, carries_on, flow_order, is_recurring

NOTICE_KB = 1.0
"""Size of the notice of a new object; about that of the provider's own example event."""

Mix = tuple[tuple[str, float], ...]


class Flow(NamedTuple):
    """Work on its way."""

    weights: Mapping[str, float]
    payload_kb: float
    spread_s: float
    mix: Mix | None
    """Which events it is made of, in shares that add up to 1; None where nothing says."""


_NO_FLOW = Flow({}, 0.0, 0.0, None)


AT_REST = frozenset(
    {
        "access_logs",
        "archive_after_days",
        "cold_start",
        "deletion_protection",
        "description",
        "durability",
        "expire_after_days",
        "key",
        "log_retention_days",
        "point_in_time_recovery",
        "provisioned_concurrency",
        "reserved_concurrency",
        "sensitivity",
        "versioned",
    }
)
"""Fields of components that no flow depends on, and that are set where a design is mended."""


def propagate(design: Design, before: Workload | None = None) -> Workload:
    """What every component and link of the design sees. Never fails: what cannot be followed is part of the result.

    `before` is the workload of a design that this one may have been made of: it holds as long as all flows alike.
    """
    if before is not None and _flows_alike(before.design, design):
        return before._replace(design=design)
    kinds: dict[str, Component] = {component.name: component for component in design.components}
    links = (*design.links, *_implied_links(design))
    sources, unread = _sources(design)
    order = flow_order(kinds, links)
    clock = clock_of(sources)
    flows = _carried(order, kinds, links, sources, clock)
    demands = [clock.demand(flow.weights, flow.payload_kb, flow.spread_s) for flow in flows]
    batches = [
        batching_of(link, kinds[link.source], kinds[link.target], demand)
        for link, demand in zip(links, demands, strict=True)
    ]
    arriving, accepted = _totals(order, kinds, links, flows, demands, sources, clock)
    own = len(design.links)
    return Workload(
        design=design,
        components=arriving,
        accepted=accepted,
        invocations=_invocations(arriving, links, demands, batches, clock),
        links=tuple(demands[:own]),
        batches=tuple(batches[:own]),
        sources=sources,
        cycles=order.cycles,
        unread=unread,
    )


def _flows_alike(before: Design, after: Design) -> bool:
    return (
        before.requirements.loads == after.requirements.loads
        and before.links == after.links
        and len(before.components) == len(after.components)
        and all(map(_is_alike, before.components, after.components))
    )


def _is_alike(before: Component, after: Component) -> bool:
    if before is after:
        return True
    now = vars(after)
    return before.kind == after.kind and all(
        now[field] == value for field, value in vars(before).items() if field not in AT_REST
    )


def _implied_links(design: Design) -> list[Link]:
    """Calls of authorisers, which an api names in a field. Taken as uncached."""
    joined = {(link.source, link.target) for link in design.links}
    return [
        Link.model_construct(kind="call", source=component.name, target=component.authorizer)
        for component in design.components
        if component.kind == "api"
        and component.authorizer is not None
        and (component.name, component.authorizer) not in joined
    ]


def _sources(design: Design) -> tuple[dict[str, Source], tuple[Unread, ...]]:
    entering = {link.load for link in design.links if link.load is not None}
    loads = cast("tuple[Any, ...]", design.requirements.loads)  # hashable, which no type says of models
    sources: dict[str, Source] = {load.id: load_source(load) for load in loads if load.id in entering}
    unread: list[Unread] = []
    for component in design.components:
        if component.kind == "schedule" and component.mode == "recurring":
            name = f"schedule:{component.name}"
            try:
                sources[name] = ScheduleSource(name, starts_of(component))
            except CronError as error:
                unread.append(Unread(component.name, str(error)))
    return sources, tuple(unread)


def _carried(
    order: Order, kinds: Mapping[str, Component], links: Sequence[Link], sources: Mapping[str, Source], clock: Clock
) -> list[Flow]:
    """The flow on each link."""
    flows = [_entering(link, sources) for link in links]
    sharers = Counter(link.source for link in links if link.kind == "trigger")
    sums: dict[tuple[str, tuple[int, ...]], Flow] = {}
    for index in order.links:
        link = links[index]
        if link.load is not None:
            continue
        source = kinds[link.source]
        fed = order.feeding[index]
        inbound = [flows[before] for before in fed if flows[before].weights]
        routes = link.kind == "trigger" and source.kind in ROUTERS and bool(link.events)
        if is_recurring(source):
            taken = _own_flow(source, sources)
        elif routes:
            taken = _routed(inbound, link.events, clock)
        else:
            taken = sums.get((link.source, fed)) or sums.setdefault((link.source, fed), _sum(inbound, clock))
        if taken.weights:
            share = _share(source, link, kinds[link.target], sharers[link.source])
            flows[index] = _leaving(link, source, kinds[link.target], taken, share)
    return flows


def _entering(link: Link, sources: Mapping[str, Source]) -> Flow:
    source = sources.get(link.load) if link.load is not None else None
    if source is None or source.kind != "load" or link.ratio == 0:
        return _NO_FLOW
    return Flow({source.name: link.ratio}, link.payload_kb or source.load.payload_kb, 0.0, _even_mix(link.events))


def _own_flow(component: Component, sources: Mapping[str, Source]) -> Flow:
    """What a recurring schedule brings by itself. Whatever leads to one changes it and starts nothing."""
    name = f"schedule:{component.name}"
    return Flow({name: 1.0}, NOTICE_KB, 0.0, None) if name in sources else _NO_FLOW


def _share(component: Component, link: Link, target: Component, sharers: int) -> float:
    """How much of what the component takes in this link is for, before its ratio."""
    if component.kind == "cdn":
        at_edge = target.kind == "function" and target.placement == "edge"
        return 1.0 if at_edge else 1.0 - component.cached_share
    if component.kind == "queue" and link.kind == "trigger" and sharers > 1 and link.ratio == 1:
        return 1.0 / sharers
    return 1.0


def _leaving(link: Link, source: Component, target: Component, taken: Flow, share: float) -> Flow:
    factor = link.ratio * share
    if factor == 0:
        return _NO_FLOW
    return Flow(
        weights={name: weight * factor for name, weight in taken.weights.items()},
        payload_kb=_payload(link, source, target, taken.payload_kb),
        spread_s=max(taken.spread_s, work_seconds(source)),
        mix=taken.mix if link.kind == "trigger" and taken.mix is not None else _even_mix(link.events),
    )


def _even_mix(events: tuple[str, ...]) -> Mix | None:
    return tuple((event, 1 / len(events)) for event in events) if events else None


def _routed(inbound: Iterable[Flow], events: tuple[str, ...], clock: Clock) -> Flow:
    """The part of what arrives that is one of these events; what does not say its events may be any of them."""
    parts: list[Flow] = []
    for flow in inbound:
        if flow.mix is None:
            parts.append(flow)
            continue
        wanted = [(event, share) for event, share in flow.mix if event in events]
        part = sum(share for _, share in wanted)
        if part > 0:
            weights = {name: weight * part for name, weight in flow.weights.items()}
            mix = tuple((event, share / part) for event, share in wanted)
            parts.append(Flow(weights, flow.payload_kb, flow.spread_s, mix))
    return _sum(parts, clock)


def _payload(link: Link, source: Component, target: Component, inherited: float) -> float:
    if link.payload_kb is not None:
        return link.payload_kb
    if link.kind in ("read", "write") and isinstance(target, Table | Bucket):
        return target.item_kb if isinstance(target, Table) else target.object_kb
    if link.kind in ("trigger", "send") and source.kind == "bucket":
        return NOTICE_KB
    if link.kind == "trigger" and source.kind == "table":
        return source.item_kb
    return inherited


def _sum(flows: Sequence[Flow], clock: Clock) -> Flow:
    if len(flows) < 2:
        return flows[0] if flows else _NO_FLOW
    weights: dict[str, float] = {}
    for flow in flows:
        for name, weight in flow.weights.items():
            weights[name] = weights.get(name, 0.0) + weight
    sizes = [clock.monthly(flow.weights) for flow in flows]
    total = sum(sizes) or 1.0
    payload = sum(size * flow.payload_kb for size, flow in zip(sizes, flows, strict=True)) / total
    return Flow(weights, payload, _joint_spread(flows), _joint_mix(flows, sizes))


def _joint_spread(flows: Iterable[Flow]) -> float:
    """The spread at which the sum peaks as high as its parts do together."""
    parts = [
        (sum(weight for name, weight in flow.weights.items() if name.startswith("schedule:")), flow.spread_s)
        for flow in flows
    ]
    parts = [(amount, spread) for amount, spread in parts if amount > 0]
    if len({spread for _, spread in parts}) < 2:
        return parts[0][1] if parts else 0.0
    return sum(amount for amount, _ in parts) / sum(amount / max(1.0, spread) for amount, spread in parts)


def _joint_mix(flows: Sequence[Flow], sizes: Sequence[float]) -> Mix | None:
    """The events of the sum; unknown as soon as one part is."""
    shares: dict[str, float] = {}
    for flow, size in zip(flows, sizes, strict=True):
        if flow.mix is None:
            return None
        for event, share in flow.mix:
            shares[event] = shares.get(event, 0.0) + share * size
    total = sum(shares.values())
    return tuple((event, share / total) for event, share in shares.items()) if total > 0 else None


def _totals(
    order: Order,
    kinds: Mapping[str, Component],
    links: Sequence[Link],
    flows: Sequence[Flow],
    demands: Sequence[Demand],
    sources: Mapping[str, Source],
    clock: Clock,
) -> tuple[dict[str, Demand], dict[str, Demand]]:
    """What arrives at each component, and the part of it that goes on."""
    inbound: dict[str, list[int]] = {name: [] for name in kinds}
    onward: dict[str, list[int]] = {name: [] for name in kinds}
    cut = {cycle.link for cycle in order.cycles}
    for index, link in enumerate(links):
        if flows[index].weights:
            inbound[link.target].append(index)
            if index not in cut and carries_on(link, kinds[link.target]):
                onward[link.target].append(index)

    def joined(indexes: list[int]) -> Demand:
        if len(indexes) == 1:
            return demands[indexes[0]]
        total = _sum([flows[index] for index in indexes], clock)
        return clock.demand(total.weights, total.payload_kb, total.spread_s)

    arriving = {name: joined(indexes) for name, indexes in inbound.items()}
    for name, component in kinds.items():
        if is_recurring(component):
            own = _own_flow(component, sources)
            arriving[name] = clock.demand(own.weights, own.payload_kb, own.spread_s)
    accepted = {
        name: arriving[name] if len(indexes) == len(inbound[name]) or is_recurring(kinds[name]) else joined(indexes)
        for name, indexes in onward.items()
    }
    return arriving, accepted


def _invocations(
    arriving: Mapping[str, Demand],
    links: Sequence[Link],
    demands: Sequence[Demand],
    batches: Sequence[Batching | None],
    clock: Clock,
) -> dict[str, Demand]:
    polled = {link.target for link, batching in zip(links, batches, strict=True) if batching is not None}
    runs: dict[str, list[Demand]] = {name: [] for name in polled}
    for link, demand, batching in zip(links, demands, batches, strict=True):
        if link.target in polled and demand.weights:
            runs[link.target].append(clock.batched(demand, batching) if batching else demand)
    return {name: clock.total(runs[name]) if name in polled else demand for name, demand in arriving.items()}
