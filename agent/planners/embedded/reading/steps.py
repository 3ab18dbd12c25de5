"""Deeds in a brief: what is to be done, in which order, by which function."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from agent.planners.embedded.lexicon.deeds import DEEDS, Deed
from agent.planners.embedded.reading.cues import CueBook, Match
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.text import Brief
from agent.planners.embedded.reading.traffic import kebab
from tools.design.requirements import Origin

_STEP_HEADING = re.compile(r"\b(?:steps?|workflow|process|flow|stages?|pipeline|procedure|fulfil?lment|lifecycle)\b")


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
    by_name = {deed.name: deed for deed in DEEDS}
    book = _deed_book()
    for sentence in brief.sentences:
        if sentence.kind == "code":
            continue
        for match in book.find(sentence):
            if match.key not in first:
                first[match.key] = match
    found = [
        _step(by_name[key], thing if key in FILE_DEEDS else noun, quoted(brief, match.start, match.end), match.start)
        for key, match in first.items()
    ]
    found += _listed(brief, [step.place for step in found])
    return tuple(sorted(found, key=lambda step: (step.deed.phase, step.place)))


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


def _listed(brief: Brief, known: list[int]) -> list[Step]:
    """Bullets under a heading that speaks of steps, where no known deed explains them: "calculate premium"."""
    found: list[Step] = []
    for sentence in brief.sentences:
        heading = sentence.headings[-1].lower() if sentence.headings else ""
        if sentence.kind != "bullet" or not _STEP_HEADING.search(heading):
            continue
        if any(sentence.start <= place < sentence.end for place in known):
            continue
        words = [word.text.lower() for word in sentence.words[:6] if word.text.lower() not in _SMALL][:3]
        if len(words) >= 2 and sentence.words[0].text.isalpha():
            name = kebab("-".join(words))
            deed = Deed(name=name, cues="", phase=50)
            found.append(Step(deed, name, "", quoted(brief, sentence.start, sentence.end), sentence.start))
    return found[:8]


_SMALL = frozenset("the a an of for to in on at with and or by from each every its their our is are be all any".split())


def expanded(steps: tuple[Step, ...], thing: str) -> tuple[Step, ...]:
    """The steps with those they require, each required one before the first that requires it."""
    by_name = {deed.name: deed for deed in DEEDS}
    result: list[Step] = []
    names = {step.deed.name for step in steps}
    for step in steps:
        for required in step.deed.requires:
            if required not in names:
                names.add(required)
                result.append(_step(by_name[required], thing, step.origin, step.place))
        result.append(step)
    return tuple(result)
