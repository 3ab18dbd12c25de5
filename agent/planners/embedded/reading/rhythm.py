"""The hours of the day in which most of a load comes: "nearly all between 6 and 9 in the morning"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.planners.embedded.reading.text import Brief, Sentence
from tools.design.requirements import SECONDS_PER, Daily, Load, Peak

DAY = SECONDS_PER["day"]

_CLOCK = r"(\d{1,2})(?:[:.](\d\d))?(?:\s?(am|pm|a\.m\.|p\.m\.|h\b|o['’]clock))?"
_WINDOW = re.compile(
    rf"(between\s|from\s)?(?<![\d.,$€£]){_CLOCK}\s?(?:-|–|to|and|until|till)\s?{_CLOCK}(?!\d|[.,:]\d|\s?[%$€£])"
    r"(?:\s(in\sthe\s(?:morning|afternoon|evening)|at\snight)|(?=(\s?(?:[.,;:)|]|and\b|&|or\b|on\b|$)?)))"
)
_SHARE = re.compile(
    r"\b(?:((?:nearly|almost|practically|virtually)\sall)|(all|everybody|everyone)|(most(?:ly)?)|(half)|(two[\s-]thirds)"
    r"|(\d{1,3})\s?(?:%|per\s?cent\b))(?=\b|\s)[^.;|\d]{0,40}$"
)
_PARTS = (0.9, 1.0, 0.7, 0.5, 0.67)
"""What the words for a share stand for, in the order of the groups of `_SHARE`."""

LEAST_RATIO = 1.2
"""Times the mean from which a part of the day is busier than the rest."""

MOST_RATIO = 100.0
NEAR = 200
"""Characters after a load within which a sentence of its own may tell its hours."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Hours of the day, and the share of a load that comes in them."""

    share: float
    hours: float
    middle: float
    start: int
    """Where it is said."""

    @property
    def ratio(self) -> float:
        """How many times the mean of the day comes in those hours."""
        return min(self.share * 24 / self.hours, MOST_RATIO)


def in_rhythm(brief: Brief, loads: list[Load]) -> list[Load]:
    """The loads, those whose busy hours are told with a day's course of that height."""
    result = list(loads)
    for sentence in brief.sentences:
        for busy in _busy_in(sentence, _ends(result, sentence)):
            result = [_shaped(load, busy) if _is_told_of(load, busy, sentence, result) else load for load in result]
    return result


def _shaped(load: Load, busy: Busy) -> Load:
    profile = Daily(peak_ratio=round(busy.ratio, 2), peak_hour=round(busy.middle, 2) % 24)
    return load.model_copy(update={"profile": profile, "peaks": tuple(_within(peak, busy) for peak in load.peaks)})


def _within(peak: Peak, busy: Busy) -> Peak:
    """A peak of a whole day falls into the busy hours as the day's load does."""
    if peak.duration_s < DAY:
        return peak
    multiplier = float(f"{peak.multiplier * busy.ratio:.6g}")
    return peak.model_copy(update={"multiplier": multiplier, "duration_s": busy.hours * 3600})


def _ends(loads: list[Load], sentence: Sentence) -> frozenset[int]:
    """Where the figures of loads end in a sentence."""
    ends = (getattr(load.origin, "end", -1) for load in loads)
    return frozenset(end for end in ends if sentence.start <= end < sentence.end)


def _is_told_of(load: Load, busy: Busy, sentence: Sentence, loads: list[Load]) -> bool:
    """Whether hours are those of a load: of its sentence, else of the one just before."""
    places = [getattr(other.origin, "start", -1) for other in loads]
    here = [place for place in places if sentence.start <= place < busy.start]
    own = getattr(load.origin, "start", -1)
    if here:
        return own in here
    return bool(places) and own == max(places) and 0 <= sentence.start - own <= NEAR if own < sentence.start else False


def _busy_in(sentence: Sentence, ends: frozenset[int]) -> Iterator[Busy]:
    """Shares with their hours; several windows that follow each other belong together."""
    for several in _groups(sentence.lower):
        share = _share_before(sentence, several[0], ends)
        spans = [span for match in several if (span := _hours(match))]
        hours = sum((end - start) % 24 for start, end in spans)
        if share is None or not spans or share * 24 / hours < LEAST_RATIO or not any(map(_is_clock, several)):
            continue
        start, end = spans[0]
        yield Busy(share, hours, start + (end - start) % 24 / 2, sentence.start + several[0].start())


def _groups(text: str) -> list[list[re.Match[str]]]:
    """Spans of two figures, those that follow each other together."""
    groups: list[list[re.Match[str]]] = []
    for match in _WINDOW.finditer(text):
        if groups and _JOINT.fullmatch(text, groups[-1][-1].end(), match.start()):
            groups[-1].append(match)
        else:
            groups.append([match])
    return groups


_JOINT = re.compile(r"\s?(?:,|and|&)\s?")


def _is_clock(window: re.Match[str]) -> bool:
    """Whether two figures are times of day: written so, or with "between" or "from" before and nothing after them."""
    return any(window.group(place) for place in (3, 4, 6, 7, 8)) or bool(window[1] and (window[9] or "").strip())


def _share_before(sentence: Sentence, window: re.Match[str], ends: frozenset[int]) -> float | None:
    """The share that comes in a window: as told before it, all where it follows the figure itself."""
    told = _SHARE.search(sentence.lower, max(0, window.start() - 70), window.start())
    if told is None:
        gap = {sentence.start + window.start() - distance for distance in (0, 1)}
        return 1.0 if window[1] and not gap.isdisjoint(ends) else None
    if told[6]:
        return min(float(told[6]), 100.0) / 100 or None
    return next(part for part, said in zip(_PARTS, told.groups(), strict=False) if said)


def _hours(window: re.Match[str]) -> tuple[float, float] | None:
    """Start and end in hours; None where the figures are no hours."""
    _, hour, minute, half, hour2, minute2, half2, part, _ = window.groups()
    start, end = _hour(hour, minute, half or half2, part), _hour(hour2, minute2, half2, part)
    if half2 and half2[0] == "p" and not half and start > end:
        start -= 12
    return (start, end) if start <= 24 and end <= 24 and start != end else None


def _hour(hour: str, minute: str | None, half: str | None, part: str | None) -> float:
    is_late = (half or "")[:1] == "p" or (part is not None and part.endswith(("afternoon", "evening")))
    value = float(hour) + (12 if is_late and float(hour) < 12 else 0)
    return value + float(minute or 0) / 60
