"""The same pictures as Mermaid text, for documents that draw it themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.design.components import Component
from tools.design.design import Design
from tools.design.plaintext import one_line
from tools.design.queries import Graph
from tools.design.workflows import Choice, Fail, Fallible, Flowing, Step, Succeed, Task, Wait, Workflow, inner_sequences
from tools.diagram.conditions import condition_text, error_text
from tools.diagram.families import FAMILIES, FAMILY_OF
from tools.diagram.scene import Detail, LineStyle, Scene, scene_of
from tools.diagram.wording import name_of, service_name, words_of

_SPECIAL = re.compile(r"[^\w ,/:()?!–—…“”’≤≥≠=.-]|_")
_OPENING = re.compile(r"^(\d+)([.)])|^([-=.])")

_ARROWS: dict[LineStyle, str] = {"sync": "-->", "async": "-.->", "data": "-->", "trust": "-.->"}


def quoted(text: str) -> str:
    """Text between quotation marks in which nothing is markup: what could be is written as its character code."""
    coded = _SPECIAL.sub(lambda found: f"#{ord(found[0])};", one_line(text))
    # A label that begins like an item of a list would be read as one.
    coded = _OPENING.sub(lambda found: f"{found[1] or ''}#{ord(found[2] or found[3])};", coded)
    return f'"{coded}"'


def architecture_mermaid(design: Design, detail: Detail = "overview") -> str:
    """The architecture as a Mermaid flowchart from left to right, a subgraph for each group."""
    scene = scene_of(design, detail)
    ids = {component.name: f"n{number}" for number, component in enumerate(scene.shown, 1)}
    provider = design.requirements.provider.value
    lines = ["flowchart LR"]
    groups = dict.fromkeys(component.group for component in scene.shown if component.group)
    lines += [f"  {_node(c, ids, provider)}" for c in scene.shown if c.group is None]
    for number, group in enumerate(groups, 1):
        lines.append(f"  subgraph g{number}[{quoted(words_of(group))}]")
        lines += [f"    {_node(c, ids, provider)}" for c in scene.shown if c.group == group]
        lines.append("  end")
    lines += _links(scene, ids)
    return "\n".join([*lines, *_classes(scene, ids)]) + "\n"


def _node(component: Component, ids: dict[str, str], provider: str) -> str:
    name, service = quoted(name_of(component)), quoted(service_name(component, provider))
    label = f'"{name[1:-1]}<br/>{service[1:-1]}"'
    family = FAMILY_OF[component.kind].name
    opening, closing = {"data": ("[(", ")]"), "external": ("([", "])"), "messaging": ("[[", "]]")}.get(
        family, ("[", "]")
    )
    return f"{ids[component.name]}{opening}{label}{closing}"


def _links(scene: Scene, ids: dict[str, str]) -> Iterator[str]:
    thin: list[str] = []
    for index, connection in enumerate(scene.connections):
        first, *others = (*connection.texts, "")
        more = f" +{len(others) - 1}" if len(others) > 1 else ""
        label = f"|{quoted(first + more)}|" if first else ""
        yield f"  {ids[connection.source]} {_ARROWS[connection.style]}{label} {ids[connection.target]}"
        if connection.style == "data":
            thin.append(str(index))
    if thin:
        yield f"  linkStyle {','.join(thin)} stroke:#5b8a75,stroke-width:1px"


def _classes(scene: Scene, ids: dict[str, str]) -> Iterator[str]:
    for family in FAMILIES:
        members = [ids[c.name] for c in scene.shown if FAMILY_OF[c.kind] is family]
        if members:
            yield f"  classDef {family.name} fill:{family.tint},stroke:{family.colour},color:#0f172a"
            yield f"  class {','.join(members)} {family.name}"


def workflow_mermaid(workflow: Workflow, graph: Graph | None = None) -> str:
    """A workflow as a Mermaid flowchart downwards: every step and every transition once."""
    return _Writer(graph).text(workflow)


@dataclass(slots=True)
class _Writer:
    """Writes the steps of a workflow, counting nodes and lines."""

    graph: Graph | None
    lines: list[str] = field(default_factory=list[str])
    nodes: int = 0
    links: int = 0
    undoing: list[str] = field(default_factory=list[str])
    """Nodes of compensations."""
    undo_links: list[str] = field(default_factory=list[str])

    def text(self, workflow: Workflow) -> str:
        self.lines.append("flowchart TD")
        self._sequence(workflow.steps, "  ", outermost=True)
        if self.undoing:
            self.lines.append("  classDef undo fill:#f3ecfb,stroke:#6d28a8,color:#0f172a,stroke-dasharray:4 3")
            self.lines.append(f"  class {','.join(self.undoing)} undo")
            self.lines.append(f"  linkStyle {','.join(self.undo_links)} stroke:#6d28a8")
        return "\n".join(self.lines) + "\n"

    def _sequence(self, steps: tuple[Step, ...], indent: str, *, outermost: bool) -> None:
        ids = {step.name: self._next_id() for step in steps}
        start = self._next_id()
        ending = self._next_id() if any(_may_end(step) for step in steps) else ""
        self.lines.append(f"{indent}{start}((start))")
        for step in steps:
            self._step(step, ids[step.name], indent)
        if ending:
            self.lines.append(f"{indent}{ending}(((stop)))")
        self._link(indent, start, "-->", ids[steps[0].name])
        for step in steps:
            self._ways(step, ids, ending, indent)
        self._undoings(steps, ids, indent, outermost=outermost)

    def _next_id(self) -> str:
        self.nodes += 1
        return f"s{self.nodes}"

    def _step(self, step: Step, node: str, indent: str) -> None:
        inner = inner_sequences(step)
        if not inner:
            self.lines.append(f"{indent}{node}{_shape(step, self.graph)}")
            return
        self.lines.append(f"{indent}subgraph {node}[{quoted(step.name)}]")
        for sequence in inner:
            lane = self._next_id()
            self.lines.append(f'{indent}  subgraph {lane}[" "]')
            self._sequence(sequence.steps, f"{indent}    ", outermost=False)
            self.lines.append(f"{indent}  end")
        self.lines.append(f"{indent}end")

    def _ways(self, step: Step, ids: dict[str, str], ending: str, indent: str) -> None:
        node = ids[step.name]
        if isinstance(step, Choice):
            for branch in step.branches:
                self._link(indent, node, "-->", ids[branch.next], condition_text(branch.when))
            self._link(indent, node, "-->", ids[step.default], "otherwise")
            return
        if isinstance(step, Flowing):
            self._link(indent, node, "-->", ids[step.next] if step.next else ending)
        if isinstance(step, Fallible):
            for catch in step.catch:
                self._link(indent, node, "-.->", ids[catch.next], error_text(catch.errors))

    def _undoings(self, steps: tuple[Step, ...], ids: dict[str, str], indent: str, *, outermost: bool) -> None:
        before = ""
        for step in steps:
            if not isinstance(step, Task) or step.compensate is None:
                continue
            node = self._next_id()
            component = self.graph.get(step.compensate) if self.graph else None
            name = name_of(component) if component else words_of(step.compensate)
            self.lines.append(f"{indent}{node}([{quoted(name)}])")
            self.undoing.append(node)
            self._undo_link(indent, ids[step.name], node)
            if before:
                self._undo_link(indent, node, before)
            elif outermost:
                failed = self._next_id()
                self.lines.append(f'{indent}{failed}((("undone")))')
                self._undo_link(indent, node, failed)
            before = node

    def _undo_link(self, indent: str, source: str, target: str) -> None:
        self.undo_links.append(str(self.links))
        self._link(indent, source, "-.->", target)

    def _link(self, indent: str, source: str, arrow: str, target: str, text: str = "") -> None:
        label = f"|{quoted(text)}|" if text else ""
        self.lines.append(f"{indent}{source} {arrow}{label} {target}")
        self.links += 1


def _may_end(step: Step) -> bool:
    return isinstance(step, Flowing) and step.next is None


def _shape(step: Step, graph: Graph | None) -> str:
    name = quoted(step.name)
    if isinstance(step, Choice):
        return f"{{{name}}}"
    if isinstance(step, Succeed | Fail):
        return f"([{name}])"
    if isinstance(step, Wait):
        return f"[/{name}/]"
    component = graph.get(getattr(step, "component", "")) if graph else None
    below = f"<br/>{quoted(name_of(component))[1:-1]}" if component else ""
    return f'["{name[1:-1]}{below}"]'
