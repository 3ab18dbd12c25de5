"""Chroma, and nothing else: vectors of pages and passages on disk, and the nearest of them to a question.

The only module that imports `chromadb`, and only once a store is opened or written. A store is written once, by one
process, in a folder nobody reads yet; whoever opens it afterwards only asks. Its HTTP server is never used.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, cast

from knowledge.embedding import Vectors
from knowledge.passages import Passage
from knowledge.pattern import Origin, Pattern

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

Kind = Literal["pages", "passages"]
"""Whole patterns, their ids those of the patterns; or pieces of them."""

Nearest = tuple[tuple[str, float], ...]
"""Ids with their cosine to a question, nearest first."""

Value = TypeVar("Value")

_LOOKED_AT = 120
"""Neighbours the graph index looks at for a question: enough to find what a full comparison finds."""


class StoreError(RuntimeError):
    """The store cannot be written or read; it can be built again from the library."""


class PatternStore(Protocol):
    """Where pages and passages are found by meaning."""

    def nearest(self, kind: Kind, vectors: Vectors, count: int) -> list[Nearest]:
        """For each row of `vectors` at most `count` of a kind. Raises StoreError."""
        ...

    def close(self) -> None:
        """Lets go of files and memory."""
        ...


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds: patterns with the vector of each page, passages with the vector of each."""

    patterns: tuple[Pattern, ...]
    pages: Vectors
    passages: tuple[Passage, ...]
    vectors: Vectors

    def size(self, kind: Kind) -> int:
        """How many there are of a kind."""
        return len(self.patterns) if kind == "pages" else len(self.passages)


class ChromaStore:
    """A store on disk."""

    def __init__(self, client: Client, collections: dict[str, Collection], copied: Path | None) -> None:
        self._client = client
        self._collections = collections
        self._copied = copied

    @classmethod
    def open(cls, folder: Path, sizes: dict[Kind, int]) -> ChromaStore:
        """The store in a folder; a private copy of it where the folder cannot be written.

        Chroma notes each opening in its database, so it cannot open a folder that is read-only. Raises StoreError
        where the store cannot be opened or does not hold as many of each kind as `sizes` says.
        """
        copied = None if os.access(folder, os.W_OK) else _private_copy(folder)
        store = _guarded(lambda: cls._open(copied or folder, copied))
        found = _guarded(lambda: {kind: sum(c.count() for c in store._of_kind(kind)) for kind in sizes})
        if found != sizes:
            store.close()
            raise StoreError(f"{folder} holds {found}, not {sizes}")
        return store

    @classmethod
    def _open(cls, folder: Path, copied: Path | None) -> ChromaStore:
        client = _client(folder)
        names = sorted(collection.name for collection in client.list_collections())
        return cls(client, {name: client.get_collection(name, embedding_function=None) for name in names}, copied)

    def nearest(self, kind: Kind, vectors: Vectors, count: int) -> list[Nearest]:
        """See PatternStore."""
        found = [_guarded(lambda c=c: _ask(c, vectors, count)) for c in self._of_kind(kind)]
        return [_merged([each[row] for each in found], count) for row in range(len(vectors))]

    def close(self) -> None:
        """See PatternStore."""
        _guarded(self._client.close)
        if self._copied:
            shutil.rmtree(self._copied, ignore_errors=True)

    def _of_kind(self, kind: Kind) -> list[Collection]:
        return [collection for name, collection in self._collections.items() if name.endswith(f"-{kind}")]


def write_store(folder: Path, contents: Contents) -> None:
    """Writes a new store into an empty folder and reads it back: all must be counted, fetched and found by itself.

    What users bring goes into collections of its own. Raises StoreError where anything is missing.
    """
    _guarded(lambda: _write(folder, contents))


@dataclass(frozen=True, slots=True)
class _Entries:
    """The rows of one collection."""

    ids: list[str]
    texts: list[str]
    notes: list[dict[str, Any]]
    vectors: Vectors


