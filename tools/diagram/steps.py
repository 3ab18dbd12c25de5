"""Steps: how each kind is drawn in the picture of a workflow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.design.plaintext import one_line
from tools.design.queries import Graph
from tools.design.workflows import Approval, Callback, Choice, Fail, Fallible, Pass, Step, Succeed, Task, Wait
from tools.design.xmltext import escaped
from tools.diagram.families import COMPUTE, FAMILY_OF
from tools.diagram.icons import GLYPHS, drawn, glyph_of
from tools.diagram.markup import number, text_line
from tools.diagram.text import fitted, width_of, wrapped
from tools.diagram.wording import name_of, service_name, words_of

NAME_SIZE = 12.0
SMALL = 10.0
TEXT_ROOM = 150.0
INK, SOFT = "#0f172a", "#55627a"
CHOICE, WAITING, WELL, ILL, UNDO = "#7a5b00", "#475569", "#166f4a", "#a3231f", "#6d28a8"

PERSON = "M8.4 8a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0M5 20c0-9 14-9 14 0"
RETURN = "M20 18v-4a4 4 0 0 0-4-4H5M9.5 5.500L5 10l4.5 4.5"
ARROW = "M4 12h15M13.5 6.500L19 12l-5.5 5.5"
CHECK = "M5 12.500l4.5 4.500L19 7.5"
CROSS = "M6.5 6.500l11 11M17.5 6.500l-11 11"


@dataclass(frozen=True, slots=True)
class Figure:
    """A step ready to be drawn."""

    name: str
    lines: tuple[str, ...]
    below: str
    """Small text under the name."""
    glyph: str
    colour: str
    spoken: str
    width: float
    height: float
    diamond: bool = False
    mark: str = ""
    """Short text in the corner: how often it is tried again."""


def figure_of(step: Step, graph: Graph | None) -> Figure:
    """The figure of a step that holds no others."""
    glyph, colour, below = _nature(step, graph)
    diamond = isinstance(step, Choice)
    lines = wrapped(_words_of_step(step.name), TEXT_ROOM, NAME_SIZE, 2, bold=True)
    text = max(width_of(line, NAME_SIZE, bold=True) for line in lines)
    below = fitted(below, TEXT_ROOM, SMALL)
    width = max(text, width_of(below, SMALL)) + (62 if diamond else 58)
    height = 15.0 * len(lines) + (13 if below else 0) + (34 if diamond else 18)
    return Figure(
        name=step.name,
        lines=lines,
        below=below,
        glyph=glyph,
        colour=colour,
        spoken=_spoken(step),
        width=max(width, 110.0),
        height=max(height, 40.0),
        diamond=diamond,
        mark=_retries(step),
    )


def undo_figure(step: Task, graph: Graph | None) -> Figure:
    """The figure of what undoes a step."""
    undoing = step.compensate or ""
    component = graph.get(undoing) if graph else None
    name = name_of(component) if component else words_of(undoing)
    shown = fitted(name, TEXT_ROOM - 20, SMALL + 0.5)
    spoken = escaped(f"{name} undoes {step.name}")
    return Figure(undoing, (shown,), "", RETURN, UNDO, spoken, width_of(shown, SMALL + 0.5) + 40, 28.0)


def _nature(step: Step, graph: Graph | None) -> tuple[str, str, str]:
    """Glyph, colour and small text of a step."""
    match step:
        case Task():
            return _task_nature(step, graph)
        case Approval():
            return PERSON, WAITING, one_line(step.question) or "waits for a decision"
        case Callback():
            return RETURN, WAITING, f"waits for {words_of(step.component)}"
        case Wait():
            return GLYPHS["schedule"], WAITING, f"until {step.until[2:]}" if step.until else _span(step.seconds or 0.0)
        case Pass():
            return ARROW, WAITING, ""
        case Succeed():
            return CHECK, WELL, ""
        case Fail():
            return CROSS, ILL, one_line(step.error)
        case _:
            return "", CHOICE, ""


def _task_nature(step: Task, graph: Graph | None) -> tuple[str, str, str]:
    component = graph.get(step.component) if graph else None
    if component is None:
        return GLYPHS["function"], COMPUTE.colour, words_of(step.component)
    action = "" if step.action == "run" else f"{one_line(step.action)} · "
    name = name_of(component)
    if not action and name.lower() == _words_of_step(step.name).lower() and graph is not None:
        name = service_name(component, graph.design.requirements.provider.value)
    return glyph_of(component), FAMILY_OF[component.kind].colour, f"{action}{name}"


def _words_of_step(name: str) -> str:
    """A step's name as people write it: `ReserveStock` is Reserve stock."""
    if " " in name or not _RUN_TOGETHER.search(name):
        return name
    words = _RUN_TOGETHER.sub(" ", name).replace("_", " ").split()
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])


