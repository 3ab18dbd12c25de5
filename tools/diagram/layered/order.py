"""The order within each column: few crossings, and every frame's items together.

Layers are swept back and forth; an item goes where the mean of its neighbours lies, a frame where the mean of its items
does (Sugiyama, Tagawa and Toda 1981). The order with the fewest crossings seen is kept.
"""

from __future__ import annotations

from bisect import bisect_right, insort

from tools.diagram.layered.model import Grid, Item, Segment

SWEEPS = 8


def ordered(grid: Grid) -> int:
    """Orders every column of the grid in place; the number of crossings that remain."""
    for column in grid.columns:
        _stack(column)
    frames = _frame_positions(grid)
    for column in grid.columns:
        _sort(column, frames)
    best, kept = crossings(grid), [list(column) for column in grid.columns]
    idle = 0
    for sweep in range(SWEEPS):
        _sweep(grid, forward=sweep % 2 == 0)
        found = crossings(grid)
        if found < best:
            best, kept, idle = found, [list(column) for column in grid.columns], 0
        else:
            idle += 1
        if best == 0 or idle == 3:
            break
    for column, order in zip(grid.columns, kept, strict=True):
        column[:] = order
        _stack(column)
    return best


def crossings(grid: Grid) -> int:
    """How many pairs of segments cross, by the positions of their ends."""
    total = 0
    for segments in grid.segments():
        total += _inversions(sorted((s.a.index, s.b.index) for s in segments))
    return total


def _inversions(pairs: list[tuple[int, int]]) -> int:
    seen: list[int] = []
    found = 0
    for _, position in pairs:
        found += len(seen) - bisect_right(seen, position)
        insort(seen, position)
    return found


def _sweep(grid: Grid, *, forward: bool) -> None:
    frames = _frame_positions(grid)
    columns = grid.columns if forward else grid.columns[::-1]
    for column in columns:
        for item in column:
            neighbours = item.left if forward else item.right
            if neighbours:
                item.at = _mean(neighbours, forward)
        _sort(column, frames)


def _sort(column: list[Item], frames: dict[str, float]) -> None:
    """Sorts a column by position, the items of a frame together: in all columns frames follow in one order."""
    column.sort(key=lambda item: (frames.get(item.cluster, item.at), item.cluster, item.at))
    _stack(column)


def _mean(segments: list[Segment], forward: bool) -> float:
    if forward:
        return sum(segment.a.at for segment in segments) / len(segments)
    return sum(segment.b.at for segment in segments) / len(segments)


def _frame_positions(grid: Grid) -> dict[str, float]:
    if not grid.clusters:
        return {}
    places: dict[str, list[float]] = {cluster: [] for cluster in grid.clusters}
    for column in grid.columns:
        for item in column:
            if item.cluster:
                places[item.cluster].append(item.at)
    return {cluster: sum(found) / len(found) for cluster, found in places.items()}


def _stack(column: list[Item]) -> None:
    """Positions of a column's items one below the other, around the middle of the picture."""
    total = sum(item.breadth + _AIR for item in column)
    here = -total / 2
    for index, item in enumerate(column):
        item.index = index
        item.at = here + (item.breadth + _AIR) / 2
        here += item.breadth + _AIR


_AIR = 12.0
