"""The picture of an architecture, as SVG: what flows in from the left, and where it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tools.design.design import Design
from tools.design.plaintext import one_line
from tools.design.xmltext import escaped
from tools.diagram.cards import Card, card_of, chip_width, draw_card, draw_chip
from tools.diagram.families import FAMILIES
from tools.diagram.layered import Arrangement, Box, Line, Spacing, arrange, measure
from tools.diagram.markup import arrow_head, document, number, rounded_path, text_line
from tools.diagram.scene import Connection, Detail, LineStyle, Scene, scene_of
from tools.diagram.text import fitted, width_of
from tools.diagram.wording import words_of

LABEL_SIZE = 10.0
PAD = 28.0
HEADER = 70.0
LIMIT = 1800.0
"""Widest picture, in pixels."""
SHRUNK = 1.17
"""How much more than that is drawn, and shrunk to it, before the flow goes on in a new row."""


@dataclass(frozen=True, slots=True)
class Measures:
    """How generously things are drawn."""

    card: float
    """Widest card."""
    label: float
    """Longest text on a line."""
    spacing: Spacing


_DRAWN = LIMIT - 2 * PAD
ROOMY = Measures(178, 118, Spacing(20, 11, 8, 34, 14, 24, raised=True, stretch=True, limit=_DRAWN * SHRUNK))
COMPACT = Measures(166, 96, Spacing(18, 11, 7, 28, 12, 24, raised=True, stretch=True, limit=_DRAWN * SHRUNK))

_LINES: dict[LineStyle, tuple[str, str, str]] = {
    "sync": ("#334155", "1.5", ""),
    "async": ("#8b1d62", "1.4", "5 4"),
    "data": ("#5b8a75", "1.2", ""),
    "trust": ("#b04a46", "1.2", "1.5 3"),
}
"""Colour, width and dashes of each kind of line."""

_MEANINGS: dict[LineStyle, str] = {
    "sync": "waits for an answer",
    "async": "hands over",
    "data": "reads or writes",
    "trust": "asks who it is",
}


def architecture_svg(design: Design, detail: Detail = "overview") -> str:
    """The picture of a design as an SVG document.

    At most about 1800 pixels wide: longer chains go on in a new row. `full` also shows supporting parts (dead-letter
    queues, idempotency tables, keys), beside what they are for. The same design gives the same bytes.
    """
    scene = scene_of(design, detail)
    measures = ROOMY if _extent(design, scene, ROOMY) <= _DRAWN else COMPACT
    cards = _cards(design, scene, measures)
    arrangement = arrange(_boxes(cards, scene), _lines(scene, measures), measures.spacing)
    shared = _strip(scene, max(arrangement.length, 460.0))
    title = one_line(design.title) or words_of(design.name)
    width = max(arrangement.length, 460.0, min(LIMIT, width_of(title, 20, bold=True))) + 2 * PAD
    foot = HEADER + arrangement.breadth + 26
    legend = list(_legend(scene, cards, width - 2 * PAD))
    height = foot + sum(26.0 for _ in shared) + 26 * (1 + max((row for row, _, _ in legend), default=0)) + PAD / 2
    body = [
        *_heading(design, title, scene, width),
        *_frames(arrangement),
        *_connections(scene, arrangement),
        *_drawn_cards(cards, arrangement),
        *_labels(scene, arrangement, measures),
        *(_moved(chips, PAD, foot + 26 * row) for row, chips in enumerate(shared)),
        *(_moved(markup, PAD + x, foot + 26 * (len(shared) + row)) for row, x, markup in legend),
    ]
    return document(width, height, title, _description(design, scene), body, LIMIT)


def _extent(design: Design, scene: Scene, measures: Measures) -> float:
    boxes = _boxes(_cards(design, scene, measures), scene)
    return measure(boxes, _lines(scene, measures), measures.spacing)


def _cards(design: Design, scene: Scene, measures: Measures) -> dict[str, Card]:
    provider = design.requirements.provider.value
    return {c.name: card_of(c, provider, scene.beside.get(c.name, ()), measures.card) for c in scene.shown}


def _boxes(cards: dict[str, Card], scene: Scene) -> list[Box]:
    leading = {connection.source for connection in scene.connections}
    return [
        Box(name, c.length, c.breadth, c.component.group or "", c.component.kind == "external" and name in leading)
        for name, c in cards.items()
    ]


def _lines(scene: Scene, measures: Measures) -> list[Line]:
    lines: list[Line] = []
    for connection in scene.connections:
        text = _text(connection, measures)
        label = (width_of(text, LABEL_SIZE) + 6, 13.0) if text else None
        lines.append(Line(connection.source, connection.target, connection.style, label, "\n".join(connection.texts)))
    return lines


def _text(connection: Connection, measures: Measures) -> str:
    first, *others = (*connection.texts, "")
    more = f" +{len(others) - 1}" if len(others) > 1 else ""
    return fitted(first, measures.label - width_of(more, LABEL_SIZE), LABEL_SIZE) + more


def _heading(design: Design, title: str, scene: Scene, width: float) -> Iterator[str]:
    requirements = design.requirements
    facts = [requirements.provider.value.upper(), *requirements.regions.value, f"{len(design.components)} components"]
    yield text_line(PAD, 36, fitted(title, width - 2 * PAD, 20, bold=True), 20, "#0f172a", 'font-weight="700"')
    yield text_line(PAD, 55, fitted(" · ".join(facts), width - 2 * PAD, 11), 11, "#55627a")


def _frames(arrangement: Arrangement) -> Iterator[str]:
    for cluster, place in arrangement.frames:
        name = fitted(words_of(cluster), max(60.0, place.length - 20), 11, bold=True)
        yield (
            f'<g><title>{escaped(words_of(cluster))}</title><rect x="{number(PAD + place.along)}" '
            f'y="{number(HEADER + place.across)}" width="{number(place.length)}" height="{number(place.breadth)}" '
            f'rx="12" fill="#f8fafc" stroke="#94a3b8" stroke-dasharray="2 3"/>'
        )
        yield text_line(PAD + place.along + 12, HEADER + place.across + 17, name, 11, "#475569", 'font-weight="600"')
        yield "</g>"


def _connections(scene: Scene, arrangement: Arrangement) -> Iterator[str]:
    for connection, route in zip(scene.connections, arrangement.routes, strict=True):
        colour, width, dashes = _LINES[connection.style]
        points = [(PAD + along, HEADER + across) for along, across in route]
        texts = f": {', '.join(connection.texts)}" if connection.texts else ""
        spoken = escaped(f"{words_of(connection.source)} → {words_of(connection.target)}{texts}")
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        path = rounded_path(points, 7)
        yield (
            f'<g><title>{spoken}</title><path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dash}/>'
            f"{arrow_head(points[-1], points[-2], colour)}</g>"
        )


def _drawn_cards(cards: dict[str, Card], arrangement: Arrangement) -> Iterator[str]:
    for name, card in cards.items():
        place = arrangement.boxes[name]
        yield draw_card(card, PAD + place.along, HEADER + place.across, place.length, place.breadth)


def _labels(scene: Scene, arrangement: Arrangement, measures: Measures) -> Iterator[str]:
    for index, place in arrangement.labels.items():
        connection = scene.connections[index]
        x, y = PAD + place.along + 3, HEADER + place.bottom - 3
        yield text_line(x, y, _text(connection, measures), LABEL_SIZE, _LINES[connection.style][0])


def _strip(scene: Scene, room: float) -> list[list[str]]:
    """The rows of the supporting parts that several components share."""
    rows: list[list[str]] = []
    x = room
    for component in scene.shared:
        width = chip_width(component)
        if x + width > room:
            rows.append([text_line(0, 11.5, "Shared", 9.5, "#55627a")])
            x = 48.0
        rows[-1].append(draw_chip(component, x, 0, width))
        x += width + 8
    return rows


def _moved(parts: Sequence[str] | str, x: float, y: float) -> str:
    return f'<g transform="translate({number(x)} {number(y)})">{"".join(parts)}</g>'


def _legend(scene: Scene, cards: dict[str, Card], room: float) -> Iterator[tuple[int, float, str]]:
    """The parts of the legend, each with its row and where it begins."""
    entries: list[tuple[float, str]] = []
    used = {card.family.name for card in cards.values()}
    for family in FAMILIES:
        if family.name in used:
            swatch = f'<rect y="2" width="11" height="11" rx="3" fill="{family.colour}"/>'
            text = text_line(17, 11.5, family.title, 10, "#475569")
            entries.append((17 + width_of(family.title, 10) + 18, swatch + text))
    styles = {connection.style for connection in scene.connections}
    for style, (colour, width, dashes) in _LINES.items():
        if style in styles:
            dash = f' stroke-dasharray="{dashes}"' if dashes else ""
            stroke = f'<path d="M0 8H24" stroke="{colour}" stroke-width="{width}"{dash}/>'
            head = arrow_head((28, 8), (0, 8), colour)
            text = text_line(34, 11.5, _MEANINGS[style], 10, "#475569")
            entries.append((34 + width_of(_MEANINGS[style], 10) + 18, stroke + head + text))
    row, x = 0, 0.0
    for width_needed, markup in entries:
        if x and x + width_needed > room:
            row, x = row + 1, 0.0
        yield row, x, markup
        x += width_needed


def _description(design: Design, scene: Scene) -> str:
    summary = one_line(design.summary)
    count = f"{len(scene.shown)} components and {len(scene.connections)} connections."
    return f"{summary} {count}" if summary else f"Architecture with {count}"
