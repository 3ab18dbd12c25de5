"""Rows: a flow longer than the picture may be goes on in a new row below."""

from __future__ import annotations

import math

from tools.diagram.layered.model import Grid, Item, Spacing


def broken(grid: Grid) -> None:
    """Breaks the columns into rows of about the same length, if they are too long together; in place."""
    spacing = grid.spacing
    lengths = [_length(column, spacing) for column in grid.columns]
    total = sum(lengths)
    if not spacing.limit or total <= spacing.limit:
        return
    count = math.ceil(total / (spacing.limit - _TURN))
    share = total / count
    here = 0.0
    breaks: list[int] = []
    for index, length in enumerate(lengths):
        boxes_before = index > 0 and any(item.solid for item in grid.columns[index - 1])
        if boxes_before and here + length / 2 > share and len(breaks) < count - 1:
            breaks.append(index)
            here = 0.0
        here += length
    grid.breaks = tuple(breaks)
    _part_frames(grid)


def _length(column: list[Item], spacing: Spacing) -> float:
    """About how long a column is, with the gap behind it: less where there are only labels."""
    gap = spacing.gap + 2 * spacing.tracks if any(item.solid for item in column) else spacing.gap / 2
    return max((item.length for item in column), default=0.0) + gap


_TURN = 80.0
"""Room for the lines that lead from one row to the next."""


def row_of(grid: Grid, column: int) -> int:
    """The row a column stands in."""
    return sum(1 for first in grid.breaks if first <= column)


def _part_frames(grid: Grid) -> None:
    """A frame that goes on in another row becomes one for each row."""
    clusters: dict[str, None] = {}
    for index, column in enumerate(grid.columns):
        row = row_of(grid, index)
        for item in column:
            item.cluster = part_name(item.cluster, row)
            if item.cluster:
                clusters[item.cluster] = None
            _mark(grid, item, row)
    grid.clusters = tuple(clusters)


def _mark(grid: Grid, item: Item, row: int) -> None:
    for segment in item.right:
        segment.broken = row_of(grid, segment.b.column) != row


def part_name(cluster: str, row: int) -> str:
    """The name of the part of a frame that lies in a row."""
    return f"{cluster}\n{row}" if cluster and row else cluster


def whole_name(part: str) -> str:
    """The name of the frame that a part belongs to."""
    return part.split("\n")[0]
