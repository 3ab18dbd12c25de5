"""Positions across the flow: every item as near to its neighbours as the order and the frames allow.

The items between two frames of a column take the positions of least squares under their order, found by pooling
adjacent violators (Ayer and others 1955). Frames are rigid: laid out inside first, then moved as wholes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from tools.diagram.layered.model import Grid, Item
from tools.diagram.layered.ports import spread_ports

ROUNDS = 6
FEW = 90
"""Items up to which twice as many rounds are made."""
INF = float("inf")


def _no_items() -> list[Item]:
    return []


@dataclass(slots=True, eq=False)
class Frame:
    """A cluster on its way to its place."""

    cluster: str
    first: int
    last: int
    items: list[Item] = field(default_factory=_no_items)
    top: float = 0.0
    breadth: float = 0.0
    air: float = 0.0

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.breadth

    def move(self, distance: float) -> None:
        """Moves the frame and all it holds."""
        self.top += distance
        for item in self.items:
            item.at += distance


Entry = Item | Frame


def settled(grid: Grid) -> list[Frame]:
    """Gives every item its position across the flow; the frames."""
    frames = {name: Frame(name, len(grid.columns), -1, air=grid.spacing.boxes / 2) for name in grid.clusters}
    columns = [_entries(column, index, frames) for index, column in enumerate(grid.columns)]
    for frame in frames.values():
        _lay_out(frame, grid)
    _descend(columns)
    spread_ports(grid)
    rounds = ROUNDS if sum(map(len, grid.columns)) > FEW else 2 * ROUNDS
    for number in range(rounds):
        _relax(columns, forward=number % 2 == 0)
        for frame in frames.values():
            _shift(frame, columns)
    spread_ports(grid)
    _relax(columns, forward=True)
    return list(frames.values())


def _entries(column: list[Item], index: int, frames: dict[str, Frame]) -> list[Entry]:
    entries: list[Entry] = []
    for item in column:
        frame = frames.get(item.cluster)
        if frame is None:
            entries.append(item)
            continue
        frame.items.append(item)
        if frame.last != index:
            entries.append(frame)
        frame.first, frame.last = min(frame.first, index), index
    return entries


def _lay_out(frame: Frame, grid: Grid) -> None:
    """Positions inside a frame, as if there were nothing else."""
    columns: list[list[Entry]] = [
        [item for item in column if item.cluster == frame.cluster]
        for column in grid.columns[frame.first : frame.last + 1]
    ]
    _descend(columns)
    for number in range(ROUNDS):
        _relax(columns, forward=number % 2 == 0, inside=True)
    spacing = grid.spacing
    top = min(item.top for item in frame.items) - spacing.frame - spacing.header
    frame.breadth = max(item.bottom for item in frame.items) + spacing.frame - top
    frame.top = top
    frame.move(-top)


def _descend(columns: list[list[Entry]]) -> None:
    """First positions: everything as high as its order allows."""
    for _ in range(1 + sum(map(len, columns))):
        moved = False
        for column in columns:
            floor = 0.0
            for position, entry in enumerate(column):
                if position:
                    floor = column[position - 1].bottom + gap_between(column[position - 1], entry)
                if isinstance(entry, Item):
                    entry.at = floor + entry.breadth / 2
                elif entry.top < floor - 1e-6:
                    entry.move(floor - entry.top)
                    moved = True
        if not moved:
            return


def gap_between(above: Entry, below: Entry) -> float:
    """Least distance between two neighbours of a column."""
    return above.air + below.air


def _relax(columns: list[list[Entry]], *, forward: bool, inside: bool = False) -> None:
    for column in columns if forward else columns[::-1]:
        run: list[Item] = []
        low, above = -INF, None
        for entry in column:
            if isinstance(entry, Item):
                if not run and above is not None:
                    low = above.bottom + gap_between(above, entry)
                run.append(entry)
                continue
            if run:
                _pool(run, low, entry.top - gap_between(run[-1], entry), inside=inside)
            run, above = [], entry
            low = -INF
        if run:
            _pool(run, low, INF, inside=inside)


def _pool(run: list[Item], low: float, high: float, *, inside: bool) -> None:
    """Positions of least squares for a run of items in their order, between two bounds."""
    offsets = [0.0]
    offset = 0.0
    for before, item in pairwise(run):
        offset += (before.breadth + item.breadth) / 2 + before.air + item.air
        offsets.append(offset)
    blocks: list[tuple[float, float, int]] = []
    for item, shift in zip(run, offsets, strict=True):
        wanted, weight = _wanted(item, inside)
        total, count = (wanted - shift) * weight, 1
        while blocks and blocks[-1][0] * weight > total * blocks[-1][1]:
            pooled, heavy, members = blocks.pop()
            total, weight, count = total + pooled, weight + heavy, count + members
        blocks.append((total, weight, count))
    floor = low + run[0].breadth / 2
    ceiling = max(floor, high - run[-1].breadth / 2 - offset)
    index = 0
    for total, weight, count in blocks:
        base = min(ceiling, max(floor, total / weight))
        for position in range(index, index + count):
            run[position].at = base + offsets[position]
        index += count


def _wanted(item: Item, inside: bool) -> tuple[float, float]:
    """Where the lines of an item would run straight, those inside its frame or all, and how much that counts."""
    total = weight = 0.0
    for segment in item.left:
        other = segment.a
        if not segment.broken and not (inside and other.cluster != item.cluster):
            weight += segment.pull
            total += segment.pull * (other.at + segment.from_a - segment.from_b)
    for segment in item.right:
        other = segment.b
        if not segment.broken and not (inside and other.cluster != item.cluster):
            weight += segment.pull
            total += segment.pull * (other.at + segment.from_b - segment.from_a)
    return (total / weight, weight) if weight else (item.at, 0.01)


def _shift(frame: Frame, columns: list[list[Entry]]) -> None:
    """Moves a frame to where its lines to the outside run as straight as they can."""
    bends = _bends(frame)
    if not bends:
        return
    up, down = -INF, INF
    for column in columns[frame.first : frame.last + 1]:
        position = column.index(frame)
        if position:
            above = column[position - 1]
            up = max(up, above.bottom + gap_between(above, frame) - frame.top)
        if position + 1 < len(column):
            below = column[position + 1]
            down = min(down, below.top - gap_between(frame, below) - frame.bottom)
    if up <= down:
        frame.move(min(down, max(up, sum(bends) / len(bends))))


def _bends(frame: Frame) -> list[float]:
    """How far each line that leaves or enters a frame is from running straight."""
    bends: list[float] = []
    for item in frame.items:
        bends += [s.start - s.end for s in item.left if s.a.cluster != frame.cluster and not s.broken]
        bends += [s.end - s.start for s in item.right if s.b.cluster != frame.cluster and not s.broken]
    return bends
