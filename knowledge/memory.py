"""The store without a disk: everything compared with the question, exactly. Serves where Chroma cannot."""

from __future__ import annotations

from knowledge.embedding import Vectors
from knowledge.store import Contents, Kind, Nearest


class MemoryStore:
    """A PatternStore held in two arrays."""

    def __init__(self, contents: Contents) -> None:
        self._held: dict[Kind, tuple[list[str], Vectors]] = {
            "pages": ([pattern.id for pattern in contents.patterns], contents.pages),
            "passages": ([passage.id for passage in contents.passages], contents.vectors),
        }

    def nearest(self, kind: Kind, vectors: Vectors, count: int) -> list[Nearest]:
        """See PatternStore."""
        ids, held = self._held[kind]
        cosines: list[list[float]] = (vectors @ held.T).tolist()
        return [_best(ids, row, count) for row in cosines]

    def close(self) -> None:
        """See PatternStore."""


def _best(ids: list[str], cosines: list[float], count: int) -> Nearest:
    return tuple(sorted(zip(ids, cosines, strict=True), key=lambda pair: (-pair[1], pair[0]))[:count])
