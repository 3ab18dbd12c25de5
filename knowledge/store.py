"""Chroma, and nothing else: passages and their vectors on disk, and the nearest of them to a question.

The only module that imports `chromadb`, and only once a store is opened or written. A store is written once, by one
process, in a folder nobody reads yet; whoever opens it afterwards only asks. Its HTTP server is never used.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from knowledge.embedding import Vectors
from knowledge.passages import Passage
from knowledge.pattern import Origin, Pattern

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

Nearest = tuple[tuple[str, float], ...]
"""Passage ids with their cosine to a question, nearest first."""

Value = TypeVar("Value")

COLLECTIONS: dict[Origin, str] = {"packaged": "patterns", "user": "user-patterns"}
"""What users bring is kept apart from what we wrote."""

_EXACTNESS = 200
"""How many neighbours the graph index looks at for a question: enough to find what a full comparison finds."""


class StoreError(RuntimeError):
    """The store cannot be written or read; it can be built again from the library."""


class PassageStore(Protocol):
    """Where passages are looked up by meaning."""

    def nearest(self, vectors: Vectors, count: int, patterns: Sequence[str] | None = None) -> list[Nearest]:
        """For each row of `vectors`, at most `count` passages, of these patterns or of any. Raises StoreError."""
        ...

    def close(self) -> None:
        """Lets go of files and memory."""
        ...


class ChromaStore:
    """A store on disk."""

    def __init__(self, client: Client, collections: tuple[Collection, ...], copied: Path | None = None) -> None:
        self._client = client
        self._collections = collections
        self._copied = copied

    @classmethod
    def open(cls, folder: Path, count: int) -> ChromaStore:
        """The store in a folder, which must hold `count` passages; a private copy where the folder cannot be written.

        Chroma notes each opening in its database, so it cannot open a folder that is read-only. Raises StoreError.
        """
        copied = None if os.access(folder, os.W_OK) else _private_copy(folder)
        store = _guarded(lambda: cls._open(copied or folder, copied))
        found = _guarded(store.count)
        if found != count:
            store.close()
            raise StoreError(f"{folder} holds {found} passages, not {count}")
        return store

    @classmethod
    def _open(cls, folder: Path, copied: Path | None) -> ChromaStore:
        client = _client(folder)
        names = sorted(collection.name for collection in client.list_collections())
        return cls(client, tuple(client.get_collection(name, embedding_function=None) for name in names), copied)

    def count(self) -> int:
        """How many passages it holds."""
        return sum(collection.count() for collection in self._collections)

    def nearest(self, vectors: Vectors, count: int, patterns: Sequence[str] | None = None) -> list[Nearest]:
        """See PassageStore."""
        where = None if patterns is None else {"pattern": {"$in": list(patterns)}}
        found = [_guarded(lambda c=c: _ask(c, vectors, count, where)) for c in self._collections]
        return [_merged([each[row] for each in found], count) for row in range(len(vectors))]

    def close(self) -> None:
        """See PassageStore."""
        _guarded(self._client.close)
        if self._copied:
            shutil.rmtree(self._copied, ignore_errors=True)


def write_store(folder: Path, patterns: Sequence[Pattern], passages: Sequence[Passage], vectors: Vectors) -> None:
    """Writes a new store into an empty folder and reads it back: each passage must be counted, fetched and found by itself.

    `vectors` has a row for each passage. Raises StoreError where anything is missing.
    """
    _guarded(lambda: _write(folder, patterns, passages, vectors))


def _write(folder: Path, patterns: Sequence[Pattern], passages: Sequence[Passage], vectors: Vectors) -> None:
    client = _client(folder)
    try:
        described = {pattern.id: _description(pattern) for pattern in patterns}
        for origin, name in COLLECTIONS.items():
            rows = [row for row, passage in enumerate(passages) if passage.origin == origin]
            if rows:
                _fill(client, name, [passages[row] for row in rows], vectors[rows], described)
    finally:
        client.close()


def _fill(
    client: Client, name: str, passages: list[Passage], vectors: Vectors, described: dict[str, dict[str, Any]]
) -> None:
    size = len(passages)
    graph = {"space": "ip", "ef_search": _EXACTNESS, "sync_threshold": max(2, size), "batch_size": min(100, size)}
    collection = client.create_collection(name, embedding_function=None, configuration=cast("Any", {"hnsw": graph}))
    step = client.get_max_batch_size()
    for start in range(0, size, step):
        chunk = passages[start : start + step]
        collection.add(
            ids=[passage.id for passage in chunk],
            documents=[passage.text for passage in chunk],
            embeddings=vectors[start : start + step],
            metadatas=[described[passage.pattern] | {"section": passage.section} for passage in chunk],
        )
    _verify(collection, passages, vectors)


def _description(pattern: Pattern) -> dict[str, Any]:
    lists = {"clouds": list(pattern.clouds()), "topics": list(pattern.topics)}
    return {"pattern": pattern.id} | {name: values for name, values in lists.items() if values}


def _verify(collection: Collection, passages: list[Passage], vectors: Vectors) -> None:
    wanted = [passage.id for passage in passages]
    fetched = collection.get(include=[])["ids"]
    if collection.count() != len(wanted) or sorted(fetched) != sorted(wanted):
        raise StoreError(f"wrote {len(wanted)} passages, read back {len(fetched)}")
    found = _ask(collection, vectors, 1, None)
    lost = [i for i, near in enumerate(found) if not near or near[0][1] < float(vectors[i] @ vectors[i]) - 1e-3]
    if len(lost) > len(wanted) // 1000:
        raise StoreError(f"{len(lost)} of {len(wanted)} passages cannot be found by their own vector")


def _ask(collection: Collection, vectors: Vectors, count: int, where: dict[str, Any] | None) -> list[Nearest]:
    answer = collection.query(query_embeddings=vectors, n_results=count, where=where, include=["distances"])
    ids, distances = answer["ids"], answer["distances"] or []
    return [
        tuple((name, 1.0 - distance) for name, distance in zip(names, far, strict=True))
        for names, far in zip(ids, distances, strict=True)
    ]


def _merged(found: list[Nearest], count: int) -> Nearest:
    return tuple(sorted((pair for near in found for pair in near), key=lambda pair: (-pair[1], pair[0]))[:count])


def _client(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)


def _private_copy(folder: Path) -> Path:
    target = Path(tempfile.mkdtemp(prefix="cloudwright-"))
    shutil.copytree(folder, target, dirs_exist_ok=True)
    return target


def _guarded(step: Callable[[], Value]) -> Value:
    """Chroma raises errors of many families, and panics of its Rust core that are no Exception."""
    try:
        return step()
    except StoreError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise StoreError(f"{type(error).__name__}: {error}") from error
