"""A second look at the order, once positions are known: what lies on the wrong side of a frame changes sides.

Before positions are known a frame that spans many columns has no height to compare with; so a line may have been led
around it the long way. Kept only if lines get shorter or fewer of them cross.
"""

from __future__ import annotations

from tools.diagram.layered.across import Frame, settled
from tools.diagram.layered.model import Grid, Item
from tools.diagram.layered.order import crossings

ROUNDS = 2
CROSSING = 40.0
"""How much longer lines may get for one crossing less."""


def refined(grid: Grid) -> list[Frame]:
    """Positions across the flow after the better of the orders tried; the frames."""
    frames = settled(grid)
    best, kept = _toil(grid), _orders(grid)
    for _ in range(ROUNDS if grid.clusters else 0):
        if not _resort(grid, frames):
            break
        frames = settled(grid)
        toil = _toil(grid)
        if toil >= best:
            _restore(grid, kept)
            return settled(grid)
        best, kept = toil, _orders(grid)
    return frames


def _toil(grid: Grid) -> float:
    """How far all lines climb and fall, crossings counted in."""
    bends = sum(abs(s.end - s.start) for segments in grid.segments() for s in segments if not s.broken)
    return bends + CROSSING * crossings(grid)


def _orders(grid: Grid) -> list[list[Item]]:
    return [list(column) for column in grid.columns]


def _restore(grid: Grid, orders: list[list[Item]]) -> None:
    for column, order in zip(grid.columns, orders, strict=True):
        column[:] = order
        for index, item in enumerate(column):
            item.index = index


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
