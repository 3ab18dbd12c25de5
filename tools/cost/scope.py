"""What a meter may ask: the design, what flows through it, and what is taken for granted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from tools.cost.assumptions import Assumption, Assumptions
from tools.design.components import Component, ComponentBase, Network
from tools.design.design import Design
from tools.design.links import Link, LinkKind
from tools.design.queries import Graph
from tools.design.workflows import Workflow
from tools.workload import Batching, Demand, Holding, Workload, holding_of
from tools.workload.holding import Store

C = TypeVar("C", bound=ComponentBase)

KB_PER_GB = 1024.0 * 1024.0
NOTHING = Demand(0.0, 0.0, 0.0, 0.0)
POLLERS = 5.0
"""Pollers that a managed trigger starts with."""


class Flow(NamedTuple):
    """One link with what happens on it in a month, and the components at its ends."""

    link: Link
    demand: Demand
    source: Component
    target: Component
    batching: Batching | None = None

    @property
    def batch(self) -> float:
        """Mean number of messages in one delivery."""
        return self.batching.batch_at(self.demand.mean_rps) if self.batching is not None else 1.0

    @property
    def pollers(self) -> float:
        """How many ask for messages at once."""
        return self.batching.lanes if self.batching is not None else POLLERS

    @property
    def gigabytes(self) -> float:
        """Data that crosses it in a month."""
        return self.demand.per_month * self.demand.payload_kb / KB_PER_GB


class Scope:
    """One estimate under way. Meters read it; it only remembers which assumptions they asked for."""

    def __init__(self, design: Design, workload: Workload, region: str, hours: float, assumptions: Assumptions) -> None:
        self.design = design
        self.workload = workload
        self.region = region
        self.hours = hours
        """Hours of the month, for what is billed by time."""
        self._assumptions = assumptions
        self._asked: dict[str, None] = {}
        self._graph = graph = Graph(design)
        self._in: defaultdict[str, list[Flow]] = defaultdict(list)
        self._out: defaultdict[str, list[Flow]] = defaultdict(list)
        for link, demand, batching in zip(design.links, workload.links, workload.batches, strict=True):
            flow = Flow(link, demand, graph[link.source], graph[link.target], batching)
            self._in[link.target].append(flow)
            self._out[link.source].append(flow)

    @property
    def seconds(self) -> float:
        """Seconds of the month."""
        return self.hours * 3600

    def assume(self, name: str) -> float:
        """A figure taken for granted; the bill will say so."""
        self._asked[name] = None
        return getattr(self._assumptions, name)

    def assumed(self) -> tuple[Assumption, ...]:
        """The assumptions asked for so far, by name."""
        return tuple(self._assumptions.stated(name) for name in sorted(self._asked))

    def demand(self, name: str) -> Demand:
        """What arrives at a component."""
        return self.workload.components.get(name, NOTHING)

    def runs(self, name: str) -> Demand:
        """How often a component runs: what arrives, by the batch where it is polled."""
        return self.workload.invocations.get(name, NOTHING)

    def incoming(self, name: str, *kinds: LinkKind) -> list[Flow]:
        """Flows into a component, of these kinds or of any."""
        return [flow for flow in self._in.get(name, ()) if not kinds or flow.link.kind in kinds]

    def outgoing(self, name: str, *kinds: LinkKind) -> list[Flow]:
        """Flows out of a component, of these kinds or of any."""
        return [flow for flow in self._out.get(name, ()) if not kinds or flow.link.kind in kinds]

    def workflow(self, name: str) -> Workflow:
        """The workflow of this name."""
        return self._graph.workflow(name)

    def component(self, name: str) -> Component:
        """The component of this name."""
        return self._graph[name]

    def all(self, model: type[C]) -> list[C]:
        """Every component of a kind, in the order of the design."""
        return self._graph.all(model)

    def held(self, store: Store) -> Holding:
        """What a store holds, as the design says or as its writes leave it."""
        span = Assumptions().month_span_days if store.stored_gb is not None else self.assume("month_span_days")
        return holding_of(store, self.workload, span_days=span)

    def inside(self, network: str) -> list[Component]:
        """What lives in a network."""
        return [part for part in self.design.components if getattr(part, "network", None) == network]

    def zones(self, network: str | None) -> int:
        """Availability zones of a network, two where none is named."""
        found = self._graph.get(network) if network is not None else None
        return found.zones if isinstance(found, Network) else 2


def total(flows: Iterable[Flow]) -> float:
    """How often these flows happen in a month."""
    return sum(flow.demand.per_month for flow in flows)


def gigabytes(flows: Iterable[Flow]) -> float:
    """Data of these flows in a month."""
    return sum(flow.gigabytes for flow in flows)


def by_target(flows: Iterable[Flow]) -> dict[str, list[Flow]]:
    """Flows by the component they lead to, in the order of the first to each."""
    found: dict[str, list[Flow]] = {}
    for flow in flows:
        found.setdefault(flow.link.target, []).append(flow)
    return found
