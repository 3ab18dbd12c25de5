"""What the floors above hold: the patterns, found by words or by name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from knowledge.index import (
    IndexBusyError,
    IndexUnusableError,
    Progress,
    build_index,
    cached_library,
    index_key,
    memory_index,
    open_index,
)
from knowledge.library import Document, Library, load_library, packaged_documents, user_documents
from knowledge.pattern import Pattern
from knowledge.places import Places, find_places
from knowledge.search import Hit, Searcher
from knowledge.store import StoreError

Answer = TypeVar("Answer")

_PATIENCE = 20.0
"""Seconds a reader waits for another process to finish the index before it goes on without."""


class Knowledge:
    """The library with its index. Safe to share between threads.

    The index is opened by the first search, and built where none fits the files or it is damaged. Where the disk or
    Chroma refuses, answers come from memory: the same answers, slower to begin, and `degraded` says so.
    """

    def __init__(self, places: Places, documents: Sequence[Document], progress: Progress) -> None:
        self._lock = threading.RLock()
        self._places = places
        self._documents = tuple(documents)
        self._progress = progress
        self._library: Library | None = None
        self._searcher: Searcher | None = None
        self.degraded: str | None = None
        """Why the answers come from memory, in a sentence; None in health, and before the first search."""

    @classmethod
    def open(cls, home: Path | None = None, progress: Progress = lambda _: None) -> Knowledge:
        """The knowledge of this user: the packaged patterns and their own.

        `home` holds `patterns/` and `index/` instead of the places of the system (see `places.find_places`).
        `progress` is told what is done when an index has to be built.
        """
        places = find_places(home)
        return cls(places, (*packaged_documents(), *user_documents(places.patterns)), progress)

    @property
    def refused(self) -> tuple[str, ...]:
        """A message for each file of the user that was left out."""
        return self._read().refused

    def list(self) -> tuple[Pattern, ...]:
        """Every pattern, packaged first, each part by id. Raises PatternError for a bad packaged file."""
        return self._read().patterns

    def get(self, pattern_id: str) -> Pattern | None:
        """The pattern of an id."""
        return self._read().by_id.get(pattern_id)

    def search(
        self, query: str, *, limit: int = 5, cloud: str | None = None, topics: Iterable[str] = ()
    ) -> tuple[Hit, ...]:
        """The patterns that answer a question, best first; of one cloud, of some topics, if asked.

        Empty only where nothing in the question is known. Raises ValueError for an unknown cloud, PatternError for a
        bad packaged file.
        """
        return self.search_many((query,), limit=limit, cloud=cloud, topics=topics)[0]

    def search_many(
        self, queries: Sequence[str], *, limit: int = 5, cloud: str | None = None, topics: Iterable[str] = ()
    ) -> tuple[tuple[Hit, ...], ...]:
        """The same for several questions at once."""
        wanted = tuple(topics)
        return self._asked(lambda searcher: searcher.search(queries, limit, cloud, wanted))

    def nearest(
        self, queries: Sequence[str], *, limit: int = 5, cloud: str | None = None
    ) -> tuple[tuple[Pattern, ...], ...]:
        """For each question the patterns that `search_many` finds, in half its time: without scores and reasons."""
        return self._asked(lambda searcher: searcher.nearest(queries, limit, cloud))

    def _asked(self, question: Callable[[Searcher], Answer]) -> Answer:
        searcher = self._ready()
        try:
            return question(searcher)
        except StoreError as error:
            return question(self._without(searcher, error))

    def close(self) -> None:
        """Lets go of the index; the next search opens it again."""
        with self._lock:
            if self._searcher:
                self._searcher.close()
            self._searcher = None

    def _read(self) -> Library:
        with self._lock:
            if self._library is None:
                cached = cached_library(self._places.index, index_key(self._documents))
                self._library = cached or load_library(self._documents)
            return self._library

    def _ready(self) -> Searcher:
        with self._lock:
            if self._searcher is None:
                self._searcher = self._opened()
            return self._searcher

    def _opened(self) -> Searcher:
        key = index_key(self._documents)
        root = self._places.index
        try:
            try:
                index = open_index(root, key)
            except IndexUnusableError:
                build_index(root, self._documents, self._progress, _PATIENCE)
                index = open_index(root, key)
        except (IndexBusyError, IndexUnusableError, StoreError, OSError) as error:
            return self._from_memory(f"the pattern index cannot be used: {error}")
        return Searcher(index)

    def _without(self, broken: Searcher, error: StoreError) -> Searcher:
        """An index that breaks under the hand is left for memory, once."""
        with self._lock:
            if self._searcher is broken:
                self._searcher = self._from_memory(f"the pattern index broke while it was read: {error}")
            return self._searcher or self._ready()

    def _from_memory(self, reason: str) -> Searcher:
        self._progress("going on without the index on disk")
        self.degraded = reason
        return Searcher(memory_index(self._documents))
