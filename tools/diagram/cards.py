"""Cards: how a component is drawn in an architecture picture."""

from __future__ import annotations

from dataclasses import dataclass

from tools.design.components import Component
from tools.design.plaintext import one_line
from tools.design.xmltext import escaped
from tools.diagram.families import FAMILY_OF, Family
from tools.diagram.icons import drawn, glyph_of
from tools.diagram.markup import number, text_line
from tools.diagram.text import ELLIPSIS, fitted, width_of, wrapped
from tools.diagram.wording import name_of, service_name, words_of

NAME_SIZE = 12.0
SERVICE_SIZE = 10.0
CHIP_SIZE = 9.5
TILE = 30.0
MARGIN = 9.0
LEAST = 126.0
"""Least width of a card."""
LINE = 15.0
SLACK = 0.5
"""What a text may exceed its room by, so that one that made the room fits into it."""
CHIP = 19.0
INK, SOFT, EDGE_COLOUR = "#0f172a", "#55627a", "#cbd5e1"


@dataclass(frozen=True, slots=True)
class Card:
    """A component ready to be drawn: what is written on it, and the room it takes at least."""

    component: Component
    family: Family
    name: str
    service: str
    lines: tuple[str, ...]
    chips: tuple[Component, ...]
    length: float
    breadth: float


def card_of(component: Component, provider: str, chips: tuple[Component, ...], most: float) -> Card:
    """The card of a component, at most so wide."""
    name, service = _card_name(component, most - _aside()), service_name(component, provider)
    wanted = max(width_of(name, NAME_SIZE, bold=True), width_of(service, SERVICE_SIZE))
    length = min(most, max(LEAST, wanted + _aside()))
    lines = wrapped(name, length - _aside() + SLACK, NAME_SIZE, 2, bold=True)
    breadth = max(48.0, 18 + LINE * len(lines) + 13) + CHIP * len(chips)
    return Card(component, FAMILY_OF[component.kind], name, service, lines, chips, length, breadth)


def _card_name(component: Component, room: float) -> str:
    """What a component is called on its card: its title, unless that is too long for two lines and its name is not."""
    title = name_of(component)
    if wrapped(title, room, NAME_SIZE, 2, bold=True)[-1].endswith(ELLIPSIS):
        return words_of(component.name)
    return title


def _aside() -> float:
    return MARGIN + TILE + 9 + MARGIN


def draw_card(card: Card, x: float, y: float, width: float, height: float) -> str:
    """The card in its place."""
    family, component = card.family, card.component
    lines = wrapped(card.name, width - _aside() + SLACK, NAME_SIZE, 2, bold=True)
    dashes = ' stroke-dasharray="4 3"' if component.kind == "external" else ""
    top = y + (height - CHIP * len(card.chips)) / 2
    left = x + MARGIN + TILE + 9
    block = LINE * len(lines) + 12
    base = top - block / 2 + 11
    parts = [
        f"<g><title>{_spoken(card)}</title>",
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="8" '
        f'fill="#ffffff" stroke="{family.colour}" stroke-opacity="0.55" stroke-width="1.2"{dashes}/>',
        f'<rect x="{number(x + MARGIN)}" y="{number(top - TILE / 2)}" width="{number(TILE)}" height="{number(TILE)}" '
        f'rx="7" fill="{family.colour}"/>',
        drawn(glyph_of(component), x + MARGIN + 4, top - TILE / 2 + 4, TILE - 8, "#ffffff"),
    ]
    for index, line in enumerate(lines):
        parts.append(text_line(left, base + LINE * index, line, NAME_SIZE, INK, 'font-weight="600"'))
    service = fitted(card.service, width - _aside(), SERVICE_SIZE)
    parts.append(text_line(left, base + LINE * len(lines) - 1, service, SERVICE_SIZE, family.colour))
    for index, part in enumerate(card.chips):
        parts.append(draw_chip(part, x + MARGIN, y + height - CHIP * (len(card.chips) - index) - 4, width - 2 * MARGIN))
    return "".join((*parts, "</g>"))


def draw_chip(component: Component, x: float, y: float, width: float) -> str:
    """A supporting component, small."""
    family = FAMILY_OF[component.kind]
    name = name_of(component)
    shown = fitted(name, width - 26, CHIP_SIZE)
    return (
        f"<g><title>{escaped(name)}</title>"
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="16" rx="5" fill="{family.tint}"/>'
        f"{drawn(glyph_of(component), x + 4, y + 2, 12, family.colour)}"
        f"{text_line(x + 20, y + 11.5, shown, CHIP_SIZE, INK)}</g>"
    )


def chip_width(component: Component) -> float:
    """The width of a chip whose name is to be read in full, up to a bound."""
    return min(180.0, width_of(name_of(component), CHIP_SIZE) + 28)


def _spoken(card: Card) -> str:
    text = f"{name_of(card.component)} ({card.service})"
    description = one_line(card.component.description)
    return escaped(f"{text}: {description}" if description else text)
