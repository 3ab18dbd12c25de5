"""Misspelt words: the known stem that shares most letters with an unknown one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

_SHORTEST = 5
"""Letters below which a word is too short to guess at."""

_ALIKE = 0.62
"""Share of letter pairs two words must have in common (Dice): `throtl`, `throttl` share 0.93."""

_REMEMBERED = 4096
"""Words whose guesses are kept."""


class Speller:
    """Knows a vocabulary of stems, and the words it was asked about last."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        self._guess = lru_cache(maxsize=_REMEMBERED)(self._guessed)

    def nearest_stem(self, stem: str) -> str:
        """The stem itself where it is known, or nothing known comes near; else the nearest known one."""
        if stem in self._stems or len(stem) < _SHORTEST or not stem.isalpha():
            return stem
        return self._guess(stem)

    def _guessed(self, stem: str) -> str:
        pairs = _letter_pairs(stem)
        shared = Counter(name for pair in pairs for name in self._by_pair.get((stem[0], pair), ()))
        alike = ((2 * n / (len(pairs) + self._sizes[name]), name) for name, n in shared.items())
        best = max(alike, default=(0.0, stem))
        return best[1] if best[0] >= _ALIKE else stem

    @cached_property
    def _sizes(self) -> dict[str, int]:
        """The stems long enough to be meant, with their numbers of letter pairs."""
        meant = (stem for stem in sorted(self._stems) if len(stem) >= _SHORTEST - 1 and stem.isalpha())
        return {stem: len(_letter_pairs(stem)) for stem in meant}

    @cached_property
    def _by_pair(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """First letter and letter pair to the stems that have both."""
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for stem in self._sizes:
            for pair in _letter_pairs(stem):
                found[stem[0], pair].append(stem)
        return {key: tuple(stems) for key, stems in found.items()}


def _letter_pairs(word: str) -> frozenset[str]:
    marked = f"<{word}>"
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))
