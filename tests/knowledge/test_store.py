"""Chroma against the exact comparison, and a store that is not what it should be."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import pytest

from evals.retrieval import CASES, load_cases
from knowledge.embedding import fit_embedding
from knowledge.index import Index
from knowledge.library import Document, load_library
from knowledge.memory import MemoryStore
from knowledge.passages import cut_passages
from knowledge.search import Searcher
from knowledge.store import ChromaStore, Contents, StoreError, write_store
from tests.knowledge.samples import document

NAMES = ("tea-making", "coffee-making", "cake-baking")


@pytest.fixture(scope="module")
def contents() -> Contents:
    documents = [Document(f"{name}.md", document(name, f"questions on {name}", name), "user") for name in NAMES]
    patterns = load_library(documents).patterns
    passages = cut_passages(patterns)
    embedding, pages = fit_embedding([[(p.text, False) for p in passages if p.pattern == q.id] for q in patterns])
    return Contents(patterns, pages, passages, embedding.embed([passage.text for passage in passages]))


@pytest.fixture(scope="module")
def written(contents: Contents, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("chroma")
    write_store(folder, contents)
    return folder


def test_chroma_ranks_as_the_exact_comparison_does(on_disk: Index, in_memory: Index) -> None:
    queries = [case.query for case in load_cases(CASES)]
    exact, ours = (Searcher(index).search(queries, 5) for index in (in_memory, on_disk))
    same = sum([hit.id for hit in one] == [hit.id for hit in other] for one, other in zip(exact, ours, strict=True))
    assert same == len(queries)
    shown = sum(
        a.passage == b.passage for one, other in zip(exact, ours, strict=True) for a, b in zip(one, other, strict=True)
    )
    assert shown >= 0.99 * 5 * len(queries)


def test_the_index_keeps_the_library_as_it_was_read(on_disk: Index, in_memory: Index) -> None:
    assert on_disk.library == in_memory.library


def test_the_store_holds_each_page_and_passage(on_disk: Index, in_memory: Index) -> None:
    vectors = on_disk.embedding.embed(["lost messages"])
    pages = on_disk.store.nearest("pages", vectors, 1000)[0]
    passages = on_disk.store.nearest("passages", vectors, 10000)[0]
    assert {name for name, _ in pages} == {pattern.id for pattern in in_memory.library.patterns}
    assert len(passages) >= 0.99 * len(in_memory.passages)


def test_what_users_bring_has_its_own_collections(written: Path, contents: Contents) -> None:
    import chromadb

    client = chromadb.PersistentClient(str(written))
    assert sorted(collection.name for collection in client.list_collections()) == ["user-pages", "user-passages"]
    client.close()


def test_both_stores_give_the_same(written: Path, contents: Contents) -> None:
    store = ChromaStore.open(written, {"pages": 3, "passages": contents.size("passages")})
    memory = MemoryStore(contents)
    for kind in ("pages", "passages"):
        for ours, exact in zip(
            store.nearest(kind, contents.pages, 3), memory.nearest(kind, contents.pages, 3), strict=True
        ):
            assert [name for name, _ in ours] == [name for name, _ in exact]
            assert [score for _, score in ours] == pytest.approx([score for _, score in exact], abs=1e-5)
    store.close()


def test_another_count_is_refused(written: Path) -> None:
    with pytest.raises(StoreError, match="holds"):
        ChromaStore.open(written, {"pages": 4, "passages": 12})


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        ChromaStore.open(tmp_path, {"pages": 3, "passages": 12})


def test_vectors_that_cannot_find_themselves_are_refused(contents: Contents, tmp_path: Path) -> None:
    broken = np.full_like(contents.vectors, np.nan)
    with pytest.raises(StoreError):
        write_store(tmp_path, Contents(contents.patterns, contents.pages, contents.passages, broken))


def test_a_folder_that_cannot_be_written_is_copied(
    written: Path, contents: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = {path: path.stat().st_mtime_ns for path in sorted(written.rglob("*"))}
    store = ChromaStore.open(written, {"pages": 3, "passages": contents.size("passages")})
    assert store.nearest("pages", contents.pages[:1], 1)[0]
    copies = list(tmp_path.glob("cloudwright-*"))
    assert [stat.S_IMODE(path.stat().st_mode) for path in copies] == [0o700]
    store.close()
    assert list(tmp_path.glob("cloudwright-*")) == []
    assert {path: path.stat().st_mtime_ns for path in sorted(written.rglob("*"))} == before
