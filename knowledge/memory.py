"""The store without a disk: every passage compared with the question, exactly. Serves where Chroma cannot."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.embedding import Vectors
from knowledge.passages import Passage
from knowledge.store import Nearest


class MemoryStore:
    """A PassageStore held in one array."""

    def __init__(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        self._passages = tuple(passages)
        self._vectors = vectors

    def nearest(self, vectors: Vectors, count: int, patterns: Sequence[str] | None = None) -> list[Nearest]:
        """See PassageStore."""
        wanted = None if patterns is None else frozenset(patterns)
        rows = [row for row, passage in enumerate(self._passages) if wanted is None or passage.pattern in wanted]
        cosines = vectors @ self._vectors[rows].T
        return [self._best(rows, line.tolist(), count) for line in cosines]

    def close(self) -> None:
        """See PassageStore."""

    def _best(self, rows: list[int], cosines: list[float], count: int) -> Nearest:
        pairs = ((self._passages[row].id, cosine) for row, cosine in zip(rows, cosines, strict=True))
        return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:count])
