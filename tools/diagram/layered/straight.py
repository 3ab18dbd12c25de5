"""Straightening: lines that pass through columns keep their height as long as nothing is in their way."""

from __future__ import annotations

from tools.diagram.layered.across import INF, Frame, gap_between
from tools.diagram.layered.model import Grid, Item, Segment


def straighten(grid: Grid, frames: list[Frame]) -> None:
    """Moves what passes through columns to the height of its line on the left, and labels to that on the right."""
    by_name = {frame.cluster: frame for frame in frames}
    chains = _chains(grid)
    for _ in range(2):
        for column in reversed(grid.columns):
            for item in column:
                if item.label >= 0 and len(item.right) == 1 and not item.right[0].broken:
                    segment = item.right[0]
                    _align(grid, by_name, [item], segment.end - segment.from_a)
        for chain in chains:
            segment = chain[0].left[0]
            _align(grid, by_name, chain, chain[0].at if segment.broken else segment.start - segment.from_b)


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


def _goes_on(segment: Segment) -> bool:
    """Whether a segment leads from one such place to the next of the same line."""
    return _is_passed(segment.a) and len(segment.a.right) == 1 and not segment.broken


def _is_passed(item: Item) -> bool:
    return not item.solid and item.label < 0 and len(item.left) == 1


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
