"""Search: from a person's words to the patterns that answer them, each with the reason it was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.concepts import find_concepts
from knowledge.embedding import Vectors
from knowledge.index import Index
from knowledge.passages import SUMMARY, Passage
from knowledge.pattern import CLOUDS, Origin, Pattern
from knowledge.store import Nearest, StoreError
from knowledge.terms import STOP_WORDS, stem_words, word_list

_PASSAGES = 60
"""Passages looked at for a question. They only choose the words to show: ranking by whole pages finds more."""

_TIES = 12
"""Pages asked for beyond those wanted, because rounding ties some with the last."""

_REMEMBERED = 2000
"""Questions whose nearest patterns are kept."""

_DIGITS = 4
"""Scores are rounded before they rank, so that two machines never disagree about a tie."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One pattern found."""

    id: str
    title: str
    topics: tuple[str, ...]
    score: float
    """Cosine of the question and the page, above 0, at most 1."""
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
        self._near: dict[tuple[str, int, str | None], tuple[Pattern, ...]] = {}
        self._summaries = {passage.pattern: passage for passage in index.passages if passage.section == SUMMARY}

    def search(
        self, queries: Sequence[str], limit: int, cloud: str | None = None, topics: Iterable[str] = ()
    ) -> tuple[tuple[Hit, ...], ...]:
        """For each query at most `limit` patterns, best first. Raises ValueError for an unknown cloud, StoreError."""
        allowed = self._allowed(cloud, frozenset(topics))
        if not allowed or not queries or limit < 1:
            return tuple(() for _ in queries)
        vectors = self._index.embedding.embed(queries)
        ranked = self._pages(vectors, allowed, limit)
        passages = self._index.store.nearest("passages", vectors, _PASSAGES)
        return tuple(self._hits(*each) for each in zip(queries, ranked, passages, strict=True))

    def nearest(self, queries: Sequence[str], limit: int, cloud: str | None = None) -> tuple[tuple[Pattern, ...], ...]:
        """The patterns that `search` finds, without its reasons. Raises ValueError for an unknown cloud, StoreError."""
        allowed = self._allowed(cloud, frozenset())
        if not allowed or not queries or limit < 1:
            return tuple(() for _ in queries)
        known = {query: self._near.get((query, limit, cloud)) for query in queries}
        asked = [query for query, found in known.items() if found is None]
        if asked:
            ranked = self._pages(self._index.embedding.embed(asked), allowed, limit)
            found = [tuple(self._patterns[name] for name, _ in names) for names in ranked]
            known |= zip(asked, found, strict=True)
            self._keep({(query, limit, cloud): patterns for query, patterns in zip(asked, found, strict=True)})
        return tuple(known[query] or () for query in queries)

    def _keep(self, found: dict[tuple[str, int, str | None], tuple[Pattern, ...]]) -> None:
        """A design that grows is asked about with nearly the same words each time."""
        if len(self._near) > _REMEMBERED:
            self._near = {}
        self._near |= found

    def _pages(self, vectors: Vectors, allowed: frozenset[str], limit: int) -> list[list[tuple[str, float]]]:
        """For each vector the nearest patterns that are allowed, at most `limit`, with their cosines."""
        most = len(self._patterns)
        pages = self._index.store.nearest("pages", vectors, min(most, most - len(allowed) + limit + _TIES))
        if len(pages) != len(vectors) or not all(pages):
            raise StoreError("the store found no page at all")
        return [_ranked(near, allowed, limit) for near in pages]

    def close(self) -> None:
        """Lets go of the index."""
        self._index.store.close()

    def _allowed(self, cloud: str | None, topics: frozenset[str]) -> frozenset[str]:
        if cloud is not None and cloud not in CLOUDS:
            raise ValueError(f"no cloud '{cloud}'; there are {', '.join(CLOUDS)}")
        named = self._by_cloud[cloud] if cloud else frozenset(self._patterns)
        return (
            frozenset(name for name in named if topics.intersection(self._patterns[name].topics)) if topics else named
        )

    @cached_property
    def _by_cloud(self) -> dict[str, frozenset[str]]:
        clouds = {pattern.id: pattern.clouds() for pattern in self._patterns.values()}
        return {cloud: frozenset(name for name in clouds if cloud in clouds[name]) for cloud in CLOUDS}

    def _hits(self, query: str, ranked: list[tuple[str, float]], near: Nearest) -> tuple[Hit, ...]:
        best = dict(self._summaries)
        for name, _ in reversed(near):
            passage = self._passages.get(name)
            if passage is None:
                raise StoreError(f"the store knows a passage '{name}' that no pattern has")
            best[passage.pattern] = passage
        return tuple(self._hit(query, name, score, best[name]) for name, score in ranked)

    def _hit(self, query: str, name: str, score: float, passage: Passage) -> Hit:
        pattern = self._patterns[name]
        why = explain_match(query, passage.text)
        return Hit(name, pattern.title, pattern.topics, score, passage.text, passage.section, why, pattern.origin)


def explain_match(query: str, passage: str) -> tuple[str, ...]:
    """What a query and a passage share, in the order of the query: words, and words that mean much the same."""
    asked, said = word_list(query), word_list(passage)
    asked_stems, said_stems = stem_words(asked), stem_words(said)
    there = set(said_stems)
    same = {i for i, stem in enumerate(asked_stems) if stem in there and asked[i] not in STOP_WORDS}
    reasons = {asked[i]: i for i in sorted(same, reverse=True)}
    said_as: dict[str, str] = {}
    for name, start, end in find_concepts(said, said_stems):
        said_as.setdefault(name, " ".join(said[start:end]))
    for name, start, end in find_concepts(asked, asked_stems):
        if name in said_as and not same.issuperset(range(start, end)):
            reasons.setdefault(f"{' '.join(asked[start:end])} ~ {said_as[name]}", start)
    return tuple(sorted(reasons, key=lambda reason: (reasons[reason], reason)))


def _ranked(near: Nearest, allowed: frozenset[str], limit: int) -> list[tuple[str, float]]:
    scored = ((name, round(cosine, _DIGITS)) for name, cosine in near if name in allowed)
    return sorted((pair for pair in scored if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))[:limit]
