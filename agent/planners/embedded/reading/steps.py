"""Deeds in a brief: what is to be done, in which order, by which function."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cache

from agent.planners.embedded.lexicon.deeds import DEEDS, Deed
from agent.planners.embedded.reading.cues import CueBook, Match, class_stems
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.text import Brief, stem
from agent.planners.embedded.reading.traffic import kebab
from tools.design.requirements import Origin

_STEP_HEADING = re.compile(
    r"^(?:the\s+)?(?:processing\s+)?(?:steps?|workflows?|process|procedure|stages?|what (?:must|should"
    r"|has to) happen.*|functions?)\b"
)
_VERBS = frozenset(
    stem(word)
    for word in (
        "accept acknowledge activate add adjust aggregate allocate analyse analyze announce approve archive"
        " assemble assess assign"
        " authorize authorise book build calculate cancel capture charge check choose classify clean close"
        " collect combine compare"
        " compile compute confirm convert copy correct count create deduct deliver detect determine dispatch"
        " distribute draft enrich"
        " escalate estimate evaluate execute export extract fetch file fill filter find forecast forward"
        " generate geocode group grant"
        " handle identify import inform inspect invoice issue label load lock log look mark match measure merge"
        " migrate monitor move"
        " notify open order organise organize pack park pay pick plan post predict prepare price print process"
        " produce promote propose"
        " publish pull purchase push put rank rate reconcile record refund register reject release remind remove"
        " render replace report"
        " request reserve reset resolve restore retrieve return review revoke route run save scan schedule score"
        " search select send"
        " settle ship sign sort split start stop store submit summarise summarize suspend sync tag test track"
        " train transfer"
        " translate unlock update upload validate verify weigh write"
    ).split()
)
"""Words a step begins with."""


_BY_NAME = {deed.name: deed for deed in DEEDS}


@dataclass(frozen=True, slots=True)
class Step:
    """One deed of the brief."""

    deed: Deed
    name: str
    """Function that does it: the deed's name with the thing filled in."""
    undo: str
    origin: Origin
    place: int


def steps_in(brief: Brief, thing: str, noun: str) -> tuple[Step, ...]:
    """The deeds of a brief, each once, in the order in which such things are usually done.

    `thing` is what its files are called, `noun` its main entity: a deed done to files is named after the one, any other
    after the other.
    """
    first: dict[str, Match[str]] = {}
    told: set[int] = set()
    book = _deed_book()
    for sentence in brief.sentences:
        if sentence.kind == "code":
            continue
        for match in book.find(sentence):
            told.add(sentence.start)
            if match.key not in first:
                first[match.key] = match
    found = [
        _step(_BY_NAME[key], _object(key, match, thing, noun), quoted(brief, match.start, match.end), match.start)
        for key, match in first.items()
    ]
    found += _listed(brief, told, {step.name for step in found})
    return tuple(sorted(found, key=lambda step: (step.deed.phase, step.place)))


def _object(deed: str, match: Match[str], thing: str, noun: str) -> str:
    """What a deed is done to: the files, where it is a deed for files and its sentence speaks of them."""
    speaks_of_files = any(word.stem in class_stems("file") for word in match.sentence.words)
    return thing if deed in FILE_DEEDS and (speaks_of_files or deed in ALWAYS_FILES) else noun


ALWAYS_FILES = frozenset(
    (
        "resize-image extract-metadata scan-{thing} read-text transcribe-{thing} transcode-{thing} recognise-{thing}"
        " moderate-{thing}"
    ).split()
)

FILE_DEEDS = frozenset(
    (
        "resize-image extract-metadata index-{thing} scan-{thing} validate-{thing} moderate-{thing} recognise-{thing}"
        " read-text classify-{thing} transcribe-{thing} translate-{thing} summarise-{thing} analyse-sentiment"
        " transcode-{thing} convert-{thing} import-{thing}"
    ).split()
)
"""Deeds done to a file as it arrives."""


def _step(deed: Deed, thing: str, origin: Origin, place: int) -> Step:
    noun = kebab(thing)
    return Step(deed, deed.name.replace("{thing}", noun), deed.undo.replace("{thing}", noun), origin, place)


@cache
def _deed_book() -> CueBook[str]:
    return CueBook((deed.name, 1.0, deed.cues) for deed in DEEDS)


def _listed(brief: Brief, told: Set[int], names: Set[str]) -> list[Step]:
    """Bullets under a heading that speaks of steps, where no known deed explains them: "calculate premium".

    `told` is where the sentences with known deeds begin, `names` what those deeds are called.
    """
    found: dict[str, Step] = {}
    for sentence in brief.sentences:
        if (
            sentence.kind != "bullet"
            or not sentence.headings
            or not _STEP_HEADING.search(sentence.headings[-1].lower())
        ):
            continue
        if sentence.start in told:
            continue
        words = [word.lower for word in sentence.words[:6] if word.lower not in _SMALL][:3]
        if len(words) >= 2 and sentence.words[0].text.isalpha():
            name = kebab("-".join(words))
            deed = Deed(name=name, cues="", phase=50)
            if name not in names:
                origin = quoted(brief, sentence.start, sentence.end)
                found.setdefault(name, Step(deed, name, "", origin, sentence.start))
    return list(found.values())[:8]


_SMALL = frozenset("the a an of for to in on at with and or by from each every its their our is are be all any".split())


NEEDS_A_STEP: tuple[tuple[str, str], ...] = (
    ("ocr", "read-text"),
    ("vision", "recognise-{thing}"),
    ("speech-to-text", "transcribe-{thing}"),
)
"""Need met by a model that looks at files, and the deed in which it is asked."""


def with_models(steps: tuple[Step, ...], accepted: frozenset[str], thing: str, origin: Origin) -> tuple[Step, ...]:
    """The steps with one for each model the brief needs, where its words name no step for it."""
    asked = {need for step in steps for need in step.deed.needs}
    missing = [name for need, name in NEEDS_A_STEP if need in accepted and need not in asked]
    added = [_step(_BY_NAME[name], thing, origin, 0) for name in missing]
    return tuple(sorted([*steps, *added], key=lambda step: (step.deed.phase, step.place))) if added else steps


def expanded(steps: tuple[Step, ...], thing: str) -> tuple[Step, ...]:
    """The steps with those they require, each required one before the first that requires it."""
    result: list[Step] = []
    names = {step.deed.name for step in steps}
    for step in steps:
        for required in step.deed.requires:
            if required not in names:
                names.add(required)
                result.append(_step(_BY_NAME[required], thing, step.origin, step.place))
        result.append(step)
    return tuple(result)
