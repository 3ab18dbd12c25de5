"""What an architecture picture shows: the components that matter, what is beside them, the lines between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from tools.design.base import anatomy
from tools.design.components import Api, Component, External, Queue
from tools.design.design import Design
from tools.design.queries import Graph
from tools.diagram.wording import link_text

Detail = Literal["overview", "full"]
LineStyle = Literal["sync", "async", "data", "trust"]

_SUPPORTING = frozenset({"layer", "secret", "parameter", "key", "firewall", "network", "audit-trail"})
_SUPPORTING_ROLES = frozenset({"dead-letter", "idempotency", "logs"})


@dataclass(frozen=True, slots=True)
class Connection:
    """A line between two shown components."""

    source: str
    target: str
    style: LineStyle
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown."""

    shown: tuple[Component, ...]
    beside: dict[str, tuple[Component, ...]]
    """Supporting parts of one shown component, by its name."""
    shared: tuple[Component, ...]
    """Supporting parts of several, or of the whole system."""
    connections: tuple[Connection, ...]


def scene_of(design: Design, detail: Detail) -> Scene:
    """The scene of a design; the overview leaves supporting parts out."""
    graph = Graph(design)
    supporting = {c.name for c in design.components if _is_supporting(c, graph)}
    shown = tuple(c for c in design.components if c.name not in supporting)
    beside: dict[str, list[Component]] = {}
    shared: list[Component] = []
    if detail == "full":
        owners = _owners(design, {c.name for c in shown})
        for component in design.components:
            if component.name in supporting:
                found = owners.get(component.name, [])
                (beside.setdefault(found[0], []) if len(found) == 1 else shared).append(component)
    return Scene(
        shown,
        {name: tuple(parts) for name, parts in beside.items()},
        tuple(shared),
        tuple(_connections(design, graph, {c.name for c in shown})),
    )


def _is_supporting(component: Component, graph: Graph) -> bool:
    """Whether a component is only there for another. One that starts something is part of the story."""
    if component.kind in _SUPPORTING:
        return True
    return getattr(component, "role", "") in _SUPPORTING_ROLES and not graph.outgoing(component.name)


def _owners(design: Design, shown: set[str]) -> dict[str, list[str]]:
    """Shown components that name or use each component, in the order of the design."""
    found: dict[str, dict[str, None]] = {}
    for component in design.components:
        for field in anatomy(type(component)).references:
            value: Any = getattr(component, field)
            names = cast("tuple[str | None, ...]", value if isinstance(value, tuple) else (value,))
            for name in names:
                if name is not None and component.name in shown:
                    found.setdefault(name, {})[component.name] = None
        store = getattr(getattr(component, "idempotency", None), "store", None)
        if store is not None:
            found.setdefault(store, {})[component.name] = None
    for link in design.links:
        if link.source in shown:
            found.setdefault(link.target, {})[link.source] = None
        if link.delivery is not None and link.delivery.dead_letter is not None:
            owner = link.source if link.source in shown and _keeps_failures(design, link.source) else link.target
            found.setdefault(link.delivery.dead_letter, {})[owner] = None
    return {name: list(owners) for name, owners in found.items()}


def _keeps_failures(design: Design, name: str) -> bool:
    return any(isinstance(c, Queue) and c.name == name for c in design.components)


def _connections(design: Design, graph: Graph, shown: set[str]) -> Iterator[Connection]:
    texts: dict[tuple[str, str, LineStyle], dict[str, None]] = {}
    for link in design.links:
        if link.source in shown and link.target in shown and link.source != link.target:
            style: LineStyle = "data" if link.kind in ("read", "write") else "async"
            if style == "async" and graph.semantics(link).mode == "sync":
                style = "sync"
            found = texts.setdefault((link.source, link.target, style), {})
            text = "" if isinstance(graph[link.source], External) and link.kind != "send" else link_text(link)
            if text:
                found[text] = None
    for component in design.components:
        if isinstance(component, Api):
            for name in (component.user_pool, component.authorizer):
                if name is not None and (component.name, name, "sync") not in texts:
                    texts.setdefault((component.name, name, "trust"), {})
    for (source, target, style), found in texts.items():
        yield Connection(source, target, style, tuple(found))
