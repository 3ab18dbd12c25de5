"""Misspelt words: the known stem that shares most letters with an unknown one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

_SHORTEST = 5
"""Letters below which a word is too short to guess at."""

_ALIKE = 0.62
"""Share of letter pairs two words must have in common (Dice): `throtl`, `throttl` share 0.93."""


class Speller:
    """Knows a vocabulary of stems."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)

    def nearest_stem(self, stem: str) -> str:
        """The stem itself where it is known, or nothing known comes near; else the nearest known one."""
        if stem in self._stems or len(stem) < _SHORTEST or not stem.isalpha():
            return stem
        pairs = _letter_pairs(stem)
        shared = Counter(name for pair in sorted(pairs) for name in self._by_pair.get(pair, ()))
        alike = ((2 * n / (len(pairs) + len(_letter_pairs(name))), name) for name, n in shared.items())
        best = max((pair for pair in alike if pair[1][0] == stem[0]), default=(0.0, stem))
        return best[1] if best[0] >= _ALIKE else stem

    @cached_property
    def _by_pair(self) -> dict[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for stem in sorted(self._stems):
            if len(stem) >= _SHORTEST - 1 and stem.isalpha():
                for pair in _letter_pairs(stem):
                    found[pair].append(stem)
        return {pair: tuple(stems) for pair, stems in found.items()}


def _letter_pairs(word: str) -> frozenset[str]:
    marked = f"<{word}>"
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))
