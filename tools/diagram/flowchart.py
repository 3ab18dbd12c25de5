"""The picture of one sequence of steps: what is drawn, and the lines between; sequences inside it drawn first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tools.design.plaintext import one_line
from tools.design.queries import Graph
from tools.design.workflows import Choice, Fallible, Flowing, Map, Parallel, Step, Task, inner_sequences
from tools.design.xmltext import escaped
from tools.diagram.conditions import condition_text, error_text
from tools.diagram.layered import Arrangement, Box, Line, Spacing, arrange
from tools.diagram.markup import arrow_head, number, rounded_path, text_line
from tools.diagram.steps import ILL, INK, UNDO, Figure, draw_figure, figure_of, undo_figure
from tools.diagram.text import fitted, width_of

SPACING = Spacing(boxes=30, lines=14, tracks=8, gap=30)
LABEL_SIZE = 10.0
LABEL_ROOM = 230.0
MAIN = 40.0
"""How much it counts that the way from one step to the next is straight."""
START, END, UNDONE = "·start", "·end", "·undone"

_COLOURS = {"next": "#334155", "choice": "#7a5b00", "catch": ILL, "undo": UNDO}
_DASHES = {"catch": ' stroke-dasharray="5 4"', "undo": ' stroke-dasharray="2 3"'}


@dataclass(frozen=True, slots=True)
class Drawing:
    """Something drawn, with its upper left corner at the origin."""

    width: float
    height: float
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the picture."""

    line: Line
    text: str = ""
    spoken: str = ""


@dataclass(slots=True)
class Chart:
    """One sequence on its way to be drawn."""

    steps: tuple[Step, ...]
    graph: Graph | None
    outermost: bool
    background: str = "#ffffff"
    figures: dict[str, Figure] = field(default_factory=dict[str, Figure])
    blocks: dict[str, Drawing] = field(default_factory=dict[str, Drawing])

    def drawing(self) -> Drawing:
        """The sequence drawn."""
        ways = list(self._ways())
        arrangement = arrange(list(self._boxes(ways)), [way.line for way in ways], SPACING)
        parts = (*self._lines(arrangement, ways), *self._things(arrangement), *self._labels(arrangement, ways))
        return Drawing(arrangement.breadth, arrangement.length, parts)

    def _boxes(self, ways: list[Way]) -> Iterator[Box]:
        radius = 9.0 if self.outermost else 6.0
        yield Box(START, 2 * radius, 2 * radius, anchored=True)
        for step in self.steps:
            if inner_sequences(step):
                block = _block(step, self.graph)
                self.blocks[step.name] = block
                yield Box(step.name, block.height, block.width)
            else:
                yield self._figured(step.name, figure_of(step, self.graph))
            if isinstance(step, Task) and step.compensate is not None:
                yield self._figured(_undo_id(step), undo_figure(step, self.graph))
        reached = {way.line.target for way in ways}
        for ending in (END, UNDONE):
            if ending in reached:
                yield Box(ending, 2 * radius, 2 * radius)

    def _figured(self, name: str, figure: Figure) -> Box:
        self.figures[name] = figure
        return Box(name, figure.height, figure.width)

    def _ways(self) -> Iterator[Way]:
        yield Way(Line(START, self.steps[0].name, "next", weight=MAIN))
        for step in self.steps:
            yield from _ways_of(step)
        undone = [step for step in self.steps if isinstance(step, Task) and step.compensate is not None]
        for step in undone:
            spoken = f"undo {step.name}"
            yield Way(Line(step.name, _undo_id(step), "undo"), spoken=spoken)
        for before, step in pairwise(undone):
            yield Way(Line(_undo_id(step), _undo_id(before), "undo", upstream=True), spoken="then")
        if undone and self.outermost:
            yield Way(Line(_undo_id(undone[0]), UNDONE, "undo", upstream=True), spoken="fails, with everything undone")

    def _lines(self, arrangement: Arrangement, ways: list[Way]) -> Iterator[str]:
        for way, route in zip(ways, arrangement.routes, strict=True):
            points = [(across, along) for along, across in route]
            if not points:
                yield _loop(arrangement, way)
                continue
            colour, dashes = _COLOURS[way.line.style], _DASHES.get(way.line.style, "")
            yield (
                f'<g>{_title(way)}<path d="{rounded_path(points, 7)}" fill="none" stroke="{colour}" '
                f'stroke-width="1.4"{dashes}/>{arrow_head(points[-1], points[-2], colour)}</g>'
            )

    def _things(self, arrangement: Arrangement) -> Iterator[str]:
        for name, place in arrangement.boxes.items():
            middle, top = place.across + place.breadth / 2, place.along + place.length / 2
            if name in self.blocks:
                block = self.blocks[name]
                yield _moved(block.parts, middle - block.width / 2, top - block.height / 2)
            elif name in self.figures:
                figure = replace(self.figures[name], width=place.breadth)
                yield draw_figure(figure, place.across, top - figure.height / 2)
            else:
                yield _dot(name, middle, top, place.breadth / 2)

    def _labels(self, arrangement: Arrangement, ways: list[Way]) -> Iterator[str]:
        for index, place in arrangement.labels.items():
            x, y = place.across, place.along
            yield (
                f'<rect x="{number(x)}" y="{number(y)}" width="{number(place.breadth)}" '
                f'height="{number(place.length)}" fill="{self.background}"/>'
            )
            colour = _COLOURS[ways[index].line.style]
            middle = x + place.breadth / 2
            yield text_line(middle, y + 10.5, ways[index].text, LABEL_SIZE, colour, 'text-anchor="middle"')


