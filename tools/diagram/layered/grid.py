"""The grid: boxes in columns, labels in columns of their own, and an item wherever a line passes a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tools.diagram.layered.model import Box, Grid, Item, Line, Segment, Spacing
from tools.diagram.layered.ports import EDGE, LABELLED
from tools.diagram.layered.ranks import ranked


def gridded(boxes: Sequence[Box], lines: Sequence[Line], spacing: Spacing) -> Grid:
    """The grid of these boxes and lines. A line from a box to itself has no path."""
    ranks, backward = ranked(boxes, lines)
    return _Builder(boxes, lines, ranks, backward, spacing).build()


_PULLS = (6.0, 2.0, 1.0)
"""How much a segment counts between no box, one and two: what only passes should pass straight."""

_TO_LABEL = 0.1
"""How much one counts that leads to a label: labels stand straight before what their line leads to."""


class _Builder:
    def __init__(
        self,
        boxes: Sequence[Box],
        lines: Sequence[Line],
        ranks: dict[str, int],
        backward: list[bool],
        spacing: Spacing,
    ) -> None:
        self._lines = lines
        self._backward = backward
        self._spacing = spacing
        self._ranks = ranks
        labelled = {self._right_rank(i) for i, line in enumerate(lines) if line.label and line.source != line.target}
        self._column: list[int] = []
        self._label_column: dict[int, int] = {}
        count = 0
        for rank in range(max(ranks.values(), default=-1) + 1):
            if rank in labelled:
                self._label_column[rank] = count
                count += 1
            self._column.append(count)
            count += 1
        self._columns: list[list[Item]] = [[] for _ in range(count)]
        self._items = {box.id: self._add(self._column[ranks[box.id]], box) for box in boxes}
        self._spans = self._cluster_spans()
        self._passing: dict[tuple[str, str, str, int], Item] = {}
        self._labels: dict[tuple[str, str, str], Item] = {}
        self._leaving, self._entering = self._counted()
        self._joined: dict[tuple[int, int, str], Segment] = {}

    def build(self) -> Grid:
        paths = [self._path(index, line) for index, line in enumerate(self._lines)]
        self._reserve()
        return Grid(self._columns, paths, self._backward, self._spacing, tuple(self._spans))

    def _right_rank(self, index: int) -> int:
        line = self._lines[index]
        return self._ranks[line.source if self._backward[index] else line.target]

    def _ends(self, index: int) -> tuple[str, str, str]:
        """The box at the left end of a line, the one at its right end, and its style in that direction."""
        line = self._lines[index]
        if self._backward[index]:
            return line.target, line.source, f"{line.style}<"
        return line.source, line.target, line.style

    def _counted(self) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
        """How many lines without a label leave and enter each box, by style; makes room for those with one."""
        leaving: Counter[tuple[str, str]] = Counter()
        entering: Counter[tuple[str, str]] = Counter()
        self._joining: Counter[tuple[str, str, str]] = Counter()
        labelled: dict[str, set[tuple[str, str]]] = {}
        for index, line in enumerate(self._lines):
            left, right, style = self._ends(index)
            if line.label:
                self._joining[right, style, line.text or str(index)] += 1
                labelled.setdefault(right, set()).add((style, line.text or str(index)))
            else:
                leaving[left, style] += 1
                entering[right, style] += 1
        for name, texts in labelled.items():
            self._items[name].breadth = max(self._items[name].breadth, LABELLED * len(texts) + EDGE)
        return leaving, entering

    def _add(self, column: int, box: Box) -> Item:
        item = Item(column, box.length, box.breadth, box.cluster, box=box.id, solid=True, air=self._spacing.boxes / 2)
        self._columns[column].append(item)
        return item

    def _thin(self, column: int, cluster: str, breadth: float = 0.0, length: float = 0.0, label: int = -1) -> Item:
        air = self._spacing.lines / (2 if label < 0 else 4)
        item = Item(column, length, breadth, cluster, label=label, air=air)
        self._columns[column].append(item)
        return item

    def _cluster_spans(self) -> dict[str, tuple[int, int]]:
        spans: dict[str, tuple[int, int]] = {}
        for item in self._items.values():
            if item.cluster:
                first, last = spans.get(item.cluster, (item.column, item.column))
                spans[item.cluster] = (min(first, item.column), max(last, item.column))
        return spans

    def _path(self, index: int, line: Line) -> list[Segment]:
        if line.source == line.target:
            return []
        left, right, style = self._ends(index)
        a, b = self._items[left], self._items[right]
        label_column = self._label_column.get(self._ranks[right], -1) if line.label else -1
        path: list[Segment] = []
        here = a
        for column in range(a.column + 1, b.column):
            if column == label_column and line.label:
                there = self._label(index, line, style, column, a, b)
            else:
                there = self._pass(self._shared_by(line, style, left, right), style, column, a, b)
            path.append(self._join(here, there, style, line.weight))
            here = there
        path.append(self._join(here, b, style, line.weight))
        return path

    def _label(self, index: int, line: Line, style: str, column: int, a: Item, b: Item) -> Item:
        key = (b.box, style, line.text or str(index))
        if key not in self._labels:
            length, breadth = line.label or (0.0, 0.0)
            self._labels[key] = self._thin(column, self._cluster_at(column, a, b), breadth, length, index)
        return self._labels[key]

    def _shared_by(self, line: Line, style: str, left: str, right: str) -> str:
        """Whose lines pass together: those from the left end, or those to the right end where more come than leave."""
        if line.label and self._joining[right, style, line.text] > 1:
            return f"to {right} {line.text}"
        if not line.label and self._entering[right, style] > self._leaving[left, style]:
            return f"to {right}"
        return f"from {left}"

    def _pass(self, shared: str, style: str, column: int, a: Item, b: Item) -> Item:
        cluster = self._cluster_at(column, a, b)
        key = (shared, style, cluster, column)
        if key not in self._passing:
            self._passing[key] = self._thin(column, cluster)
        return self._passing[key]

    def _cluster_at(self, column: int, a: Item, b: Item) -> str:
        """The frame a line lies in at a column: that of its left end as long as it lasts, then that of its right."""
        for end in (a, b):
            first, last = self._spans.get(end.cluster, (1, 0))
            if first <= column <= last:
                return end.cluster
        return ""

    def _join(self, a: Item, b: Item, style: str, weight: float) -> Segment:
        key = (id(a), id(b), style)
        found = self._joined.get(key)
        if found is None:
            pull = _TO_LABEL if b.label >= 0 else _PULLS[a.solid + b.solid]
            found = Segment(a, b, style, self._port(a), self._port(b), weight * pull)
            self._joined[key] = found
            a.right.append(found)
            b.left.append(found)
        return found

    def _port(self, item: Item) -> float:
        return item.breadth / 2 if item.label >= 0 and self._spacing.raised else 0.0

    def _reserve(self) -> None:
        """Puts something of every frame into each column it spans, so that nothing else lies in it."""
        for cluster, (first, last) in self._spans.items():
            for column in range(first, last + 1):
                if all(item.cluster != cluster for item in self._columns[column]):
                    self._thin(column, cluster)
