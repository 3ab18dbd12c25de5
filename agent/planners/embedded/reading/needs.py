"""Which needs a brief expresses, how surely, and in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import prod

from agent.planners.embedded.lexicon.needs import NEEDS, Need
from agent.planners.embedded.reading.cues import CueBook, Match
from agent.planners.embedded.reading.text import Brief, Sentence, Word

STRONG, FAIR, WEAK = 0.8, 0.35, 0.12
"""How much one cue of each kind weighs; cues add up as independent evidence, 1 - product of (1 - weight)."""

ACCEPTED = 0.5
"""Certainty from which a need counts as expressed."""

SHORT = 110
"""Words up to which a brief is of the kind the habits were learnt from; a longer one says what it needs."""

SCATTERED = 0.35
"""What hints in another sentence of a long brief count, of what they would count in the same one."""

HINTED = 0.8
"""What hints alone count in a long brief, which usually says outright what it needs."""

NEGATIONS = frozenset("no not without never avoid avoids avoiding neither nor isn't don't doesn't won't cannot".split())


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a need is taken to be expressed."""

    need: Need
    certainty: float
    matches: tuple[Match[str], ...]
    """The cues, the surest first."""
    implied_by: str = ""
    """Another need it follows from, where no words of the brief say it."""
    usual_with: str = ""
    """Words with which it usually goes together, where only habit says it."""


@cache
def no_evidence() -> Mapping[str, Evidence]:
    """Every need with nothing said for it."""
    return {need.id: Evidence(need, 0.0, ()) for need in NEEDS}


def needs_in(brief: Brief) -> dict[str, Evidence]:
    """Every need with evidence for it, by id, in the order of the lexicon."""
    found: dict[str, list[Match[str]]] = defaultdict(list)
    book = _cue_book()
    for sentence in brief.sentences:
        if sentence.kind == "code":
            continue
        denied = _denied_places(sentence)
        for match in book.find(sentence):
            if not denied or match.start not in denied:
                found[match.key].append(match)
    is_long = len(brief.words) > SHORT
    return _with_implied({need.id: _weighed(need, found[need.id], is_long) for need in NEEDS if need.id in found})


def cued_in(brief: Brief) -> frozenset[str]:
    """Needs that words of a text are cues of: those of outright cues, else those of fair ones."""
    found = [match for sentence in brief.sentences for match in _cue_book().find(sentence)]
    best = max((match.weight for match in found), default=STRONG)
    return frozenset(match.key for match in found if match.weight >= max(best, FAIR))


@cache
def _cue_book() -> CueBook[str]:
    cues: list[tuple[str, float, str]] = []
    for need in NEEDS:
        cues += [(need.id, STRONG, need.strong), (need.id, FAIR, need.fair), (need.id, WEAK, need.weak)]
    return CueBook(cues)


def _weighed(need: Need, matches: Iterable[Match[str]], is_long: bool) -> Evidence:
    """The cues of a need (by place) added up; in a long brief scattered hints say less than those of one place."""
    kept: list[Match[str]] = []
    seen: set[tuple[str, ...]] = set()
    taken: set[int] = set()
    for match in sorted(matches, key=lambda m: (-m.weight, -len(m.words))):
        places = [word.start for word in match.words]
        if not taken.isdisjoint(places) or (stems := tuple([word.stem for word in match.words])) in seen:
            continue
        seen.add(stems)
        taken.update(places)
        kept.append(match)
    doubts: dict[int, float] = defaultdict(lambda: 1.0)
    for match in kept:
        doubts[match.sentence.start if is_long else 0] *= 1 - match.weight
    surest, *others = sorted(doubts.values()) or [1.0]
    certainty = 1 - surest * prod(1 - (1 - doubt) * SCATTERED for doubt in others)
    is_only_hinted = is_long and not any(match.weight >= STRONG for match in kept)
    return Evidence(need, certainty * HINTED if is_only_hinted else certainty, tuple(kept))


def _with_implied(found: dict[str, Evidence]) -> dict[str, Evidence]:
    for need in NEEDS:
        source = found.get(need.id)
        if source is None or source.certainty < ACCEPTED:
            continue
        for target, weight in need.implies:
            known = found.get(target, no_evidence()[target])
            certainty = 1 - (1 - known.certainty) * (1 - weight * source.certainty)
            by = known.implied_by if known.certainty >= ACCEPTED else need.id
            found[target] = Evidence(known.need, certainty, known.matches, by)
    return {need.id: found[need.id] for need in NEEDS if need.id in found}


def _denied_places(sentence: Sentence) -> set[int]:
    """Where the words start that stand within three words after a negation, those after "not only" left out."""
    words = sentence.words
    return {
        denied.start
        for place, word in enumerate(words)
        if word.lower in NEGATIONS
        for denied in words[place + 1 : place + (2 if _adds(words[place + 1 :]) else 4)]
    }


def _adds(following: tuple[Word, ...]) -> bool:
    """Whether a "not" adds, by what follows it."""
    return bool(following) and following[0].lower in ("only", "just", "merely")
