"""A design as rules see it: its links with their semantics, who waits for whom, and where everything stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from tools.checks.figures import NO_FIGURES, Figures
from tools.checks.findings import Place
from tools.checks.limits import Limits, limits_of
from tools.design.base import Model, anatomy
from tools.design.components import Api, Component, ComponentBase, DataHolder, External, Queue, WorkflowEngine
from tools.design.design import Design, Path
from tools.design.events import Event
from tools.design.links import Link, Semantics
from tools.design.queries import Graph
from tools.design.requirements import LatencyObjective, Requirements, Sensitivity
from tools.design.workflows import Sequence, Step, Workflow, inner_sequences

if TYPE_CHECKING:
    from tools.workload import Workload
    from tools.workload.holding import Store

C = TypeVar("C", bound=ComponentBase)

FRONT_DOORS = frozenset({"external", "api", "cdn", "load-balancer"})
_STRICTNESS: dict[Sensitivity, int] = {"public": 0, "internal": 1, "confidential": 2, "restricted": 3}


@dataclass(frozen=True, slots=True)
class Wire:
    """A link together with its ends and the delivery semantics in force."""

    index: int
    link: Link
    source: Component
    target: Component
    semantics: Semantics

    @property
    def name(self) -> str:
        """The link as people say it."""
        return f"{self.link.source} -> {self.link.target}"

    @property
    def is_awaited(self) -> bool:
        """Whether the source runs its target and waits for the answer."""
        return self.link.kind in ("trigger", "call") and self.semantics.mode == "sync"

    def place(self, *fields: str | int) -> Place:
        """Where the link, or one of its fields, stands."""
        return Place(self.name, ("links", self.index, *fields), (self.link.source, self.link.target))


class StepAt(NamedTuple):
    """A step of a workflow, and where it stands."""

    workflow: Workflow
    step: Step
    path: Path
    """From the root of the document."""
    siblings: tuple[Step, ...]


class Subject:
    """What a rule is given. Everything on it is worked out once, when a rule first asks."""

    def __init__(self, design: Design, figures: Figures | None = None, *, on: date) -> None:
        self.design = design
        self.figures = figures or NO_FIGURES
        self.on = on
        self.graph = Graph(design)
        self._positions = {component.name: index for index, component in enumerate(design.components)}
        self._by_kind: dict[type[ComponentBase], list[Any]] = {}

    def weighed(self, figures: Figures | None) -> Subject:
        """The same design with figures of the tools; what was worked out of it is kept."""
        found = copy(self)
        found.figures = figures or NO_FIGURES
        return found

    @property
    def requirements(self) -> Requirements:
        """What was asked."""
        return self.design.requirements

    @cached_property
    def limits(self) -> Limits:
        """Limits of the cloud the design is for."""
        return limits_of(self.requirements.provider.value, self.region)

    @property
    def region(self) -> str:
        """Primary region; empty where none was asked for."""
        regions = self.requirements.regions.value
        return regions[0] if regions else ""

    def all(self, model: type[C]) -> list[C]:
        """Every component of a kind, in the order of the design."""
        found = self._by_kind.get(model)
        if found is None:
            found = self._by_kind[model] = self.graph.all(model)
        return found

    def has(self, name: str) -> bool:
        """Whether a component has this name."""
        return name in self._positions

    def place(self, component: ComponentBase | str, *fields: str | int) -> Place:
        """Where a component, or one of its fields, stands."""
        name = component if isinstance(component, str) else component.name
        return Place(name, ("components", self._positions[name], *fields), (name,))

    def asked(self, *fields: str | int) -> Place:
        """Where a requirement stands."""
        return Place(".".join(map(str, fields)), ("requirements", *fields))

    def event_place(self, event: Event, *fields: str | int) -> Place:
        """Where an event, or one of its fields, stands."""
        index = self.design.events.index(event)
        return Place(event.name, ("events", index, *fields), (event.owner,))

    # ------------------------------------------------------------------------------------------------ links

    @cached_property
    def wires(self) -> tuple[Wire, ...]:
        """Every link, in the order of the design."""
        ends, semantics = self.graph, self.graph.semantics
        return tuple(
            Wire(index, link, ends[link.source], ends[link.target], semantics(link))
            for index, link in enumerate(self.design.links)
        )

    @cached_property
    def triggers(self) -> tuple[Wire, ...]:
        """Links that start their target."""
        return tuple(wire for wire in self.wires if wire.link.kind == "trigger")

    @cached_property
    def _wires_from(self) -> dict[str, list[Wire]]:
        found: dict[str, list[Wire]] = defaultdict(list)
        for wire in self.wires:
            found[wire.link.source].append(wire)
        return found

    @cached_property
    def _wires_to(self) -> dict[str, list[Wire]]:
        found: dict[str, list[Wire]] = defaultdict(list)
        for wire in self.wires:
            found[wire.link.target].append(wire)
        return found

    def outgoing(self, name: str, *kinds: str) -> list[Wire]:
        """Links that start at a component, of these kinds or of any."""
        return [wire for wire in self._wires_from.get(name, ()) if not kinds or wire.link.kind in kinds]

    def incoming(self, name: str, *kinds: str) -> list[Wire]:
        """Links that end at a component, of these kinds or of any."""
        return [wire for wire in self._wires_to.get(name, ()) if not kinds or wire.link.kind in kinds]

    def is_only_link(self, link: Link) -> bool:
        """Whether no other link of its kind joins the same two components, so that edits can name it."""
        ends = (link.kind, link.source, link.target)
        return sum((w.link.kind, w.link.source, w.link.target) == ends for w in self.outgoing(link.source)) == 1

    @cached_property
    def references(self) -> dict[str, list[str]]:
        """Names of components that a field names, each with what names it: another component, or a workflow."""
        found: dict[str, list[str]] = defaultdict(list)
        for component in self.design.components:
            for name in named_in(component):
                found[name].append(component.name)
        for workflow in self.design.workflows:
            for name in named_in(workflow):
                found[name].append(workflow.name)
        for link in self.design.links:
            if link.delivery is not None and link.delivery.dead_letter is not None:
                found[link.delivery.dead_letter].append(link.source)
        return found

    def dead_letter_of(self, wire: Wire) -> str | None:
        """Where goes what a link cannot deliver: what it names itself, else the failure queue of its target."""
        if wire.semantics.dead_letter is not None:
            return wire.semantics.dead_letter
        name = getattr(wire.target, "on_failure", None) or getattr(wire.target, "dead_letter", None)
        found = self.graph.get(name) if name else None
        return name if isinstance(found, Queue) and not found.fifo else None

    # ------------------------------------------------------------------------------------------------ who waits

    @cached_property
    def user_facing(self) -> frozenset[str]:
        """Components that somebody outside waits for: a chain of synchronous links leads to them from a front door."""
        waiting = [wire.link.target for wire in self.wires if wire.is_awaited and wire.source.kind in FRONT_DOORS]
        waiting += [api.authorizer for api in self.all(Api) if api.authorizer]
        return self.waited_for_from(waiting)

    def waited_for_from(self, names: list[str]) -> frozenset[str]:
        """These components and those they wait for, through any number of synchronous links.

        A workflow waits for its steps, but whoever starts one waits for them only where it is synchronous.
        """
        seen, waiting = set(names), list(names)
        while waiting:
            for wire in self._wires_from.get(waiting.pop(), ()):
                is_left = isinstance(wire.source, WorkflowEngine) and not wire.source.synchronous
                if wire.is_awaited and not is_left and wire.link.target not in seen:
                    seen.add(wire.link.target)
                    waiting.append(wire.link.target)
        return frozenset(seen)

    @cached_property
    def people_wait_for(self) -> frozenset[str]:
        """User-facing components, without those that only machines outside call."""
        doors = [wire for wire in self.wires if wire.is_awaited and wire.source.kind in FRONT_DOORS]
        callers: dict[str, set[str]] = defaultdict(set)
        for wire in doors:
            if isinstance(wire.source, External):
                callers[wire.link.target].add(wire.source.role)
        people = [
            wire.link.target
            for wire in doors
            if not _only_machines(callers[wire.link.source] if wire.source.kind != "external" else {wire.source.role})
        ]
        people += [api.authorizer for api in self.all(Api) if api.authorizer and not _only_machines(callers[api.name])]
        return self.waited_for_from(people)

    @cached_property
    def objectives(self) -> dict[str, list[tuple[int, LatencyObjective]]]:
        """Latency objectives that hold for each user-facing component, with their positions, strictest first."""
        found: dict[str, list[tuple[int, LatencyObjective]]] = defaultdict(list)
        numbered = list(enumerate(self.requirements.latencies))
        for index, objective in sorted(numbered, key=lambda entry: entry[1].milliseconds):
            for name in self.bound_by(objective):
                found[name].append((index, objective))
        return found

    def bound_by(self, objective: LatencyObjective) -> frozenset[str]:
        """User-facing components that an objective holds for: all, those a load reaches, or those of a capability."""
        if objective.what == "all":
            return self.user_facing
        entered = [wire.link.target for wire in self.wires if wire.link.load == objective.what]
        serving = [c.name for c in self.design.components if objective.what in c.serves and c.name in self.user_facing]
        return self.waited_for_from(entered + serving) & self.user_facing

    # ------------------------------------------------------------------------------------------------ workflows

    @cached_property
    def steps(self) -> tuple[StepAt, ...]:
        """Every step of every workflow, those inside branches and iterations included."""
        found: list[StepAt] = []
        for index, workflow in enumerate(self.design.workflows):
            found += _steps_at(workflow, workflow.steps, ("workflows", index, "steps"))
        return tuple(found)

    @cached_property
    def engines(self) -> dict[str, list[WorkflowEngine]]:
        """The components that run each workflow, by the workflow's name."""
        found: dict[str, list[WorkflowEngine]] = defaultdict(list)
        for engine in self.all(WorkflowEngine):
            found[engine.definition].append(engine)
        return found

    @cached_property
    def _steps_of(self) -> dict[str, list[StepAt]]:
        found: dict[str, list[StepAt]] = defaultdict(list)
        for at in self.steps:
            found[at.workflow.name].append(at)
        return found

    def steps_of(self, workflow: str) -> list[StepAt]:
        """Every step of one workflow."""
        return self._steps_of.get(workflow, [])

    def step_place(self, at: StepAt, *fields: str | int) -> Place:
        """Where a step, or one of its fields, stands."""
        return self.step_place_at(at.workflow, at.step, (*at.path, *fields))

    def step_place_at(self, workflow: Workflow, step: Step, path: Path) -> Place:
        """A step of a workflow, at a path from the root of the document."""
        return Place(f"{workflow.name}/{step.name}", path, self._running(workflow))

    def workflow_place(self, workflow: Workflow, *fields: str | int) -> Place:
        """Where a workflow, or one of its fields, stands."""
        index = self.design.workflows.index(workflow)
        return Place(workflow.name, ("workflows", index, *fields), self._running(workflow))

    def _running(self, workflow: Workflow) -> tuple[str, ...]:
        return tuple(engine.name for engine in self.engines.get(workflow.name, ()))

    # ------------------------------------------------------------------------------------------------ load

    def peak_rps(self, name: str) -> float:
        """Requests, messages or objects a component takes in per second at its worst; 0 where nothing is known."""
        given = self.figures.peak_rps.get(name)
        if given is not None:
            return given
        demand = self._workload.components.get(name)
        return demand.peak_rps if demand is not None else 0.0

    def held_gb(self, store: Store) -> float:
        """Data that a store holds, in gigabytes, as the design says or as its writes leave it."""
        given = self.figures.held_gb.get(store.name)
        if given is not None:
            return given
        from tools.workload import holding_of

        return holding_of(store, self._workload).gigabytes

    @cached_property
    def _workload(self) -> Workload:
        from tools.workload import propagate

        return propagate(self.design)

    # ------------------------------------------------------------------------------------------------ data

    @cached_property
    def holders(self) -> list[DataHolder]:
        """Components that keep data at rest."""
        return [component for component in self.design.components if isinstance(component, DataHolder)]


