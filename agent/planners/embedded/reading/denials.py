"""What a brief says it does not want: needs out of scope, products ruled out.

"We don't need X", "X is out of scope", "X must not be used", and all that stands under a heading like "Non-goals". The
places are spans of the brief. Everything here takes time in proportion to the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agent.planners.embedded.reading.text import Brief, Sentence

Span = tuple[int, int]

_NOT = r"(?:\s?not|n['’]t)"
_UNWANTED_BEFORE = re.compile(
    rf"\b(?:no\s+need\s+(?:for|of|to)|(?:do|does|did|will|would|should){_NOT}\s+(?:\w+ly\s+)?(?:need|want|require|plan|include|support|offer)"
    r"|nothing\s+(?:may|must|shall|can)\s+be\s+used\s+(?:to|for)"
    r"|(?:no\s+longer|never)\s+(?:needs?|wants?|requires?|uses?))\b(?:\s+(?:a|an|any|the|our))?"
)
_DENIED_AS = (
    r"(?:needed|required|wanted|necessary|planned|included|desired|foreseen|in\s+scope|part\s+of\b[^.;:,\n]{0,60}"
    r"|a\s+(?:goal|requirement|must)|asked\s+for)"
)
_UNWANTED_AFTER = re.compile(
    rf"\b(?:is|are|was|were|will\s+be|be)(?:{_NOT}|\s+never|\s+no\s+longer)\s+(?:\w+ly\s+)?{_DENIED_AS}"
    r"|\b(?:is|are|stays?|remains?)\s+(?:\w+ly\s+)?(?:out\s+of\s+scope|excluded|unnecessary|off\s+the\s+table|a\s+non-?goal|non-?goals|beyond\s+(?:the\s+)?scope)\b"
    rf"|\b(?:need|do|does){_NOT}\s+be\s+(?:built|supported|included)\b"
)
_FORBIDDEN_AFTER = re.compile(
    rf"\b(?:must|may|can|should|shall|will|is|are)(?:{_NOT}|\s+never)\s+(?:to\s+)?be\s+(?:used|chosen|taken)\b|\bcannot\s+be\s+used\b"
    rf"|\b(?:is|are)(?:{_NOT}|\s+no\s+longer)\s+(?:\w+ly\s+)?(?:allowed|permitted|an?\s+option|acceptable|approved|used)\b"
    r"|\b(?:is|are)\s+(?:\w+ly\s+)?(?:forbidden|banned|prohibited|disallowed|ruled\s+out|no\s+option|taboo)\b"
)
_FORBIDDEN_BEFORE = re.compile(
    r"\b(?:(?:anything|everything|all)\s+(?:but|except)|(?:any|anything)\s+other\s+than|forbids?|prohibits?|rules?\s+out)\b"
)
_HEADING = re.compile(
    r"^\W*(?:\d[\d.]*\s+)?(?:explicitly\s+)?(?:out[\s-]of[\s-]scope|non-?goals?|not\s+(?:in\s+scope|needed|required|wanted|included|part\s+of)"
    r"|exclusions?|excluded|won['’]t(?:\s+have)?\b|what\s+(?:we|it)\s+(?:do(?:es)?|is|are)(?:\s+not|n['’]t)\b)"
)
_INLINE = re.compile(rf"{_HEADING.pattern}[^:\n]{{0,30}}:\s+")
_TODAY = r"\b(?:today|currently|at\s+the\s+moment|right\s+now|so\s+far|until\s+now|nowadays|presently)\b"
_MEANS = (
    r"\b(?:by|in|on|with|via|over|using|through)\s+(?:(?:an?|the|our|shared|big|huge|old|several|many)\s+){0,3}"
    r"(?:(?:tele)?phone|fax|hand|spreadsheets?|excel(?:\s+(?:sheets?|files?|lists?))?|whiteboards?|paper(?:\s+(?:forms?|lists?))?|calls?)"
    r"(?:(?:,|\s+(?:and|or))\s+(?:(?:by|in|on|with|via|over|an?|the|our|shared|big|huge|old|several|many)\s+){0,3}"
    r"(?:(?:tele)?phone|fax|hand|spreadsheets?|excel(?:\s+(?:sheets?|files?|lists?))?|whiteboards?|paper|e-?mails?))*\b"
)
_REPLACED = re.compile(
    rf"{_TODAY}[^.;\n]{{0,140}}?(?P<means>{_MEANS})|(?P<means_first>{_MEANS})[^.;\n]{{0,60}}?{_TODAY}"
)
"""How something is done today: by what a system is to replace."""
FORMS = (_REPLACED, _INLINE, _UNWANTED_BEFORE, _UNWANTED_AFTER, _FORBIDDEN_BEFORE, _FORBIDDEN_AFTER)
"""All that denies something."""

MARKS = re.compile(
    r"n(?:ot|othing|['’]t)\b|\b(?:(?:no|never|out|off|beyond|unnecessary|banned|disallowed|taboo|won['’]t)\b|non-?goal|exclu|forbid|prohibit)"
    rf"|{_FORBIDDEN_BEFORE.pattern}|{_TODAY}"
)
"""Words of which every denial has one: most sentences have none and need no closer look."""

_ENDS = re.compile(
    r"[.;:()\n]|\b(?:but|because|since|only|except|unless|until|instead|for\s+now\s+but)\b"
    r"|,\s+(?:we|it|they|just|so|and\s+(?:we|it|they|the))\b|\band\s+(?:we|it|they)\b"
)
_VERB = re.compile(r"\b(?:is|are|must|should|shall|can|will|has|have|may|needs?|wants?|get|gets|we|it|they)\b")
_BUILDS = re.compile(
    r"\s+(?:to\s+)?(?:have|use|support|build|offer|run|operate|provide|include|store|keep|sign|log|register|search)\b"
)
_OF_OTHERS = re.compile(r"\s+(?:\w+\s+){1,3}to\s+\w+")
LONGEST = 140
"""Characters a denial reaches at most."""


@dataclass(frozen=True)
class Denials:
    """Spans of what is not wanted, and of what is wanted but not with these means; both in order."""

    unwanted: tuple[Span, ...]
    forbidden: tuple[Span, ...]

    def covers(self, place: int) -> bool:
        """Whether a place of the brief is denied, either way."""
        return _is_within(self.unwanted, place) or _is_within(self.forbidden, place)


def _is_within(spans: tuple[Span, ...], place: int) -> bool:
    before = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return any(start <= place < end for start, end in spans[max(0, before - 3) : before + 1])


@lru_cache(maxsize=8)
def denials_in(brief: Brief) -> Denials:
    """What a brief denies."""
    unwanted: list[Span] = []
    forbidden: list[Span] = []
    for sentence in brief.sentences:
        if _is_excluded(sentence):
            unwanted.append((sentence.start, sentence.end))
        elif MARKS.search(sentence.lower):
            unwanted += [(sentence.start + a, sentence.start + b) for a, b in _unwanted(sentence.lower)]
            forbidden += [(sentence.start + a, sentence.start + b) for a, b in _forbidden(sentence.lower)]
    return Denials(tuple(sorted(unwanted)), tuple(sorted(forbidden)))


def without_denied(brief: Brief) -> Brief:
    """The brief with what is not wanted as spaces; places stay."""
    spans = denials_in(brief).unwanted
    if not spans:
        return brief
    pieces: list[str] = []
    place = 0
    for start, end in spans:
        if start >= place:
            pieces += [brief.text[place:start], re.sub(r"[^\n]", " ", brief.text[start:end])]
            place = end
    return Brief("".join([*pieces, brief.text[place:]]))


def denied_texts(brief: Brief) -> tuple[str, ...]:
    """The words of what is not wanted."""
    return tuple(brief.text[start:end] for start, end in denials_in(brief).unwanted)


def _is_excluded(sentence: Sentence) -> bool:
    return sentence.kind != "heading" and any(map(_excludes, sentence.headings[-2:]))


@lru_cache(maxsize=256)
def _excludes(heading: str) -> bool:
    """Whether what stands under a heading is not wanted."""
    return _HEADING.match(heading.lower()[:60]) is not None


def _unwanted(text: str) -> Iterator[Span]:
    inline = _INLINE.match(text)
    if inline:
        yield 0, len(text)
        return
    for match in _UNWANTED_BEFORE.finditer(text):
        end = _end_of(text, match.end())
        is_deed = match[0].endswith(" to") or text.startswith(" to ", match.end())
        is_flat = match[0].startswith("nothing")
        if is_deed and not is_flat and not _BUILDS.match(text, match.end(), end):
            continue
        if is_deed or "need for" in match[0] or not _OF_OTHERS.match(text, match.end(), end):
            yield match.start(), end
    yield from ((_start_of(text, match.start()), match.end()) for match in _UNWANTED_AFTER.finditer(text))
    yield from (match.span("means" if match["means"] else "means_first") for match in _REPLACED.finditer(text))


def _forbidden(text: str) -> Iterator[Span]:
    yield from ((match.start(), _end_of(text, match.end(), 40)) for match in _FORBIDDEN_BEFORE.finditer(text))
    yield from ((_start_of(text, match.start()), match.end()) for match in _FORBIDDEN_AFTER.finditer(text))


def _end_of(text: str, start: int, most: int = LONGEST) -> int:
    found = _ENDS.search(text, start, start + most)
    return found.start() if found else min(len(text), start + most)


def _start_of(text: str, end: int) -> int:
    """Where the subject of a denial begins: its clause, with the items listed before it."""
    floor = max(0, end - LONGEST)
    start = max((text.rfind(mark, floor, end) + 1 for mark in ".;:(\n"), default=0)
    start = max(start, floor)
    clause = text[start:end]
    cut = max((m.end() for m in re.finditer(r"\b(?:but|while|whereas)\b", clause)), default=0)
    for joint in re.finditer(r",\s|\band\s", clause):
        if joint.end() > cut and _VERB.search(clause[cut : joint.start()]):
            cut = joint.end()
    return start + cut