def _ways_of(step: Step) -> Iterator[Way]:
    if isinstance(step, Choice):
        for branch in step.branches:
            yield _labelled(step.name, branch.next, "choice", condition_text(branch.when))
        yield _labelled(step.name, step.default, "choice", "otherwise")
        return
    if isinstance(step, Flowing):
        yield Way(Line(step.name, step.next or END, "next", weight=MAIN))
    if isinstance(step, Fallible):
        for catch in step.catch:
            yield _labelled(step.name, catch.next, "catch", error_text(catch.errors))


def _labelled(source: str, target: str, style: str, text: str) -> Way:
    shown = fitted(one_line(text), LABEL_ROOM, LABEL_SIZE)
    return Way(Line(source, target, style, (14.0, width_of(shown, LABEL_SIZE) + 8), text), shown, text)


def _undo_id(step: Task) -> str:
    return f"·undo {step.name}"


def _title(way: Way) -> str:
    source, target = (end.removeprefix("·") for end in (way.line.source, way.line.target))
    text = f": {way.spoken}" if way.spoken else ""
    return f"<title>{escaped(f'{source} → {target}{text}')}</title>"


def _loop(arrangement: Arrangement, way: Way) -> str:
    """A line from a step to itself, round its right side."""
    place = arrangement.boxes[way.line.source]
    x, y = place.across + place.breadth, place.along + place.length / 2
    colour = _COLOURS[way.line.style]
    points = [(x, y + 8), (x + 13, y + 8), (x + 13, y - 8), (x, y - 8)]
    path = rounded_path(points, 5)
    return (
        f'<g>{_title(way)}<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.4"/>'
        f"{arrow_head(points[-1], points[-2], colour)}</g>"
    )


def _dot(name: str, x: float, y: float, radius: float) -> str:
    if name == START:
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{INK}"/>'
    colour = ILL if name == UNDONE else INK
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius - 1)}" fill="#ffffff" stroke="{colour}" '
        f'stroke-width="1.5"/><circle cx="{number(x)}" cy="{number(y)}" r="{number(radius - 4)}" fill="{colour}"/>'
    )


def _moved(parts: tuple[str, ...], x: float, y: float) -> str:
    return f'<g transform="translate({number(x)} {number(y)})">{"".join(parts)}</g>'


PADDING = 14.0
HEAD = 26.0
FRAME = "#f8fafc"


def _block(step: Step, graph: Graph | None) -> Drawing:
    """A step that holds sequences: a frame around its lanes."""
    lanes = [Chart(inner.steps, graph, False, FRAME).drawing() for inner in inner_sequences(step)]
    title = fitted(f"{step.name} · {_frame_text(step)}", 420, 11, bold=True)
    inside = sum(lane.width for lane in lanes) + 2 * PADDING * (len(lanes) - 1)
    width = max(inside, width_of(title, 11, bold=True)) + 2 * PADDING
    height = max(lane.height for lane in lanes) + HEAD + 2 * PADDING
    parts = [*_frame(step, title, width, height)]
    x = (width - inside) / 2
    for index, lane in enumerate(lanes):
        if index:
            edge = x - PADDING
            parts.append(
                f'<path d="M{number(edge)} {number(HEAD)}V{number(height - 8)}" stroke="#cbd5e1" fill="none"/>'
            )
        parts.append(_moved(lane.parts, x, HEAD + PADDING))
        x += lane.width + 2 * PADDING
    return Drawing(width, height, tuple(parts))


def _frame_text(step: Step) -> str:
    if isinstance(step, Map):
        where = "objects" if step.mode == "distributed" and step.bucket else step.items.removeprefix("$.")
        return f"for each of {where}, {step.max_concurrency} at a time"
    return f"{len(inner_sequences(step))} at once" if isinstance(step, Parallel) else ""


def _frame(step: Step, title: str, width: float, height: float) -> Iterator[str]:
    w, h = number(width), number(height)
    dashes = ' stroke-dasharray="6 3"' if isinstance(step, Map) else ""
    yield f"<title>{escaped(step.name)}</title>"
    if isinstance(step, Map):
        yield f'<rect x="4" y="4" width="{w}" height="{h}" rx="10" fill="#ffffff" stroke="#94a3b8"{dashes}/>'
    yield f'<rect width="{w}" height="{h}" rx="10" fill="{FRAME}" stroke="#64748b"{dashes}/>'
    yield text_line(12, 17, title, 11, "#475569", 'font-weight="600"')


def chart_of(steps: tuple[Step, ...], graph: Graph | None) -> Drawing:
    """The drawing of a whole workflow's steps."""
    return Chart(steps, graph, True).drawing()
