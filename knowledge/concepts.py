"""The lexicon: groups of words that mean much the same, in the field's language and in everybody's, across clouds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from knowledge.terms import stem_words, word_list

FILE = Path(__file__).parent / "concepts.txt"

Telling = Literal["trouble", "everyday", "setting"]
"""How much a group tells: what is wrong or wanted, how people put it, where it happens."""


@dataclass(frozen=True, slots=True)
class Group:
    """Words and phrases that mean much the same."""

    name: str
    telling: Telling
    phrases: tuple[str, ...]


@cache
def read_groups() -> tuple[Group, ...]:
    """The groups in the order of the file. Raises ValueError where the file is not as its own heading says."""
    found: dict[str, Group] = {}
    telling: Telling | None = None
    for number, line in enumerate(FILE.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("["):
            telling = _telling(line, number)
        elif line and not line.startswith("#"):
            name, _, phrases = line.partition(":")
            if telling is None or name in found or not phrases.strip():
                raise ValueError(f"{FILE.name}:{number}: no bracket above, given twice, or empty: '{name}'")
            found[name] = Group(name, telling, tuple(phrase.strip() for phrase in phrases.split(",")))
    return tuple(found.values())


def find_concepts(words: Sequence[str], stems: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each phrase of the lexicon in a text: its group, the index of its first word and of the word after its last."""
    table, exact = _phrase_table(), _exact_words()
    follows = (*stems[1:], "")
    for start, stem in enumerate(stems):
        entry = table.get(stem)
        if entry:
            for name in entry.alone:
                yield name, start, start + 1
            for rest, name in entry.before.get(follows[start], ()):
                if len(rest) == 1 or rest == tuple(stems[start + 1 : start + 1 + len(rest)]):
                    yield name, start, start + 1 + len(rest)
        for name in exact.get(words[start], ()):
            yield name, start, start + 1


@cache
def telling_of() -> dict[str, Telling]:
    """How much each group tells, by its name."""
    return {group.name: group.telling for group in read_groups()}


@cache
def setting_stems() -> frozenset[str]:
    """The stems of single words that only say where something happens: `lambda`, `invoice`."""
    keyed = zip(read_groups(), _phrase_keys(), strict=True)
    settings = (keys for group, keys in keyed if group.telling == "setting")
    return frozenset(key[0].removeprefix("=") for keys in settings for key in keys if len(key) == 1)


@cache
def lexicon_stems() -> frozenset[str]:
    """Every stem that stands in a phrase of the lexicon."""
    return frozenset(stem for keys in _phrase_keys() for key in keys for stem in key if not stem.startswith("="))


@dataclass(frozen=True, slots=True)
class _Entry:
    """The phrases that begin with a stem: groups it belongs to alone, and by the next stem what must follow."""

    alone: tuple[str, ...]
    before: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def _phrase_table() -> dict[str, _Entry]:
    found: dict[str, dict[tuple[tuple[str, ...], str], None]] = {}
    for group, keys in zip(read_groups(), _phrase_keys(), strict=True):
        for first, *rest in keys:
            found.setdefault(first, {})[tuple(rest), group.name] = None
    return {first: _entry(tuple(phrases)) for first, phrases in found.items()}


def _entry(phrases: tuple[tuple[tuple[str, ...], str], ...]) -> _Entry:
    before: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for rest, name in phrases:
        if rest:
            before.setdefault(rest[0], []).append((rest, name))
    alone = tuple(name for rest, name in phrases if not rest)
    return _Entry(alone, {second: tuple(found) for second, found in before.items()})


@cache
def _exact_words() -> dict[str, tuple[str, ...]]:
    """The groups of words that are compared as they stand."""
    marked = {first[1:]: entry.alone for first, entry in _phrase_table().items() if first.startswith("=")}
    return dict(sorted(marked.items()))


@cache
def _phrase_keys() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The keys of each phrase of each group: stems, or `=word` to compare exactly. All are stemmed in one go."""
    cut = [[[phrase] if phrase[0] == "=" else word_list(phrase) for phrase in g.phrases] for g in read_groups()]
    stemmed = iter(stem_words([word for phrases in cut for words in phrases for word in words]))
    return tuple(
        tuple(tuple(w if w[0] == "=" else s for w, s in zip(words, stemmed, strict=False)) for words in phrases)
        for phrases in cut
    )


def _telling(line: str, number: int) -> Telling:
    name = line.strip().strip("[]")
    if name not in get_args(Telling):
        raise ValueError(f"{FILE.name}:{number}: [{name}] is none of {', '.join(get_args(Telling))}")
    return cast("Telling", name)
