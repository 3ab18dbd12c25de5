"""A second look at the order, once positions are known: what lies on the wrong side of a frame changes sides.

Before positions are known a frame that spans many columns has no height to compare with; so a line may have been led
around it the long way. Kept only if lines get shorter or fewer of them cross.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.diagram.layered.across import Frame, settled
from tools.diagram.layered.model import Grid, Item
from tools.diagram.layered.order import crossings

CROSSING = 40.0
"""How much longer lines may get for one crossing less."""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The order and the positions of everything at one time."""

    orders: list[list[Item]]
    heights: list[list[float]]
    ports: list[list[tuple[float, float]]]


def refined(grid: Grid) -> list[Frame]:
    """Positions across the flow after the better of the two orders; the frames."""
    frames = settled(grid)
    if not grid.clusters:
        return frames
    before, toil = _taken(grid), _toil(grid)
    if not _resort(grid, frames):
        return frames
    better = settled(grid)
    if _toil(grid) < toil:
        return better
    _restore(grid, before)
    return frames


def _toil(grid: Grid) -> float:
    """How far all lines climb and fall, crossings counted in."""
    bends = sum(abs(s.end - s.start) for segments in grid.segments() for s in segments if not s.broken)
    return bends + CROSSING * crossings(grid)


def _taken(grid: Grid) -> _Snapshot:
    return _Snapshot(
        [list(column) for column in grid.columns],
        [[item.at for item in column] for column in grid.columns],
        [[(segment.from_a, segment.from_b) for segment in segments] for segments in grid.segments()],
    )


def _restore(grid: Grid, snapshot: _Snapshot) -> None:
    for column, order, heights in zip(grid.columns, snapshot.orders, snapshot.heights, strict=True):
        column[:] = order
        for index, (item, height) in enumerate(zip(column, heights, strict=True)):
            item.index, item.at = index, height
    for segments, ports in zip(grid.segments(), snapshot.ports, strict=True):
        for segment, (from_a, from_b) in zip(segments, ports, strict=True):
            segment.from_a, segment.from_b = from_a, from_b


def _resort(grid: Grid, frames: list[Frame]) -> bool:
    """Sorts every column anew by where its items ought to be; whether anything changed."""
    middles = {frame.cluster: (frame.top + frame.bottom) / 2 for frame in frames}
    wanted = {id(item): middles.get(item.cluster, _ideal(item)) for column in grid.columns for item in column}
    changed = False
    for column in grid.columns:
        before = list(column)
        column.sort(key=lambda item: (wanted[id(item)], item.cluster, item.index))
        changed = changed or column != before
        for index, item in enumerate(column):
            item.index = index
    return changed


def _ideal(item: Item) -> float:
    """The mean height of the boxes that the lines of an item come from and lead to."""
    heights = _ends(item, left=True) + _ends(item, left=False)
    return sum(heights) / len(heights) if heights else item.at


def _ends(item: Item, *, left: bool) -> list[float]:
    heights: list[float] = []
    waiting = [item]
    while waiting:
        here = waiting.pop()
        for segment in here.left if left else here.right:
            if segment.broken:
                continue
            other = segment.a if left else segment.b
            if other.solid:
                heights.append(other.at)
            else:
                waiting.append(other)
    mean = sum(heights) / len(heights) if heights else 0.0
    return [mean] if heights else []