_RUN_TOGETHER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _retries(step: Step) -> str:
    attempts = sum(retry.attempts for retry in step.retry) if isinstance(step, Fallible) else 0
    return f"↻ {attempts}" if attempts else ""


def _span(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"


def _spoken(step: Step) -> str:
    comment = one_line(step.comment)
    return escaped(f"{step.name}: {comment}" if comment else step.name)


def draw_figure(figure: Figure, x: float, y: float) -> str:
    """The figure with its upper left corner at a point."""
    return "".join((f"<g><title>{figure.spoken}</title>", *_shape(figure, x, y), *_texts(figure, x, y), "</g>"))


def _shape(figure: Figure, x: float, y: float) -> list[str]:
    w, h = figure.width, figure.height
    if figure.diamond:
        cut = 16.0
        corners = (
            (x, y + h / 2),
            (x + cut, y),
            (x + w - cut, y),
            (x + w, y + h / 2),
            (x + w - cut, y + h),
            (x + cut, y + h),
        )
        path = "L".join(f"{number(a)} {number(b)}" for a, b in corners)
        return [f'<path d="M{path}Z" fill="#fffbeb" stroke="{figure.colour}" stroke-width="1.2"/>']
    dashes = ' stroke-dasharray="4 3"' if figure.colour == UNDO else ""
    side = min(26.0, h - 10)
    return [
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}" rx="8" fill="#ffffff" '
        f'stroke="{figure.colour}" stroke-opacity="0.6" stroke-width="1.2"{dashes}/>',
        f'<rect x="{number(x + 8)}" y="{number(y + (h - side) / 2)}" width="{number(side)}" height="{number(side)}" '
        f'rx="6" fill="{figure.colour}"/>',
        drawn(figure.glyph, x + 8 + side / 8, y + (h - side) / 2 + side / 8, side * 0.75, "#ffffff"),
    ]


def _texts(figure: Figure, x: float, y: float) -> list[str]:
    small = figure.colour == UNDO
    size = SMALL + 0.5 if small else NAME_SIZE
    weight = "" if small else 'font-weight="600"'
    middle = 'text-anchor="middle"' if figure.diamond else ""
    left = x + figure.width / 2 if figure.diamond else x + (32 if small else 42)
    block = 15.0 * len(figure.lines) + (13 if figure.below else 0)
    base = y + (figure.height - block) / 2 + 11.5
    parts = [
        text_line(left, base + 15 * i, line, size, INK, " ".join(filter(None, (weight, middle))))
        for i, line in enumerate(figure.lines)
    ]
    if figure.below:
        parts.append(text_line(left, base + 15 * len(figure.lines) - 1, figure.below, SMALL, SOFT, middle))
    return [*parts, *_mark(figure, x + figure.width, y)] if figure.mark else parts


def _mark(figure: Figure, right: float, top: float) -> list[str]:
    width = width_of(figure.mark, 9) + 10
    return [
        f'<rect x="{number(right - width - 6)}" y="{number(top - 7)}" width="{number(width)}" height="14" rx="7" '
        f'fill="#ffffff" stroke="{figure.colour}" stroke-opacity="0.6"/>',
        text_line(right - width / 2 - 6, top + 3.3, figure.mark, 9, SOFT, 'text-anchor="middle"'),
    ]
