"""Whether a brief says anything that can be designed from: its language, and what was found in it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain

from agent.planners.protocol import UnclearBriefError
from tools.design.requirements import Quoted, Requirements

_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")
"""Words that stand alone: the "e" of "e-mail" is none."""

_ENGLISH = frozenset(
    """the a an of to and in is are be it that this for with on as by we our they their must should will can at or not
    from have has when which who each every all any no need needs want wants if into more than then there per up out
    """.split()
)
"""Words that every English text is held together by; a third of an ordinary one, a tenth of a bare list."""

_OTHERS: dict[str, str] = {
    "German": "der die das und ist ein eine einen wir sie es mit für auf von zu den dem nicht soll sollen",
    "French": "le la les des et est un une nous vous avec pour dans que qui du doit sont sur avons au",
    "Spanish": "el la los las y es un una nosotros con para en que de del debe son por sus se al",
    "Portuguese": "o os as e é um uma nós com para em que de do da deve são por seus se não",
    "Italian": "il lo gli e è un una noi con per di che del della deve sono dei nel alla non",
    "Dutch": "de het een en is wij met voor van dat die niet moet op aan zijn worden om te naar",
    "Polish": "i w na z się nie do jest że oraz dla po które przez musi być jak od system który",
    "Swedish": "och är en ett vi med för på av som inte till den det ska i kan från att har",
    "Turkish": "ve bir bu için ile olarak da de çok daha olan sistem her gibi kadar en ne",
}
"""The same of other languages in Latin script."""

_FEW_WORDS, _SOME_WORDS, _MANY_WORDS = 4, 10, 25
_FOREIGN_SHARE, _FOREIGN_WORDS = 0.12, 2
_WANTING = frozenset("need needs want wants must should shall require requires has have would".split())


def ensure_language(brief: str) -> None:
    """Raises UnclearBriefError for a brief in another language than English."""
    language = language_of(brief)
    if language != "English":
        raise UnclearBriefError(
            f"the brief seems to be in {language}, and only English is read. "
            "Translate it, or describe the system in a few English sentences"
        )


def ensure_substance(brief: str, found: Requirements) -> None:
    """Raises UnclearBriefError where nothing that was found stands in the brief: a greeting, noise, a single word."""
    if not _has_substance(brief, found):
        raise UnclearBriefError(
            "no requirement can be found in the brief. Say what the system must do, for whom, how often and how fast: "
            '"Customers place 50,000 orders a day; each is paid, shipped and mailed; answers within 300 ms", say'
        )


def language_of(text: str) -> str:
    """The language a text is in, by its script and its function words; English where nothing speaks against it."""
    start = text[:20_000]
    if not start.isascii() and _is_mostly_foreign([letter for letter in start if letter.isalpha()]):
        return "another script than Latin"
    words = Counter(word.lower() for word in _WORD.findall(start))
    if words.total() < _FEW_WORDS:
        return "English"
    counts = {name: _occurrences(words, known) for name, known in _function_words().items()}
    best = max(counts, key=lambda name: counts[name])
    is_often = counts[best] >= _FOREIGN_SHARE * words.total() and counts[best] > 2 * _occurrences(words, _ENGLISH)
    return best if is_often and len(words.keys() & _function_words()[best]) >= _FOREIGN_WORDS else "English"


def _occurrences(words: Counter[str], known: frozenset[str]) -> int:
    return sum(words[word] for word in words.keys() & known)


def _is_mostly_foreign(letters: list[str]) -> bool:
    return sum(not _is_latin(letter) for letter in letters) * 2 > len(letters)


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {name: frozenset(known.split()) for name, known in _OTHERS.items()}


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


def _has_substance(brief: str, found: Requirements) -> bool:
    if found.technologies or any(_is_quoted(item) for item in (*found.capabilities, *found.entities, *found.loads)):
        return True
    words = [word.lower() for word in _WORD.findall(brief)]
    if len(words) >= _SOME_WORDS and any(map(_is_quoted, _figures(found))):
        return True
    return len(words) >= _MANY_WORDS and not _WANTING.isdisjoint(words)


def _figures(found: Requirements) -> Iterator[object]:
    """What a text only speaks of when it means a system: promises, amounts, people and machines."""
    yield from chain(found.actors, found.populations, found.latencies, found.durations, found.retentions, found.volumes)
    yield from chain(found.data_classes, found.regimes, (found.availability, found.recovery, found.budget))


def _is_quoted(item: object) -> bool:
    return isinstance(getattr(item, "origin", None), Quoted)
