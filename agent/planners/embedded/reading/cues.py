"""Finds cues (the lexicon's rows of words) in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from agent.planners.embedded.lexicon.classes import CLASSES
from agent.planners.embedded.reading.text import Sentence, Word, words_of

K = TypeVar("K")

TRANSPARENT = frozenset("a an the their our its his her my your this that these those some any own such".split())
"""Words that cues look through."""

GAPS = {"..": 3, "...": 7}
"""How many words a gap may skip."""

Element = frozenset[str] | int
Pattern = tuple[Element, ...]


class Match(NamedTuple, Generic[K]):
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
            stems = tuple(word.stem for word in words_of(alternative) if word.lower not in TRANSPARENT)
            if len(stems) == 1:
                single.add(stems[0])
            elif stems:
                longer.append(tuple(frozenset({stem}) for stem in stems))
        places.append([*([(frozenset(single),)] if single else []), *longer])
    return [tuple(element for piece in choice for element in piece) for choice in product(*places)]


Step = tuple[int, frozenset[str]]
"""How many words may be skipped, and what the next one may be."""


class CueBook(Generic[K]):
    """Cues of many owners, indexed by their first word."""

    def __init__(self, cues: Iterable[tuple[K, float, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[Step, ...], K, float]]] = defaultdict(list)
        for key, weight, text in cues:
            for cue in text.split(";"):
                for pattern in compiled(cue):
                    self._add(pattern, key, weight)

    def _add(self, pattern: Pattern, key: K, weight: float) -> None:
        if pattern and isinstance(pattern[0], frozenset):
            steps = _steps(pattern[1:])
            for stem in pattern[0]:
                self._by_first[stem].append((steps, key, weight))

    def find(self, sentence: Sentence) -> Iterator[Match[K]]:
        """Every cue in a sentence, wherever it starts."""
        words = [word for word in sentence.words if word.lower not in TRANSPARENT]
        forms = [(word.stem, "=" + word.lower) for word in words]
        present = {form for both in forms for form in both}
        for position, first in enumerate(forms):
            for form in first:
                for steps, key, weight in self._by_first.get(form, ()):
                    if steps and steps[-1][1].isdisjoint(present):
                        continue
                    places = _matched(steps, forms, position + 1)
                    if places is not None:
                        yield Match(key, weight, (words[position], *[words[place] for place in places]), sentence)


def _steps(pattern: Pattern) -> tuple[Step, ...]:
    """The words of a pattern, each with the gap before it."""
    steps: list[Step] = []
    skipped = 0
    for element in pattern:
        if isinstance(element, int):
            skipped += element
        else:
            steps.append((skipped, element))
            skipped = 0
    return tuple(steps)


def _matched(steps: tuple[Step, ...], forms: list[tuple[str, str]], start: int) -> tuple[int, ...] | None:
    """Positions at which the words of a pattern stand from `start` on; None where they do not."""
    if not steps:
        return ()
    skipped, head = steps[0]
    for place in range(start, min(start + skipped + 1, len(forms))):
        if not head.isdisjoint(forms[place]):
            found = _matched(steps[1:], forms, place + 1)
            if found is not None:
                return place, *found
    return None
