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
    """Moves ports to where their lines run straight: the only one of a side anywhere on it, the others a little."""
    for segments in grid.segments():
        for segment in segments:
            if segment.broken:
                continue
            bend = segment.end - segment.start
            if segment.b.solid and _may_slide(segment.b.left, segment, bend):
                segment.from_b = _within(segment.b, segment.from_b - bend)
            bend = segment.end - segment.start
            if segment.a.solid and _may_slide(segment.a.right, segment, bend):
                segment.from_a = _within(segment.a, segment.from_a + bend)


NUDGE = 4.0


def _may_slide(side: list[Segment], segment: Segment, bend: float) -> bool:
    """Whether a port may move so far: alone on its side always, alone in its place if it stays clear of the others."""
    if len(side) == 1:
        return True
    shared = sum(1 for other in side if other.style == segment.style and other.a.label == segment.a.label)
    return shared == 1 and abs(bend) < NUDGE


def _within(item: Item, offset: float) -> float:
    room = max(0.0, item.breadth / 2 - EDGE)
    return min(room, max(-room, offset))


def _spread_left(item: Item) -> None:
    ports: dict[tuple[str, int], list[Segment]] = {}
    for segment in item.left:
        ports.setdefault((segment.style, segment.a.label), []).append(segment)
    groups = sorted(ports.values(), key=lambda group: sum(s.a.at for s in group) / len(group))
    steps = [LABELLED if group[0].a.label >= 0 else PLAIN for group in groups]
    for group, offset in zip(groups, _offsets(item, steps, groups), strict=True):
        for segment in group:
            segment.from_b = offset


def _spread_right(item: Item) -> None:
    ports: dict[str, list[Segment]] = {}
    for segment in item.right:
        ports.setdefault(segment.style, []).append(segment)
    groups = sorted(ports.values(), key=lambda group: sum(s.b.at for s in group) / len(group))
    for group, offset in zip(groups, _offsets(item, [PLAIN] * len(groups), groups), strict=True):
        for segment in group:
            segment.from_a = offset


def _offsets(item: Item, steps: list[float], groups: list[list[Segment]]) -> list[float]:
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
    centre = _centre(groups, places, here, room)
    return [(place - centre) * scale for place in places]


def _centre(groups: list[list[Segment]], places: list[float], whole: float, room: float) -> float:
    """Which place among the ports lies in the middle of the box: that of the line that counts most, if there is one."""
    weights = [max(segment.pull for segment in group) for group in groups]
    most = max(weights)
    if weights.count(most) > 1 or whole >= room:
        return whole / 2
    wanted = places[weights.index(most)]
    return min(room / 2, max(whole - room / 2, wanted))
