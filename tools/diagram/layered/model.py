"""What is arranged, and the arrangement.

Everything is said along two axes: `along` the flow, in which the ranks follow each other, and `across` it, in which
what shares a rank lies side by side. A picture that flows from left to right takes along as x, one that flows down
takes it as y.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Point = tuple[float, float]
"""Along, across."""


@dataclass(frozen=True, slots=True)
class Box:
    """Something to place."""

    id: str
    length: float
    """Extent along the flow."""
    breadth: float
    """Extent across it."""
    cluster: str = ""
    """The frame it lies in; empty for none."""
    anchored: bool = False
    """Whether it stays at the start of the flow though what it leads to comes later."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something to draw from one box to another."""

    source: str
    target: str
    style: str = ""
    """Lines of one style that leave the same box share their way until they part."""
    label: tuple[float, float] | None = None
    """Length and breadth of the text on it."""
    text: str = ""
    """The text itself: lines of one style and text that lead to the same box join before it, and have it once."""
    upstream: bool = False
    """Whether it runs against the flow by its nature."""
    weight: float = 1.0
    """How much it counts that it runs straight, beside others."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances, in the units of the boxes."""

    boxes: float = 20.0
    lines: float = 9.0
    tracks: float = 8.0
    gap: float = 30.0
    """Least distance between two ranks."""
    frame: float = 14.0
    """From a frame to what it holds."""
    header: float = 22.0
    """Room for a frame's title."""
    limit: float = 0.0
    """Longest extent along the flow before the ranks go on in a new row; 0 for none."""
    raised: bool = False
    """Whether lines run along the lower edge of their labels, not through their middle."""
    stretch: bool = False
    """Whether boxes become as long as the longest of their rank; otherwise they begin where their rank does."""
    rows: float = 46.0
    """Distance between two such rows."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A place: where it begins, and how far it extends."""

    along: float
    across: float
    length: float
    breadth: float

    @property
    def end(self) -> float:
        """Where it ends along the flow."""
        return self.along + self.length

    @property
    def bottom(self) -> float:
        """Where it ends across the flow."""
        return self.across + self.breadth


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything is."""

    length: float
    breadth: float
    boxes: dict[str, Rectangle]
    routes: tuple[tuple[Point, ...], ...]
    """The corners of each line, in the order of the lines, from its source to its target."""
    labels: dict[int, Rectangle]
    """The place of each label, by the index of its line; of the first, where several share it."""
    frames: tuple[tuple[str, Rectangle], ...]
    """The frames of the clusters; one that goes on in another row comes once for each."""
    crossings: int = 0


def _no_segments() -> list[Segment]:
    return []


@dataclass(slots=True, eq=False)
class Item:
    """One thing in one column: a box, a label, a line passing through, or the reserved place of a frame."""

    column: int
    length: float
    breadth: float
    cluster: str = ""
    box: str = ""
    label: int = -1
    at: float = 0.0
    """Middle, across."""
    index: int = 0
    """Position in its column."""
    solid: bool = False
    """Whether it is a box."""
    air: float = 0.0
    """Its part of the distance to its neighbours."""
    left: list[Segment] = field(default_factory=_no_segments)
    right: list[Segment] = field(default_factory=_no_segments)

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.at - self.breadth / 2

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.at + self.breadth / 2


@dataclass(slots=True, eq=False)
class Segment:
    """A piece of one or more lines between neighbouring columns."""

    a: Item
    b: Item
    style: str
    from_a: float = 0.0
    """Distance of the port from the middle of `a`, across."""
    from_b: float = 0.0
    pull: float = 1.0
    """How much it counts that it runs straight."""
    track: float = 0.0
    """Where it turns, along."""
    broken: bool = False
    """Whether it leads from one row to the next."""

    @property
    def start(self) -> float:
        """Where it leaves `a`, across."""
        return self.a.at + self.from_a

    @property
    def end(self) -> float:
        """Where it reaches `b`, across."""
        return self.b.at + self.from_b


@dataclass(slots=True)
class Grid:
    """All items by column, and the segments that each line is made of, from left to right."""

    columns: list[list[Item]]
    paths: list[list[Segment]]
    reversed: list[bool]
    """Which lines run from right to left."""
    spacing: Spacing
    clusters: tuple[str, ...] = ()
    breaks: Sequence[int] = ()
    """Columns at which a new row begins."""

    def segments(self) -> list[list[Segment]]:
        """The segments of each gap: those that start in column i are at i."""
        return [[segment for item in column for segment in item.right] for column in self.columns]
