"""Which classes of everyday words a brief draws on, and in which words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from agent.planners.embedded.lexicon.senses import SENSES
from agent.planners.embedded.reading.text import Brief, stems_of


@dataclass(frozen=True, slots=True)
class _Table:
    """Classes by the very word, by its stem, and by the first stem of a phrase with the stems that follow."""

    by_word: dict[str, list[str]]
    by_stem: dict[str, list[str]]
    by_start: dict[str, list[tuple[tuple[str, ...], str]]]


def senses_in(brief: Brief) -> dict[str, tuple[str, ...]]:
    """Class to the words of the brief that belong to it, in order, every occurrence; classes without any are left out.

    A word that stands in the lexicon as it is belongs to its own classes only, not to those of other forms of its stem.
    """
    table = _table()
    words = [word.lower for word in brief.words]
    stems = [word.stem for word in brief.words]
    found: dict[str, list[str]] = defaultdict(list)
    for place, (word, stem) in enumerate(zip(words, stems, strict=True)):
        classes = table.by_word.get(word) or table.by_stem.get(stem, ())
        for name in classes:
            found[name].append(word)
        if stem in table.by_start:
            phrases = {
                name: " ".join(words[place : place + 1 + len(rest)])
                for rest, name in table.by_start[stem]
                if name not in classes and tuple(stems[place + 1 : place + 1 + len(rest)]) == rest
            }
            for name, phrase in phrases.items():
                found[name].append(phrase)
    return {name: tuple(several) for name, several in found.items()}


@cache
def _table() -> _Table:
    """All words are stemmed at one go."""
    by_word: dict[str, list[str]] = defaultdict(list)
    phrases: list[tuple[str, list[str]]] = []
    for name, text in SENSES.items():
        for entry in text.replace("-", "_").split():
            if "_" in entry:
                phrases.append((name, entry.split("_")))
            else:
                by_word[entry].append(name)
    stems = stems_of([*by_word, *(word for _, words in phrases for word in words)])
    by_stem: dict[str, list[str]] = defaultdict(list)
    for stem, (word, names) in zip(stems, by_word.items(), strict=False):
        if not word.startswith("="):
            by_stem[stem] += [name for name in names if name not in by_stem[stem]]
    exact = {word.removeprefix("="): names for word, names in by_word.items()}
    return _Table(exact, dict(by_stem), _by_start(phrases, stems[len(by_word) :]))


def _by_start(phrases: list[tuple[str, list[str]]], stems: list[str]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    place = 0
    for name, words in phrases:
        first, *rest = stems[place : place + len(words)]
        place += len(words)
        found[first].append((tuple(rest), name))
    return dict(found)
