"""Search: from a person's words to the patterns that answer them, each with the reason it was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.concepts import find_concepts
from knowledge.index import Index
from knowledge.passages import Passage
from knowledge.pattern import CLOUDS, Origin, Pattern
from knowledge.store import Nearest
from knowledge.terms import STOP_WORDS, stem_words, word_list

_CANDIDATES = 100
"""Passages looked at for a question."""

_RANK_OFFSET = 10
_DENSE_WEIGHT, _LEXICAL_WEIGHT = 3.0, 1.0
"""Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009), meaning before words."""

_DIGITS = 4
"""Scores are rounded before they rank, so that two machines never disagree about a tie."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One pattern found."""

    id: str
    title: str
    topics: tuple[str, ...]
    score: float
    """From 0 to 1, comparable within one answer only."""
    passage: str
    """The words of the pattern that came nearest."""
    section: str
    """Where they stand: `Summary`, `Question` or a heading."""
    why: tuple[str, ...]
    """Words of the question that met the passage: the same word, or `one ~ other` where they mean much the same."""
    origin: Origin


class Searcher:
    """Answers questions from one index. Safe to share between threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._patterns = {pattern.id: pattern for pattern in index.library.patterns}
        self._passages = {passage.id: passage for passage in index.passages}

    def search(
        self, queries: Sequence[str], limit: int, cloud: str | None = None, topics: Iterable[str] = ()
    ) -> tuple[tuple[Hit, ...], ...]:
        """For each query at most `limit` patterns, best first. Raises ValueError for an unknown cloud, StoreError."""
        allowed = self._allowed(cloud, frozenset(topics))
        if not allowed or not queries or limit < 1:
            return tuple(() for _ in queries)
        names = None if len(allowed) == len(self._patterns) else sorted(allowed)
        vectors = self._index.embedding.embed(queries)
        found = self._index.store.nearest(vectors, _CANDIDATES, names)
        return tuple(self._answer(q, near, allowed, limit) for q, near in zip(queries, found, strict=True))

    def close(self) -> None:
        """Lets go of the index."""
        self._index.store.close()

    def _allowed(self, cloud: str | None, topics: frozenset[str]) -> frozenset[str]:
        if cloud is not None and cloud not in CLOUDS:
            raise ValueError(f"no cloud '{cloud}'; there are {', '.join(CLOUDS)}")
        return frozenset(
            pattern.id
            for pattern in self._index.library.patterns
            if (cloud is None or cloud in pattern.clouds()) and (not topics or topics & set(pattern.topics))
        )

    def _answer(self, query: str, near: Nearest, allowed: frozenset[str], limit: int) -> tuple[Hit, ...]:
        best: dict[str, tuple[float, Passage]] = {}
        for name, cosine in near:
            passage = self._passages[name]
            if cosine > 0 and passage.pattern not in best:
                best[passage.pattern] = (cosine, passage)
        words: dict[str, float] = {}
        for number, score in self._index.lexical.scores(query).items():
            passage = self._index.passages[number]
            if passage.pattern in allowed and score > words.get(passage.pattern, 0.0):
                words[passage.pattern] = score
                best.setdefault(passage.pattern, (0.0, passage))
        fused = _fuse(((_DENSE_WEIGHT, {k: v[0] for k, v in best.items() if v[0] > 0}), (_LEXICAL_WEIGHT, words)))
        return tuple(self._hit(query, self._patterns[k], score, best[k][1]) for k, score in fused[:limit])

    def _hit(self, query: str, pattern: Pattern, score: float, passage: Passage) -> Hit:
        why = explain_match(query, passage.text)
        return Hit(pattern.id, pattern.title, pattern.topics, score, passage.text, passage.section, why, pattern.origin)


def _fuse(rankings: Iterable[tuple[float, dict[str, float]]]) -> list[tuple[str, float]]:
    """Ids with their fused score, best first; ties by id."""
    total: defaultdict[str, float] = defaultdict(float)
    full = 0.0
    for weight, scores in rankings:
        full += weight / (_RANK_OFFSET + 1)
        ordered = sorted(scores, key=lambda key: (-round(scores[key], _DIGITS), key))
        for rank, key in enumerate(ordered, 1):
            total[key] += weight / (_RANK_OFFSET + rank)
    pairs = ((key, round(score / full, _DIGITS)) for key, score in total.items())
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def explain_match(query: str, passage: str) -> tuple[str, ...]:
    """What a query and a passage share, in the order of the query: words, and words that mean much the same."""
    asked, said = word_list(query), word_list(passage)
    asked_stems, said_stems = stem_words(asked), stem_words(said)
    there = set(said_stems)
    same = {i for i, stem in enumerate(asked_stems) if stem in there and asked[i] not in STOP_WORDS}
    said_as: dict[str, str] = {}
    for name, start, end in find_concepts(said, said_stems):
        said_as.setdefault(name, " ".join(said[start:end]))
    reasons = {asked[i]: i for i in sorted(same, reverse=True)}
    for name, start, end in find_concepts(asked, asked_stems):
        if name in said_as and not same.issuperset(range(start, end)):
            reasons.setdefault(f"{' '.join(asked[start:end])} ~ {said_as[name]}", start)
    return tuple(sorted(reasons, key=lambda reason: (reasons[reason], reason)))