def _only_machines(roles: set[str]) -> bool:
    return bool(roles) and not roles & {"person", "staff"}


def is_sensitive(level: Sensitivity) -> bool:
    """Whether data of this class needs care beyond the ordinary."""
    return _STRICTNESS[level] >= _STRICTNESS["confidential"]


def is_stricter(level: Sensitivity, than: Sensitivity) -> bool:
    """Whether one class of data needs more care than another."""
    return _STRICTNESS[level] > _STRICTNESS[than]


def named_in(model: Model) -> Iterator[str]:
    """Names of the components that a part of the language names in its fields, in the order of the fields."""
    parts = anatomy(type(model))
    for name in parts.references:
        value: Any = getattr(model, name)
        if isinstance(value, tuple):
            yield from cast("tuple[str, ...]", value)
        elif value is not None:
            yield value
    for name in parts.children:
        value = getattr(model, name)
        children = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
        for child in children:
            if isinstance(child, Model):
                yield from named_in(child)


def _steps_at(workflow: Workflow, steps: tuple[Step, ...], path: Path) -> Iterator[StepAt]:
    for index, step in enumerate(steps):
        here: Path = (*path, index)
        yield StepAt(workflow, step, here, steps)
        for number, inner in enumerate(inner_sequences(step)):
            inside: Path = ("body",) if step.kind == "map" else ("branches", number)
            yield from _inner_steps(workflow, inner, (*here, *inside, "steps"))


def _inner_steps(workflow: Workflow, sequence: Sequence, path: Path) -> Iterator[StepAt]:
    yield from _steps_at(workflow, sequence.steps, path)
