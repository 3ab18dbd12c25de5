"""Vectors: their length, what brings texts together, and that they are the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.embedding import Embedding, fit_embedding, text_features
from knowledge.index import Index

PAGES = [
    [("Dead-letter queue. Keeps failing messages.", False), ("messages disappear after some errors", True)],
    [("Cold start. Makes first requests quick.", False), ("the first call takes ages", True)],
    [("Fan out. One event for many.", False), ("several teams must hear about an order", True)],
]


def cosine(embedding: Embedding, one: str, other: str) -> float:
    first, second = embedding.embed([one, other])
    return float(first @ second)


def test_rows_have_length_one_or_nothing(in_memory: Index) -> None:
    rows = in_memory.embedding.embed(["messages get lost", "qqq zzz", "", "the of and"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 0, 0], abs=1e-5)
    assert rows.dtype == np.float32


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_has_a_vector(in_memory: Index, text: str) -> None:
    length = float(np.linalg.norm(in_memory.embedding.embed([text])))
    assert length == pytest.approx(1, abs=1e-4) or length == 0


def test_a_text_does_not_depend_on_its_neighbours(in_memory: Index) -> None:
    texts = ["messages get lost", "first call is slow", "charged twice"]
    together = in_memory.embedding.embed(texts)
    for row, text in zip(together, texts, strict=True):
        assert np.array_equal(row, in_memory.embedding.embed([text])[0])


def test_paraphrases_are_nearer_than_strangers(in_memory: Index) -> None:
    embedding = in_memory.embedding
    near = cosine(embedding, "the customer was charged two times", "handle duplicate messages only once")
    far = cosine(embedding, "the customer was charged two times", "which fonts should the web page use")
    assert near > far + 0.3


def test_a_misspelt_word_means_the_same(in_memory: Index) -> None:
    assert cosine(in_memory.embedding, "idempotancy", "idempotency") == pytest.approx(1, abs=1e-4)


def test_pages_are_nearest_to_their_own_passages() -> None:
    embedding, pages = fit_embedding(PAGES)
    for number, page in enumerate(PAGES):
        for text, _ in page:
            assert int(np.argmax(pages @ embedding.embed([text])[0])) == number


def test_a_library_of_one_pattern_works() -> None:
    embedding, pages = fit_embedding(PAGES[:1])
    assert pages.shape == (1, 2)
    assert np.isfinite(embedding.embed(["messages disappear"])).all()


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    embedding, _ = fit_embedding(PAGES)
    embedding.save(tmp_path)
    texts = ["messages disappear", "first call"]
    assert np.array_equal(Embedding.load(tmp_path).embed(texts), embedding.embed(texts))


def test_a_matrix_of_another_vocabulary_is_refused(tmp_path: Path) -> None:
    fit_embedding(PAGES)[0].save(tmp_path)
    (tmp_path / "vocabulary.json").write_text('["s:one"]')
    with pytest.raises(ValueError, match="has the shape"):
        Embedding.load(tmp_path)


def test_features_are_stems_and_concepts() -> None:
    features = text_features("It was sent twice, then sent again")
    assert features["s:sent"] == 2
    assert features["c:again"] >= 2
    assert "s:it" not in features


def test_vectors_do_not_depend_on_the_hash_seed() -> None:
    script = (
        "import hashlib; from tests.knowledge.test_embedding import PAGES, fit_embedding;"
        "e, p = fit_embedding(PAGES); v = e.embed(['messages disappear in the queue']);"
        "print(hashlib.sha256(v.tobytes() + p.tobytes()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1
