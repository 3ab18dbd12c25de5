"""Embedding without a model: a text becomes how it bears on every pattern, by its words and by what they mean.

Words are stems and the concepts of the lexicon. Fitted on the library in memory, with numpy alone: two views of a
text, side by side, each with one dimension for each pattern.

* Evidence: for each pattern, the sum over the words of log(chance in the pattern / chance anywhere), chances smoothed
  by Dirichlet priors (Zhai and Lafferty, 2004); less the mean over the patterns.
* Topic: weights tf-idf, projected onto the space that the pages span (latent semantic analysis, Deerwester and others,
  1990, with whole pages as documents, so that no dimension is cut off).
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.concepts import find_concepts, lexicon_stems, setting_stems, telling_of
from knowledge.spelling import Speller
from knowledge.terms import STOP_WORDS, stem_words, word_list

Rows = TypeVar("Rows", NDArray[np.float32], NDArray[np.float64])

Vectors = NDArray[np.float32]
"""Rows of as many numbers as the embedding is wide."""

VERSION = 2
"""Part of the key of an index: raised whenever the same passages would give other vectors."""

_CONCEPT_WEIGHT = {"trouble": 1.4, "everyday": 1.0, "setting": 0.7}
_SETTING_WORD_WEIGHT = 0.5
_PRIOR = 4.0
"""Strength of the prior, in mean lengths of a page."""
_PROSE_WEIGHT, _QUESTION_WEIGHT = 2.0, 1.0
_DAMPING = 0.5
"""Power of a word's weight in a page: what is said often counts, but less than in proportion."""


class Embedding:
    """Turns texts into vectors of length one. Safe to share between threads."""

    def __init__(self, vocabulary: Sequence[str], matrix: Vectors) -> None:
        self._vocabulary = tuple(vocabulary)
        self._rows = {feature: row for row, feature in enumerate(self._vocabulary)}
        self._matrix = matrix

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, of length one; all zero for a text without a known word."""
        found = np.zeros((len(texts), self._matrix.shape[1]), dtype=np.float32)
        for index, text in enumerate(texts):
            counts = self._known_features(text)
            if counts:
                weights = np.array([1.0 + math.log(count) for count in counts.values()], dtype=np.float32)
                found[index] = weights @ self._matrix[list(counts)]
        return _joined(found)

    def save(self, folder: Path) -> None:
        """Writes itself into a folder."""
        np.save(folder / "embedding.npy", self._matrix, allow_pickle=False)
        (folder / "vocabulary.json").write_text(json.dumps(self._vocabulary), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Embedding:
        """The embedding saved in a folder. Raises OSError or ValueError where there is none that can be read."""
        vocabulary: list[str] = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        matrix: Vectors = np.load(folder / "embedding.npy", mmap_mode="r", allow_pickle=False)
        if matrix.ndim != 2 or len(matrix) != len(vocabulary):
            raise ValueError(f"embedding.npy has the shape {matrix.shape}, not {len(vocabulary)} rows")
        return cls(vocabulary, matrix)

    def _known_features(self, text: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for feature, count in text_features(text, self._speller).items():
            row = self._rows.get(feature)
            if row is not None:
                found[row] = count
        return found

    @cached_property
    def _speller(self) -> Speller:
        stems = (feature[2:] for feature in self._vocabulary if feature.startswith("s:"))
        return Speller({*stems, *lexicon_stems()})


def text_features(text: str, speller: Speller | None = None) -> Counter[str]:
    """The stems (`s:`) and concepts (`c:`) of a text, counted; unknown words as the speller reads them."""
    words = word_list(text)
    stems = stem_words(words)
    if speller:
        stems = [speller.nearest_stem(stem) for stem in stems]
    found = Counter(f"s:{stem}" for word, stem in zip(words, stems, strict=True) if word not in STOP_WORDS)
    found.update(f"c:{name}" for name, _, _ in find_concepts(words, stems))
    return found


def fit_embedding(pages: Sequence[Sequence[tuple[str, bool]]]) -> tuple[Embedding, Vectors]:
    """The embedding for a library, and the vector of each of its pages.

    A page is its passages, each a text and whether it is a question of somebody's.
    """
    counted = [[(text_features(text), is_question) for text, is_question in page] for page in pages]
    vocabulary = sorted({feature for page in counted for features, _ in page for feature in features})
    rows = {feature: row for row, feature in enumerate(vocabulary)}
    weights = np.array([_feature_weight(feature) for feature in vocabulary])
    said = np.zeros((len(pages), len(vocabulary)))
    for number, page in enumerate(counted):
        for features, _ in page:
            for feature, count in features.items():
                said[number, rows[feature]] += count
    evidence = _evidence(said) * weights
    spread, rarity = _page_spread(counted, rows, weights)
    basis = _page_basis(spread)
    matrix = np.concatenate([evidence - evidence.mean(axis=0), basis * rarity], axis=0).T.astype(np.float32)
    halves = np.concatenate([(said > 0) @ matrix[:, : len(pages)], spread @ basis.T], axis=1).astype(np.float32)
    return Embedding(vocabulary, np.ascontiguousarray(matrix)), _joined(halves)


def _feature_weight(feature: str) -> float:
    kind, name = feature[0], feature[2:]
    if kind == "c":
        return _CONCEPT_WEIGHT[telling_of()[name]]
    return _SETTING_WORD_WEIGHT if name in setting_stems() else 1.0


def _evidence(said: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each page and feature log(chance in the page / chance anywhere)."""
    anywhere = said.sum(axis=0)
    anywhere = anywhere / max(anywhere.sum(), 1.0)
    prior = _PRIOR * said.sum(axis=1).mean()
    chance = (said + prior * anywhere) / (said.sum(axis=1, keepdims=True) + prior)
    return np.log(chance / anywhere)


