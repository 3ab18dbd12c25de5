"""The packaged library, and its index in memory and on disk, made once for the tests of the room."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.index import Index, build_index, memory_index, open_index
from knowledge.library import packaged_documents
from knowledge.pattern import Pattern


@pytest.fixture(scope="session")
def in_memory() -> Index:
    """The packaged library, compared exactly."""
    return memory_index(packaged_documents())


@pytest.fixture(scope="session")
def patterns(in_memory: Index) -> tuple[Pattern, ...]:
    """The packaged patterns."""
    return in_memory.library.patterns


@pytest.fixture(scope="session")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The packaged library, in Chroma."""
    root: Path = tmp_path_factory.mktemp("index")
    key = build_index(root, packaged_documents(), lambda _: None)
    return open_index(root, key)
