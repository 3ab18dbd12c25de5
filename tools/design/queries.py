"""Questions about a design: who is linked to whom, who consumes what, where work enters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar, cast

from tools.design.components import Component, ComponentBase
from tools.design.design import Design
from tools.design.links import Link, LinkKind, Semantics
from tools.design.semantics import semantics_of
from tools.design.workflows import Workflow

C = TypeVar("C", bound=ComponentBase)
Item = TypeVar("Item")
Key = TypeVar("Key")

DATA_LINKS: tuple[LinkKind, ...] = ("read", "write")


class Graph:
    """An index over one design. Build it once and ask it often; it never changes."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._by_name: dict[str, Component] = {component.name: component for component in design.components}
        self._workflows = {workflow.name: workflow for workflow in design.workflows}

    def __getitem__(self, name: str) -> Component:
        return self._by_name[name]

    def get(self, name: str) -> Component | None:
        """The component of this name, or None."""
        return self._by_name.get(name)

    def all(self, model: type[C]) -> list[C]:
        """Every component of a kind, in the order of the design."""
        if model.__subclasses__():
            return [component for component in self.design.components if isinstance(component, model)]
        return list(cast("list[C]", self._by_type.get(model, [])))

    @cached_property
    def _out(self) -> Mapping[str, list[Link]]:
        return _grouped(self.design.links, lambda link: link.source)

    @cached_property
    def _in(self) -> Mapping[str, list[Link]]:
        return _grouped(self.design.links, lambda link: link.target)

    @cached_property
    def _by_type(self) -> Mapping[type[ComponentBase], list[Component]]:
        return _grouped(self.design.components, type)

    def outgoing(self, name: str, *kinds: LinkKind) -> list[Link]:
        """Links that start at a component, of these kinds or of any."""
        return [link for link in self._out.get(name, ()) if not kinds or link.kind in kinds]

    def incoming(self, name: str, *kinds: LinkKind) -> list[Link]:
        """Links that end at a component, of these kinds or of any."""
        return [link for link in self._in.get(name, ()) if not kinds or link.kind in kinds]

    def targets(self, name: str, model: type[C], *kinds: LinkKind) -> list[C]:
        """Components of a kind that links of these kinds lead to, each once, in the order of the links."""
        return self._ends((link.target for link in self.outgoing(name, *kinds)), model)

    def sources(self, name: str, model: type[C], *kinds: LinkKind) -> list[C]:
        """Components of a kind that links of these kinds come from, each once, in the order of the links."""
        return self._ends((link.source for link in self.incoming(name, *kinds)), model)

    def _ends(self, names: Iterable[str], model: type[C]) -> list[C]:
        found: dict[str, C] = {}
        for name in names:
            component = self._by_name[name]
            if isinstance(component, model):
                found[name] = component
        return list(found.values())

    def semantics(self, link: Link) -> Semantics:
        """Delivery semantics in force on a link of this design."""
        return semantics_of(link, self._by_name[link.source], self._by_name[link.target])

    def consumers(self, event: str) -> list[str]:
        """Names of the components that a link carrying this event starts, each once."""
        carrying = (link for link in self.design.links if link.kind == "trigger" and event in link.events)
        return list(dict.fromkeys(link.target for link in carrying))

    def producers(self, event: str) -> list[str]:
        """Names of the components that send this event, each once."""
        sending = (link for link in self.design.links if link.kind == "send" and event in link.events)
        return list(dict.fromkeys(link.source for link in sending))

    def workflow(self, name: str) -> Workflow:
        """The workflow of this name."""
        return self._workflows[name]

    def entry_links(self) -> list[Link]:
        """Links on which work enters the system: those that carry a load of the requirements."""
        return [link for link in self.design.links if link.load is not None]

    def reaches(self, start: str) -> set[str]:
        """Every component that work entering at `start` can reach, itself included, data links included."""
        seen, waiting = {start}, [start]
        while waiting:
            for link in self._out.get(waiting.pop(), ()):
                if link.target not in seen:
                    seen.add(link.target)
                    waiting.append(link.target)
        return seen


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> Mapping[Key, list[Item]]:
    """The items of each key, in their order."""
    found: defaultdict[Key, list[Item]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found
