"""What every part of the analysis looks at: the design by name, its links by end, its workload, and the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple, TypeVar

from tools.design.components import Component, ComponentBase
from tools.design.design import Design
from tools.design.links import Link, LinkKind, Semantics
from tools.design.queries import Graph
from tools.design.semantics import semantics_of
from tools.scaling.day import Day, Feed, sampled_day
from tools.scaling.facts import find_quota
from tools.workload import NOTHING, Demand, Workload

C = TypeVar("C", bound=ComponentBase)


class Scene(NamedTuple):
    """One design under one workload, indexed. Never changes."""

    design: Design
    workload: Workload
    provider: str
    region: str
    graph: Graph
    parts: Mapping[str, Component]
    leaving: Mapping[str, tuple[int, ...]]
    entering: Mapping[str, tuple[int, ...]]
    """Positions in `design.links` of the links that start and end at each component."""
    semantics: Mapping[int, Semantics]
    """Delivery semantics of the links that start something."""
    day: Day
    flows: tuple[tuple[int, Link, Demand], ...]
    """Links on which something happens, with position and demand."""

    def links_from(self, name: str, *kinds: LinkKind) -> list[tuple[int, Link]]:
        """Links that start at a component, of these kinds or of any, with their positions."""
        links = self.design.links
        return [(i, links[i]) for i in self.leaving.get(name, ()) if not kinds or links[i].kind in kinds]

    def links_to(self, name: str, *kinds: LinkKind) -> list[tuple[int, Link]]:
        """Links that end at a component, of these kinds or of any, with their positions."""
        links = self.design.links
        return [(i, links[i]) for i in self.entering.get(name, ()) if not kinds or links[i].kind in kinds]

    def inbound(self, name: str, *kinds: LinkKind) -> list[tuple[Link, Demand]]:
        """Links of these kinds (or any) on which something comes in at a component, with what does."""
        links, demands = self.design.links, self.workload.links
        return [
            (links[i], demands[i])
            for i in self.entering.get(name, ())
            if demands[i].weights and (not kinds or links[i].kind in kinds)
        ]

    def arriving(self, name: str) -> Demand:
        """What arrives at a component."""
        return self.workload.components.get(name, NOTHING)

    def feeds(self, name: str) -> tuple[Feed, ...]:
        """The ways in which a component is started, those that bring nothing left out."""
        batches, demands = self.workload.batches, self.workload.links
        polled = any(batches[i] is not None for i in self.entering.get(name, ()))
        if not polled:
            whole = self.arriving(name)
            return (Feed(whole),) if whole.weights else ()
        return tuple(self._feed(i) for i in self.entering[name] if demands[i].weights)

    def _feed(self, index: int) -> Feed:
        demand, batching = self.workload.links[index], self.workload.batches[index]
        if batching is None:
            return Feed(demand)
        source, stated = self.parts[self.design.links[index].source], self.semantics[index].max_concurrency
        if source.kind != "queue":
            return Feed(demand, batching, min(batching.lanes, stated or batching.lanes), source.name)
        found = find_quota(self.provider, "lambda_esm", "sqs_scaling", self.region)
        if found is None:
            return Feed(demand, batching, None if stated is None else float(stated), source.name)
        most = min(found.number("max"), float(stated or inf))
        first, growth = found.number("initial_concurrent"), found.number("per_minute") / 60
        return Feed(demand, batching, most, source.name, min(first, most), growth)

    def is_waited_for(self, name: str) -> bool:
        """Whether something synchronous starts this component."""
        return any(
            link.kind == "call" or self.semantics[i].mode == "sync"
            for i, link in self.links_to(name, "call", "trigger")
        )

    def all(self, model: type[C]) -> list[C]:
        """Every component of a kind, in the order of the design."""
        return self.graph.all(model)


def scene_of(design: Design, workload: Workload, region: str | None) -> Scene:
    """The scene of a design in one region: the one asked for, or the first it is to live in."""
    parts: dict[str, Component] = {component.name: component for component in design.components}
    leaving: dict[str, list[int]] = {}
    entering: dict[str, list[int]] = {}
    semantics: dict[int, Semantics] = {}
    for index, link in enumerate(design.links):
        leaving.setdefault(link.source, []).append(index)
        entering.setdefault(link.target, []).append(index)
        if link.kind == "trigger":
            semantics[index] = semantics_of(link, parts[link.source], parts[link.target])
    regions: Sequence[str] = design.requirements.regions.value
    return Scene(
        design=design,
        workload=workload,
        provider=design.requirements.provider.value,
        region=region or (regions[0] if regions else ""),
        graph=Graph(design),
        parts=parts,
        leaving={name: tuple(indexes) for name, indexes in leaving.items()},
        entering={name: tuple(indexes) for name, indexes in entering.items()},
        semantics=semantics,
        day=sampled_day(workload),
        flows=tuple(
            (index, link, demand)
            for index, (link, demand) in enumerate(zip(design.links, workload.links, strict=True))
            if demand.weights
        ),
    )
