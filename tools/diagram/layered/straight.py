"""Straightening: lines that pass through columns keep their height as long as nothing is in their way."""

from __future__ import annotations

from tools.diagram.layered.across import INF, Frame, gap_between
from tools.diagram.layered.model import Grid, Item, Segment

MAIN = 10.0
"""Pull from which a line belongs to the main way."""


def straighten(grid: Grid, frames: list[Frame]) -> None:
    """Moves what passes through columns to the height of its line on the left, and labels to that on the right."""
    by_name = {frame.cluster: frame for frame in frames}
    chains = _chains(grid)
    for spine in _spines(grid):
        _align(grid, by_name, spine, spine[0].at)
    for _ in range(2):
        for column in reversed(grid.columns):
            for item in column:
                if item.label >= 0 and len(item.right) == 1 and not item.right[0].broken:
                    segment = item.right[0]
                    _align(grid, by_name, [item], segment.end - segment.from_a)
        for chain in chains:
            _align(grid, by_name, chain, _height_before(chain[0]))


def _chains(grid: Grid) -> list[list[Item]]:
    """Places that one line passes through one after the other, from left to right."""
    chains: list[list[Item]] = []
    for column in grid.columns:
        for item in column:
            if _is_passed(item) and not _goes_on(item.left[0]):
                chain = [item]
                while len(item.right) == 1 and _is_passed(item.right[0].b) and _goes_on(item.right[0]):
                    item = item.right[0].b
                    chain.append(item)
                chains.append(chain)
    return chains


def _spines(grid: Grid) -> list[list[Item]]:
    """Boxes that follow one another along lines that count most: the main way through a picture."""
    spines: list[list[Item]] = []
    entered: set[int] = set()
    for column in grid.columns:
        for item in column:
            if item.solid and id(item) not in entered:
                spine = [item]
                while (following := _main_way(spine[-1])) is not None and id(following) not in entered:
                    spine.append(following)
                    entered.add(id(following))
                if len(spine) > 1:
                    spines.append(spine)
    return spines


def _main_way(item: Item) -> Item | None:
    """The next box, if a single line that counts more than all others leads to it."""
    heavy = [segment for segment in item.right if segment.pull >= MAIN and segment.b.solid and not segment.broken]
    return heavy[0].b if len(heavy) == 1 and not item.cluster and not heavy[0].b.cluster else None


def _height_before(item: Item) -> float:
    """The height of the line that comes from the left; of the one that has passed before, if several join."""
    joining = [segment for segment in item.left if not segment.broken]
    passed = [segment for segment in joining if _is_passed(segment.a)]
    found = passed if len(joining) > 1 else joining
    return found[0].start - found[0].from_b if found else item.at


def _goes_on(segment: Segment) -> bool:
    """Whether a segment leads from one such place to the next of the same line."""
    alone = len(segment.a.right) == 1 and len(segment.b.left) == 1
    return alone and _is_passed(segment.a) and not segment.broken


def _is_passed(item: Item) -> bool:
    return not item.solid and item.label < 0 and bool(item.left)


def _align(grid: Grid, frames: dict[str, Frame], chain: list[Item], wanted: float) -> None:
    """Puts as many items of a chain as possible on one height, then as many of the rest, and so on."""
    here = 0
    while here < len(chain):
        low, high = _bounds(grid, frames, chain[here])
        end = here + 1
        while end < len(chain):
            lower, upper = _bounds(grid, frames, chain[end])
            if max(low, lower) > min(high, upper):
                break
            low, high, end = max(low, lower), min(high, upper), end + 1
        if low <= high:
            wanted = min(high, max(low, wanted))
            for item in chain[here:end]:
                item.at = wanted
        here = end


def _bounds(grid: Grid, frames: dict[str, Frame], item: Item) -> tuple[float, float]:
    """Between which heights the middle of an item may lie, its neighbours staying where they are."""
    column, position, spacing = grid.columns[item.column], item.index, grid.spacing
    own = frames.get(item.cluster)
    low = own.top + spacing.frame + spacing.header if own else -INF
    high = own.bottom - spacing.frame if own else INF
    if position:
        above = column[position - 1]
        edge = above if above.cluster == item.cluster else frames.get(above.cluster, None if own else above)
        low = max(low, edge.bottom + gap_between(edge, item)) if edge and edge is not own else low
    if position + 1 < len(column):
        below = column[position + 1]
        edge = below if below.cluster == item.cluster else frames.get(below.cluster, None if own else below)
        high = min(high, edge.top - gap_between(item, edge)) if edge and edge is not own else high
    return low + item.breadth / 2, high - item.breadth / 2
