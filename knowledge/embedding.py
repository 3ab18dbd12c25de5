"""Embedding without a model: stems, word pairs, concepts and letters, weighed by rarity and laid into few dimensions.

Fitted on the passages of the library, in memory, with numpy alone; the same passages give the same vectors.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.concepts import find_concepts
from knowledge.terms import STOP_WORDS, stem_words, word_list

Vectors = NDArray[np.float32]
"""Rows of DIMENSIONS numbers."""

VERSION = 1
"""Part of the key of an index: raised whenever the same passages would give other vectors."""

DIMENSIONS = 384

_SEED = 20261120


def text_features(text: str) -> dict[str, float]:
    """What a text is made of: `s:` stems, `b:` pairs of them, `c:` concepts, `g:` letters of rare words; with their counts."""
    words = word_list(text)
    stems = stem_words(words)
    kept = [stem for word, stem in zip(words, stems, strict=True) if word not in STOP_WORDS]
    found: Counter[str] = Counter(f"s:{stem}" for stem in kept)
    found.update(f"b:{first} {second}" for first, second in zip(kept, kept[1:], strict=False))
    found.update(f"c:{name}" for name, _, _ in find_concepts(words, stems))
    return {feature: 1.0 + math.log(count) for feature, count in found.items()}


class Embedding:
    """Turns texts into vectors of length one. Safe to share between threads."""

    def __init__(self, vocabulary: Sequence[str], matrix: Vectors) -> None:
        self._rows = {feature: row for row, feature in enumerate(vocabulary)}
        self._vocabulary = tuple(vocabulary)
        self._matrix = matrix

    @classmethod
    def fit(cls, texts: Iterable[str]) -> Embedding:
        """The embedding for a library of these passages."""
        counted: Counter[str] = Counter()
        total = 0
        for text in texts:
            counted.update(text_features(text).keys())
            total += 1
        vocabulary = sorted(feature for feature, count in counted.items() if count > 1 or feature[0] != "b")
        rarity = np.array([math.log(1.0 + total / counted[feature]) for feature in vocabulary], dtype=np.float32)
        signs = np.random.Generator(np.random.PCG64(_SEED)).standard_normal((len(vocabulary), DIMENSIONS))
        matrix = (signs * rarity[:, None] / math.sqrt(DIMENSIONS)).astype(np.float32)
        return cls(vocabulary, matrix)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, DIMENSIONS wide, of length one; all zero for a text without a known word."""
        found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for index, text in enumerate(texts):
            known = [(self._rows[f], count) for f, count in text_features(text).items() if f in self._rows]
            if known:
                rows = [row for row, _ in known]
                found[index] = np.array([count for _, count in known], dtype=np.float32) @ self._matrix[rows]
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return found / np.maximum(lengths, np.float32(1e-12))

    def save(self, folder: Path) -> None:
        """Writes itself into a folder."""
        np.save(folder / "embedding.npy", self._matrix, allow_pickle=False)
        (folder / "vocabulary.json").write_text(json.dumps(self._vocabulary), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Embedding:
        """The embedding saved in a folder. Raises OSError or ValueError where there is none that can be read."""
        vocabulary: list[str] = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        matrix: Vectors = np.load(folder / "embedding.npy", mmap_mode="r", allow_pickle=False)
        if matrix.shape != (len(vocabulary), DIMENSIONS):
            raise ValueError(f"embedding.npy is {matrix.shape}, not {(len(vocabulary), DIMENSIONS)}")
        return cls(vocabulary, matrix)
