"""The lexicon: groups of words that mean much the same, in the field's language and in everybody's, across clouds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from knowledge.terms import stem_words, word_list

FILE = Path(__file__).parent / "concepts.txt"

_Table = dict[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By the first key of a phrase: the keys that follow, and the group. A key is a stem, or `=word` to compare exactly."""


def find_concepts(words: Sequence[str], stems: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each phrase of the lexicon in a text: its group, the index of its first word and of the word after its last."""
    table = _table()
    for start, stem in enumerate(stems):
        for key in (stem, f"={words[start]}"):
            for rest, name in table.get(key, ()):
                end = start + 1 + len(rest)
                if end <= len(stems) and rest == tuple(stems[start + 1 : end]):
                    yield name, start, end


def read_groups() -> dict[str, tuple[str, ...]]:
    """The phrases of each group as written."""
    lines = FILE.read_text(encoding="utf-8").split("\n")
    entries = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {name.strip(): tuple(phrase.strip() for phrase in phrases.split(",")) for name, phrases in entries}


@cache
def _table() -> _Table:
    found: dict[str, dict[tuple[tuple[str, ...], str], None]] = {}
    for name, phrases in read_groups().items():
        for phrase in phrases:
            first, *rest = _keys(phrase)
            found.setdefault(first, {})[tuple(rest), name] = None
    return {first: tuple(entries) for first, entries in found.items()}


def _keys(phrase: str) -> list[str]:
    if phrase.startswith("="):
        return [phrase]
    return stem_words(word_list(phrase))
