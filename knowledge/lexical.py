"""Words as they stand: BM25 over the passages, which finds a rare name better than any meaning does."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from knowledge.terms import STOP_WORDS, stem_words, word_list

_K1 = 1.2
_B = 0.75
"""Robertson and Zaragoza, The Probabilistic Relevance Framework (2009): the usual values."""


class Lexical:
    """Postings of every stem with their weights. Safe to share between threads."""

    def __init__(self, postings: dict[str, list[tuple[int, float]]]) -> None:
        self._postings = postings

    @classmethod
    def fit(cls, texts: Sequence[str]) -> Lexical:
        """The postings of these passages, numbered from 0."""
        counted = [Counter(_terms(text)) for text in texts]
        lengths = [sum(counts.values()) for counts in counted]
        mean = sum(lengths) / max(1, len(lengths)) or 1.0
        spread = Counter(term for counts in counted for term in counts)
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, counts in enumerate(counted):
            norm = _K1 * (1 - _B + _B * lengths[number] / mean)
            for term, count in counts.items():
                rarity = math.log(1 + (len(texts) - spread[term] + 0.5) / (spread[term] + 0.5))
                postings[term].append((number, round(rarity * count * (_K1 + 1) / (count + norm), 4)))
        return cls(dict(sorted(postings.items())))

    def scores(self, query: str) -> dict[int, float]:
        """The BM25 score of each passage that shares a word with the query."""
        found: defaultdict[int, float] = defaultdict(float)
        for term in sorted(set(_terms(query))):
            for number, weight in self._postings.get(term, ()):
                found[number] += weight
        return found

    def save(self, folder: Path) -> None:
        """Writes itself into a folder."""
        (folder / "postings.json").write_text(json.dumps(self._postings, separators=(",", ":")), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """The postings saved in a folder. Raises OSError or ValueError where there are none that can be read."""
        return cls(json.loads((folder / "postings.json").read_text(encoding="utf-8")))


def _terms(text: str) -> list[str]:
    words = word_list(text)
    return [stem for word, stem in zip(words, stem_words(words), strict=True) if word not in STOP_WORDS]
