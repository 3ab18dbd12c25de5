"""A layered arrangement of boxes and lines (Sugiyama), for pictures of a few to a few hundred boxes.

Owns ranks, order, positions and routes. Lines turn only between columns and pass columns where nothing else is, so that
no line runs through a box or a text, and no two texts overlap, by construction. Refuses to know what is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.diagram.layered.grid import gridded
from tools.diagram.layered.model import Arrangement, Box, Line, Point, Rectangle, Spacing
from tools.diagram.layered.order import crossings, ordered
from tools.diagram.layered.placing import placed
from tools.diagram.layered.ports import slide_ports
from tools.diagram.layered.ranks import ranked
from tools.diagram.layered.refining import refined
from tools.diagram.layered.rows import broken
from tools.diagram.layered.straight import straighten


def arrange(boxes: Sequence[Box], lines: Sequence[Line], spacing: Spacing | None = None) -> Arrangement:
    """Where every box, line, label and frame goes. Lines name boxes by their ids, which are unique."""
    if not boxes:
        return Arrangement(0.0, 0.0, {}, tuple(() for _ in lines), {}, ())
    grid = gridded(boxes, lines, spacing or Spacing())
    broken(grid)
    ordered(grid)
    frames = refined(grid)
    straighten(grid, frames)
    slide_ports(grid)
    return placed(grid, frames, crossings(grid))


def measure(boxes: Sequence[Box], lines: Sequence[Line], spacing: Spacing) -> float:
    """About how far boxes and lines extend along the flow in a single row."""
    if not boxes:
        return 0.0
    ranks, backward = ranked(boxes, lines)
    lengths: dict[int, float] = {}
    for box in boxes:
        lengths[ranks[box.id]] = max(lengths.get(ranks[box.id], 0.0), box.length)
    labels: dict[int, float] = {}
    for line, back in zip(lines, backward, strict=True):
        if line.label:
            rank = ranks[line.source if back else line.target]
            labels[rank] = max(labels.get(rank, 0.0), line.label[0] + spacing.gap / 2)
    return sum(lengths.values()) + sum(labels.values()) + (spacing.gap + 2 * spacing.tracks) * (len(lengths) - 1)


__all__ = ["Arrangement", "Box", "Line", "Point", "Rectangle", "Spacing", "arrange", "measure"]
