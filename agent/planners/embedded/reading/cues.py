"""Finds cues (the lexicon's rows of words) in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Generic, TypeVar

from agent.planners.embedded.lexicon.classes import CLASSES
from agent.planners.embedded.reading.text import Sentence, Word, words_of

K = TypeVar("K")

TRANSPARENT = frozenset("a an the their our its his her my your this that these those some any own such".split())
"""Words that cues look through."""

GAPS = {"..": 3, "...": 7}
"""How many words a gap may skip."""

Element = frozenset[str] | int
Pattern = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Match(Generic[K]):
    """A cue found: whose it is, how much it weighs, and the words it was found in."""

    key: K
    weight: float
    words: tuple[Word, ...]
    sentence: Sentence

    @property
    def start(self) -> int:
        """First character in the brief."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Character after the last one."""
        return self.words[-1].end


@cache
def class_stems(name: str) -> frozenset[str]:
    """The stems of a class of words."""
    words = CLASSES[name].split()
    exact = {word for word in words if word.startswith("=")}
    return frozenset(exact | {word.stem for word in words_of(" ".join(w for w in words if w not in exact))})


def compiled(cue: str) -> list[Pattern]:
    """The patterns of one cue: alternatives of several words (`single-page`) give a pattern each."""
    places: list[list[tuple[Element, ...]]] = []
    for part in cue.split():
        if part in GAPS:
            places.append([(GAPS[part],)])
            continue
        single: set[str] = set()
        longer: list[tuple[Element, ...]] = []
        for alternative in part.split("|"):
            if alternative.startswith("<"):
                single |= class_stems(alternative[1:-1])
                continue
            if alternative.startswith("="):
                single.add(alternative)
                continue
            stems = tuple(word.stem for word in words_of(alternative) if word.text.lower() not in TRANSPARENT)
            if len(stems) == 1:
                single.add(stems[0])
            elif stems:
                longer.append(tuple(frozenset({stem}) for stem in stems))
        places.append([*([(frozenset(single),)] if single else []), *longer])
    return [tuple(element for piece in choice for element in piece) for choice in product(*places)]


class CueBook(Generic[K]):
    """Cues of many owners, indexed by their first word."""

    def __init__(self, cues: Iterable[tuple[K, float, str]]) -> None:
        self._by_first: dict[str, list[tuple[Pattern, K, float]]] = defaultdict(list)
        for key, weight, text in cues:
            for cue in text.split(";"):
                for pattern in compiled(cue):
                    self._add(pattern, key, weight)

    def _add(self, pattern: Pattern, key: K, weight: float) -> None:
        if pattern and isinstance(pattern[0], frozenset):
            for stem in pattern[0]:
                self._by_first[stem].append((pattern[1:], key, weight))

    def find(self, sentence: Sentence) -> Iterator[Match[K]]:
        """Every cue in a sentence, wherever it starts."""
        words = [word for word in sentence.words if word.text.lower() not in TRANSPARENT]
        forms = [(word.stem, "=" + word.text.lower()) for word in words]
        for position, first in enumerate(forms):
            for form in first:
                for rest, key, weight in self._by_first.get(form, ()):
                    if not rest:
                        yield Match(key, weight, (words[position],), sentence)
                        continue
                    places = _matched(rest, forms, position + 1)
                    if places is not None:
                        yield Match(key, weight, (words[position], *(words[place] for place in places)), sentence)


def _matched(pattern: Pattern, stems: list[tuple[str, str]], start: int) -> tuple[int, ...] | None:
    """Positions at which a pattern's words stand from `start` on; None where they do not."""
    if not pattern:
        return ()
    head = pattern[0]
    if isinstance(head, int):
        for skipped in range(head + 1):
            found = _matched(pattern[1:], stems, start + skipped)
            if found is not None:
                return found
        return None
    if start < len(stems) and not head.isdisjoint(stems[start]):
        found = _matched(pattern[1:], stems, start + 1)
        return None if found is None else (start, *found)
    return None
