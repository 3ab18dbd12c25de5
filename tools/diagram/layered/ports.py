"""Where lines meet the boxes: labelled ones each at a place of its own, the others of a style together."""

from __future__ import annotations

from tools.diagram.layered.model import Grid, Item, Segment

LABELLED = 16.0
PLAIN = 10.0
EDGE = 8.0
"""Least distance from a box's corner."""


def spread_ports(grid: Grid) -> None:
    """Spreads the ports of every box along its sides, in the order in which the lines come in."""
    for column in grid.columns:
        for item in column:
            if item.solid:
                _spread_left(item)
                _spread_right(item)


def slide_ports(grid: Grid) -> None:
    """Moves the only port of a side to where its line runs straight, if that is still on the box."""
    for segments in grid.segments():
        for segment in segments:
            bend = segment.end - segment.start
            if segment.broken or abs(bend) < 1e-6:
                continue
            if segment.a.solid and len(segment.a.right) == 1:
                segment.from_a = _within(segment.a, segment.from_a + bend)
            bend = segment.end - segment.start
            if abs(bend) > 1e-6 and segment.b.solid and len(segment.b.left) == 1:
                segment.from_b = _within(segment.b, segment.from_b - bend)


def _within(item: Item, offset: float) -> float:
    room = max(0.0, item.breadth / 2 - EDGE)
    return min(room, max(-room, offset))


def _spread_left(item: Item) -> None:
    ports: dict[tuple[str, int], list[Segment]] = {}
    for segment in item.left:
        ports.setdefault((segment.style, segment.a.label), []).append(segment)
    groups = sorted(ports.values(), key=lambda group: sum(s.a.at for s in group) / len(group))
    steps = [LABELLED if group[0].a.label >= 0 else PLAIN for group in groups]
    for group, offset in zip(groups, _offsets(item, steps), strict=True):
        for segment in group:
            segment.from_b = offset


def _spread_right(item: Item) -> None:
    ports: dict[str, list[Segment]] = {}
    for segment in item.right:
        ports.setdefault(segment.style, []).append(segment)
    groups = sorted(ports.values(), key=lambda group: sum(s.b.at for s in group) / len(group))
    for group, offset in zip(groups, _offsets(item, [PLAIN] * len(groups)), strict=True):
        for segment in group:
            segment.from_a = offset


def _offsets(item: Item, steps: list[float]) -> list[float]:
    """Distances of the ports from the middle of the box, as far apart as wanted or as it has room."""
    places: list[float] = []
    here = 0.0
    for index, step in enumerate(steps):
        here += (steps[index - 1] + step) / 2 if index else 0.0
        places.append(here)
    if not places:
        return []
    room = max(0.0, item.breadth - 2 * EDGE)
    scale = min(1.0, room / here) if here else 1.0
    return [(place - here / 2) * scale for place in places]
