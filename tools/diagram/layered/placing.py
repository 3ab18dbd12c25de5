"""Positions along the flow, and the corners of every line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.diagram.layered.across import Frame
from tools.diagram.layered.model import Arrangement, Grid, Item, Point, Rectangle, Segment
from tools.diagram.layered.rows import row_of, whole_name
from tools.diagram.layered.tracks import laid, turns


@dataclass(slots=True)
class _Row:
    """Columns that follow each other without a break."""

    first: int
    last: int
    top: float = 0.0
    bottom: float = 0.0
    end: float = 0.0
    """Where its columns end along the flow, frames included."""
    leaving: int = 0
    """How many lines lead from it to the next row."""


@dataclass(slots=True)
class _Columns:
    """Where every column starts and ends along the flow."""

    starts: list[float]
    ends: list[float]


def placed(grid: Grid, frames: Sequence[Frame], crossings: int) -> Arrangement:
    """The arrangement, its upper left corner at the origin."""
    rows = _rows(grid)
    gaps = grid.segments()
    for row in rows[:-1]:
        row.leaving = laid([segment for segment in gaps[row.last] if segment.broken])
    _stack_rows(grid, frames, rows)
    columns = _columns(grid, frames, rows, gaps)
    items = [item for column in grid.columns for item in column]
    router = _Router(grid, rows, columns)
    return Arrangement(
        max(row.end + _margin(grid, row) for row in rows),
        rows[-1].bottom,
        {item.box: router.rectangle(item) for item in items if item.box},
        tuple(router.route(path, back) for path, back in zip(grid.paths, grid.reversed, strict=True)),
        {item.label: _centred(item, columns) for item in items if item.label >= 0},
        tuple((whole_name(frame.cluster), _framed(frame, columns, grid.spacing.frame)) for frame in frames),
        crossings,
    )


def _rows(grid: Grid) -> list[_Row]:
    firsts = [0, *grid.breaks]
    lasts = [first - 1 for first in firsts[1:]] + [len(grid.columns) - 1]
    return [_Row(first, last) for first, last in zip(firsts, lasts, strict=True)]


def _margin(grid: Grid, row: _Row) -> float:
    """Room at the end of a row for the lines that leave it."""
    return row.leaving * grid.spacing.tracks + _TURN if row.leaving else 0.0


_TURN = 14.0


def _stack_rows(grid: Grid, frames: Sequence[Frame], rows: list[_Row]) -> None:
    """Puts the rows one below the other, with room between them for the lines that lead on."""
    floor = 0.0
    for row in rows:
        items = [item for column in grid.columns[row.first : row.last + 1] for item in column]
        inside = [frame for frame in frames if row.first <= frame.first <= row.last]
        highest = min([item.top for item in items] + [frame.top for frame in inside])
        row.top = floor
        row.bottom = floor - highest + max([item.bottom for item in items] + [frame.bottom for frame in inside])
        for item in items:
            item.at += floor - highest
        for frame in inside:
            frame.top += floor - highest
        floor = row.bottom + grid.spacing.rows + row.leaving * grid.spacing.tracks


def _columns(grid: Grid, frames: Sequence[Frame], rows: list[_Row], gaps: list[list[Segment]]) -> _Columns:
    """Where the columns are; turns the numbers of tracks into distances."""
    spacing = grid.spacing
    opening = {frame.first for frame in frames}
    closing = {frame.last for frame in frames}
    widest = max(row.leaving for row in rows)
    found = _Columns([], [])
    for row in rows:
        here = widest * spacing.tracks + _TURN if widest else 0.0
        for index in range(row.first, row.last + 1):
            here += spacing.frame if index in opening else 0.0
            found.starts.append(here)
            here += max((item.length for item in grid.columns[index]), default=0.0)
            found.ends.append(here)
            here += spacing.frame if index in closing else 0.0
            if index < row.last:
                here = _gap(gaps[index], here, _least(grid, index), spacing.tracks)
        row.end = here
    return found


def _least(grid: Grid, index: int) -> float:
    """Least width of the gap behind a column; less beside labels, where no arrow ends."""
    beside = any(item.label >= 0 for column in grid.columns[index : index + 2] for item in column)
    return grid.spacing.gap * 0.7 if beside else grid.spacing.gap


def _gap(segments: list[Segment], here: float, least: float, step: float) -> float:
    """Where a gap ends that begins here, wide enough for its tracks."""
    count = laid(segments)
    room = max(least, (count - 1) * step + least)
    first = here + (room - (count - 1) * step) / 2
    for segment in segments:
        segment.track = first + segment.track * step
    return here + room


def _centred(item: Item, columns: _Columns) -> Rectangle:
    middle = (columns.starts[item.column] + columns.ends[item.column]) / 2
    return Rectangle(middle - item.length / 2, item.top, item.length, item.breadth)


def _framed(frame: Frame, columns: _Columns, pad: float) -> Rectangle:
    start, end = columns.starts[frame.first] - pad, columns.ends[frame.last] + pad
    return Rectangle(start, frame.top, end - start, frame.breadth)


class _Router:
    """Turns paths into corners."""

    def __init__(self, grid: Grid, rows: list[_Row], columns: _Columns) -> None:
        self._grid = grid
        self._rows = rows
        self._columns = columns

    def rectangle(self, item: Item) -> Rectangle:
        """The place of a box."""
        start, end = self._columns.starts[item.column], self._columns.ends[item.column]
        length = end - start if self._grid.spacing.stretch else item.length
        return Rectangle(start, item.top, length, item.breadth)

    def route(self, path: list[Segment], back: bool) -> tuple[Point, ...]:
        """The corners of one line, from its source to its target."""
        if not path:
            return ()
        points: list[Point] = [(self.rectangle(path[0].a).end, path[0].start)]
        for segment in path:
            if segment.broken:
                points += self._between_rows(segment)
            elif turns(segment):
                points += [(segment.track, segment.start), (segment.track, segment.end)]
        points.append((self._columns.starts[path[-1].b.column], path[-1].end))
        return tuple(points[::-1] if back else points)

    def _between_rows(self, segment: Segment) -> list[Point]:
        """Round the end of one row, through the space between, to the beginning of the next."""
        row = self._rows[row_of(self._grid, segment.a.column)]
        step = self._grid.spacing.tracks
        right = row.end + _TURN / 2 + segment.track * step
        channel = row.bottom + self._grid.spacing.rows / 2 + segment.track * step
        left = segment.track * step
        return [(right, segment.start), (right, channel), (left, channel), (left, segment.end)]