def _page_spread(
    counted: Sequence[Sequence[tuple[Counter[str], bool]]], rows: Mapping[str, int], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each page the damped mean of its passages' tf-idf weights, of length one; and the weight of each feature."""
    passages = [
        (number, features, is_question) for number, page in enumerate(counted) for features, is_question in page
    ]
    spread_over: defaultdict[str, int] = defaultdict(int)
    for _, features, _ in passages:
        for feature in features:
            spread_over[feature] += 1
    rarity = weights * np.array([math.log(1 + len(passages) / spread_over[feature]) for feature in rows])
    found = np.zeros((len(counted), len(rows)))
    for number, features, is_question in passages:
        known = [rows[feature] for feature in features]
        values = rarity[known] * np.array([1.0 + math.log(count) for count in features.values()])
        length = math.sqrt(float(values @ values)) or 1.0
        found[number, known] += values / length * (_QUESTION_WEIGHT if is_question else _PROSE_WEIGHT)
    return _unit(found**_DAMPING), rarity


def _page_basis(spread: NDArray[np.float64]) -> NDArray[np.float64]:
    """Orthonormal rows that span the pages, padded with zeros to one for each page."""
    squares, turned = np.linalg.eigh(spread @ spread.T)
    kept = squares > 1e-9 * max(float(squares.max(initial=0.0)), 1e-300)
    basis = np.zeros_like(spread)
    basis[kept] = (turned[:, kept] / np.sqrt(squares[kept])).T @ spread
    return basis


def _joined(halves: Vectors) -> Vectors:
    """Both views of each row brought to the same length, the whole to one."""
    middle = halves.shape[1] // 2
    return np.concatenate([_unit(halves[:, :middle]), _unit(halves[:, middle:])], axis=1) * np.float32(math.sqrt(0.5))


def _unit(rows: Rows) -> Rows:
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return rows / np.maximum(lengths, np.finfo(rows.dtype).tiny)