def _write(folder: Path, contents: Contents) -> None:
    client = _client(folder)
    try:
        for origin in ("packaged", "user"):
            for kind, entries in (("pages", _pages(contents, origin)), ("passages", _passages(contents, origin))):
                if entries.ids:
                    _fill(client, f"{origin}-{kind}", entries)
    finally:
        client.close()


def _pages(contents: Contents, origin: Origin) -> _Entries:
    rows = [row for row, pattern in enumerate(contents.patterns) if pattern.origin == origin]
    chosen = [contents.patterns[row] for row in rows]
    texts = [f"{pattern.title}. {pattern.summary}" for pattern in chosen]
    return _Entries([p.id for p in chosen], texts, [_note(p) for p in chosen], contents.pages[rows])


def _passages(contents: Contents, origin: Origin) -> _Entries:
    notes = {pattern.id: _note(pattern) for pattern in contents.patterns}
    rows = [row for row, passage in enumerate(contents.passages) if passage.origin == origin]
    chosen = [contents.passages[row] for row in rows]
    noted = [notes[passage.pattern] | {"section": passage.section} for passage in chosen]
    return _Entries([p.id for p in chosen], [p.text for p in chosen], noted, contents.vectors[rows])


def _note(pattern: Pattern) -> dict[str, Any]:
    lists = {"clouds": list(pattern.clouds()), "topics": list(pattern.topics)}
    return {"pattern": pattern.id} | {name: values for name, values in lists.items() if values}


def _fill(client: Client, name: str, entries: _Entries) -> None:
    size = len(entries.ids)
    graph = {
        "space": "ip",
        "ef_search": _LOOKED_AT,
        "sync_threshold": max(2, size),
        "batch_size": max(2, min(100, size)),
    }
    collection = client.create_collection(name, embedding_function=None, configuration=cast("Any", {"hnsw": graph}))
    for part in _steps(size, client.get_max_batch_size()):
        collection.add(
            ids=entries.ids[part],
            documents=entries.texts[part],
            metadatas=cast("Any", entries.notes[part]),
            embeddings=entries.vectors[part],
        )
    _verify(collection, entries)


def _steps(size: int, step: int) -> Iterator[slice]:
    return (slice(start, start + step) for start in range(0, size, step))


def _verify(collection: Collection, entries: _Entries) -> None:
    fetched = collection.get(include=[])["ids"]
    if collection.count() != len(entries.ids) or sorted(fetched) != sorted(entries.ids):
        raise StoreError(f"wrote {len(entries.ids)} entries, read back {len(fetched)}")
    itself = (entries.vectors * entries.vectors).sum(axis=1)
    found = _ask(collection, entries.vectors, 1)
    lost = sum(not near or near[0][1] < own - 1e-3 for near, own in zip(found, itself.tolist(), strict=True))
    if lost > len(entries.ids) // 1000:
        raise StoreError(f"{lost} of {len(entries.ids)} entries cannot be found by their own vector")


def _ask(collection: Collection, vectors: Vectors, count: int) -> list[Nearest]:
    answer = collection.query(query_embeddings=vectors, n_results=count, include=["distances"])
    distances = answer["distances"] or []
    return [
        tuple((name, 1.0 - distance) for name, distance in zip(names, far, strict=True))
        for names, far in zip(answer["ids"], distances, strict=True)
    ]


def _merged(found: list[Nearest], count: int) -> Nearest:
    return tuple(sorted((pair for near in found for pair in near), key=lambda pair: (-pair[1], pair[0]))[:count])


def _client(folder: Path) -> Client:
    _import_chroma()
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)


def _import_chroma() -> None:
    """Imports Chroma without looking for garbage meanwhile: there is none, and looking takes a fifth of the time."""
    if "chromadb" in sys.modules:
        return
    was_on = gc.isenabled()
    gc.disable()
    try:
        import_module("chromadb.api.rust")
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


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
