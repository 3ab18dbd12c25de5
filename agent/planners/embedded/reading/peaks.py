"""Peaks: how many times the usual, called what, for how long and how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.planners.embedded.lexicon.phrases import (
    DOUBLING,
    NAMED_PEAKS,
    NO_OCCASION,
    OCCASION_AFTER,
    OCCASION_BEFORE,
    SPIKY,
    YEARLY,
)
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.quantities import Quantity
from agent.planners.embedded.reading.text import Brief, Sentence, stem
from tools.design.requirements import SECONDS_PER, Load, Peak, Period, Quoted

DAY = SECONDS_PER["day"]

Multiple = tuple[Peak, Sentence]
"""A multiple of the usual, with the sentence that states it."""


@dataclass(frozen=True, slots=True)
class PeakRate:
    """A rate that is a peak: of what, how much, and where that was read."""

    noun: str
    count: float
    per: Period
    quantity: Quantity
    is_burst: bool = False
    """Whether so many come in a stated time once in a while, which says nothing about other days."""

    @property
    def per_second(self) -> float:
        """Events a second."""
        return self.count / SECONDS_PER[self.per]


_USUAL = re.compile(r"\b(?:traffic|load|normal|usual|average|volume|base(?:line)?)\b|\bas\s+many\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_THAT = re.compile(r"\s(?:that|as\s+many)\b")


def occasion_of(quantity: Quantity) -> str:
    """When it is that a figure holds that is not the usual one, in lower case: "ski season"; empty where not told.

    Places do not count: "in Italy 2,000" is another figure, not a peak.
    """
    text = quantity.sentence.text
    here = quantity.start - quantity.sentence.start
    if _YEAR.fullmatch(quantity.text):
        return ""
    before = OCCASION_BEFORE.search(quantity.before)
    after = None if before else OCCASION_AFTER.match(quantity.after)
    found = before or after
    if found is None:
        return ""
    said = found[1] or found[found.lastindex or 1]
    shift = here - len(quantity.before) if before else here + len(quantity.text)
    is_name = (
        text[shift + found.start(found.lastindex or 1)].isupper() and shift + found.start(found.lastindex or 1) > 0
    )
    if NO_OCCASION.search(said) or (is_name and not NAMED_PEAKS.search(said)):
        return ""
    return said.strip()


_OF_A_DAY = re.compile(r"\s(?:an?|the|our)\s(?:normal|usual|average|typical|mean)\s(?:day|month|week)\b")
_FASTER = re.compile(
    r"\s(?:faster|cheaper|slower|larger|bigger|smaller|better|longer|as\s(?:fast|much\s(?:money|memory|storage)|large|long)|less)\b"
)
_IN_BRACKETS = re.compile(r"[(=]\s?$")


def multiple(
    brief: Brief, quantity: Quantity, windows: list[Quantity], *, is_beside_load: bool = False
) -> Multiple | None:
    """The peak that "12 times the normal load" states; None where the figure is of something else.

    In brackets or after a sign beside a load it needs no further word: "on the last day (8x)".
    """
    if _FASTER.match(quantity.after):
        return None
    context = context_of(quantity)
    is_noted = is_beside_load and _IN_BRACKETS.search(quantity.before)
    is_peak = (
        SPIKY.search(context) or NAMED_PEAKS.search(context) or _USUAL.search(context) or _OF_THAT.match(quantity.after)
    )
    if not (is_peak or is_noted) or quantity.value <= 1:
        return None
    usual = DAY if _OF_A_DAY.match(quantity.after) else 3600.0
    origin = quoted(brief, quantity.start, quantity.end)
    return _peak(context, quantity.value, quantity, windows, origin, usual), quantity.sentence


_FACTORS = {"doubl": 2.0, "twice": 2.0, "tripl": 3.0, "thric": 3.0, "quadr": 4.0}


def _multiplies(brief: Brief) -> bool:
    return any(verb in brief.lower for verb in _FACTORS)


def doublings(brief: Brief) -> Iterator[Multiple]:
    """Peaks told by a verb: "traffic doubles in December"."""
    for sentence in brief.sentences if _multiplies(brief) else ():
        for match in DOUBLING.finditer(sentence.lower):
            start = sentence.start + match.start()
            peak = _peak(
                match[0],
                _FACTORS[(match[1] or match[2] or match[3])[:5]],
                None,
                [],
                quoted(brief, start, sentence.start + match.end()),
            )
            yield peak, sentence


_X_TIMES = re.compile(rf"{NAMED_PEAKS.pattern}\W{{0,3}}[x×]\s?(\d{{1,3}})\b")


def signed(brief: Brief) -> Iterator[Multiple]:
    """Peaks told by a sign before the figure: "Cyber Monday x6"."""
    for sentence in brief.sentences:
        for match in _X_TIMES.finditer(sentence.lower) if "x" in sentence.lower or "×" in sentence.lower else ():
            place = sentence.start + match.start()
            origin = quoted(brief, place, sentence.start + match.end())
            yield _peak(match[0], float(match[2]), None, [], origin), sentence


def growth_in(brief: Brief) -> float:
    """Growth a year told by a verb, 1.0 for "doubles every year"; 0 where none is told."""
    match = YEARLY.search(brief.lower) if _multiplies(brief) else None
    return _FACTORS[match[1][:5]] - 1 if match else 0.0


def context_of(quantity: Quantity) -> str:
    """The last heading and what is close around a quantity, in lower case."""
    heading = " ".join(quantity.sentence.headings[-1:]).lower()
    return f"{heading} {quantity.before} {quantity.text.lower()} {quantity.after}"


def _peak(
    context: str,
    value: float,
    quantity: Quantity | None,
    windows: list[Quantity],
    origin: Quoted,
    usual: float = 3600.0,
) -> Peak:
    """A peak, lasting as long as is told near it, else a whole day where its name says so, else the usual seconds."""
    occasion = occasion_of(quantity) if quantity else ""
    named = NAMED_PEAKS.search(context)
    seconds = _window_near(quantity, windows) or (DAY if named and _is_whole_day(named) else usual)
    days = _days_per_year(context, occasion) / max(seconds / DAY, 1.0)
    return Peak(
        name=named.group(1).title() if named else occasion.title() or "peak",
        multiplier=float(f"{value:.6g}"),
        duration_s=seconds,
        days_per_year=days,
        origin=origin,
    )


def _is_whole_day(named: re.Match[str]) -> bool:
    return _WHOLE_DAYS.search(named.group(1)) is not None


_TIMES_A_YEAR = re.compile(r"\b(\d{1,3})\s+(?:times|days|nights|evenings)\s+(?:a|per|each|every)\s+year\b")
_MONTHS = re.compile(r"january|february|march|april|may|june|july|august|september|october|november|december")
_WHOLE_DAYS = re.compile(
    rf"^(?:{_MONTHS.pattern}|summer|winter|spring|autumn|weekends?|[a-z]+days|(?:public )?holidays?)$"
)

_OFTEN: tuple[tuple[str, float], ...] = (
    (r"sale", 20.0),
    (r"lunch|rush|market open", 250.0),
    (r"weekend", 104.0),
    (r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day", 52.0),
    (r"summer|winter|spring|autumn", 91.0),
    (_MONTHS.pattern, 30.4),
    (r"month", 12.0),
    (r"season|week|period|enrol|campaign|promotion|sale|storm|emergenc|match|holiday", 20.0),
)
"""How many days a year a peak of that name comes, where nothing is said; the first that fits."""


_ONCE = re.compile(r"\bone\s(?:single\s)?(?:evening|night|day|morning|afternoon|weekend)\s(?:in|of|a|every)\b")


def _days_per_year(context: str, occasion: str = "") -> float:
    """How often a peak of that name comes: once a year for a feast, every working day for a daily rush."""
    if _ONCE.search(context):
        return 1.0
    counted = _TIMES_A_YEAR.search(context)
    if counted:
        return max(1.0, min(float(counted.group(1)), 365.0))
    named = NAMED_PEAKS.search(context)
    name = named.group(1) if named else occasion
    if not name:
        return 365.25
    return next((days for pattern, days in _OFTEN if re.search(pattern, name)), 4.0)


def _window_near(quantity: Quantity | None, windows: list[Quantity]) -> float | None:
    """How long a peak lasts, by the sentence that tells it; None where it does not say."""
    near = [w for w in windows if quantity and w.sentence is quantity.sentence and not w.is_interval]
    return min((_length(w) for w in near if w.value <= DAY * 3), default=None)


_CLOCK_HOURS = re.compile(r"(\d{1,2})\s?[-–]\s?(\d{1,2})\s?h")
_LASTING = re.compile(r"\b(?:for|lasts?|lasting|takes?|about|around|of|some|within)\s$")


def _length(window: Quantity) -> float:
    """Seconds of a window; "9-12 h" without a word for lasting is from nine to twelve."""
    clock = None if _LASTING.search(window.before) else _CLOCK_HOURS.fullmatch(window.text.lower())
    return (int(clock[2]) - int(clock[1])) % 24 * 3600.0 or window.value if clock else window.value


HALF = 0.5
"""Share of a day's load that a peak brings at most, where nobody tells how long it lasts."""


def placed(loads: list[Load], rates: list[PeakRate], multiples: list[Multiple], windows: list[Quantity]) -> list[Load]:
    """The loads with each peak on the one it speaks of.

    A peak without a load becomes one: what comes in a whole day or more as it is said, a rate of a shorter time as
    three times the mean.
    """
    found = list(loads)
    for rate in rates:
        origin = Quoted(text=rate.quantity.text, start=rate.quantity.start, end=rate.quantity.end)
        place = _place_of(found, rate.noun)
        if place is None:
            place = _told_before(found, rate)
        if place is None and rate.is_burst:
            continue
        if place is None:
            found.append(_load_of(rate, origin))
        elif rate.per_second > found[place].per_second:
            multiplier = rate.per_second / found[place].per_second
            usual = DAY if rate.per == "day" else min(3600.0, max(60.0, DAY * HALF / multiplier))
            peak = _peak(context_of(rate.quantity), multiplier, rate.quantity, windows, origin, usual)
            found[place] = _with_peak(found[place], _seldom_enough(peak))
    for peak, sentence in multiples:
        near = {load.id for load in found if sentence.start <= getattr(load.origin, "start", -1) < sentence.end}
        found = [_with_peak(load, peak) if not near or load.id in near else load for load in found]
    return found


def _seldom_enough(peak: Peak) -> Peak:
    """A peak of every day as seldom as it must be to bring no more than half of the load of a year."""
    if peak.days_per_year < 365:
        return peak
    most = 365.25 * HALF * DAY / (peak.multiplier * peak.duration_s)
    return peak.model_copy(update={"days_per_year": round(min(peak.days_per_year, max(most, 1.0)), 2)})


def _load_of(rate: PeakRate, origin: Quoted) -> Load:
    name = kebab(rate.noun)
    if SECONDS_PER[rate.per] >= DAY:
        return Load(id=name, what=rate.noun, count=rate.count, per=rate.per, origin=origin)
    return Load(id=name, what=rate.noun, count=rate.per_second / 3, per="second", origin=origin)


def _with_peak(load: Load, peak: Peak) -> Load:
    return load.model_copy(update={"peaks": (*load.peaks, peak)})


def _place_of(loads: list[Load], noun: str) -> int | None:
    same = next((place for place, load in enumerate(loads) if stem(load.what) == stem(noun)), None)
    return 0 if same is None and loads and noun == "requests" else same


_DEALS = frozenset(map(stem, "order request purchase sale transaction checkout booking call hit".split()))
"""What a thing that is counted comes in as, when it is counted by the second."""


def _told_before(loads: list[Load], rate: PeakRate) -> int | None:
    """The one load told earlier in the sentence whose peak this is under another word: "3,000 tickets a day with peaks
    of 200 orders a second"."""
    start = rate.quantity.sentence.start
    if stem(rate.noun) not in _DEALS:
        return None
    before = [
        place
        for place, load in enumerate(loads)
        if start <= getattr(load.origin, "start", -1) < rate.quantity.start and SECONDS_PER[load.per] >= DAY
    ]
    return before[0] if len(before) == 1 else None


_NOT_NAME = re.compile(r"[^a-z0-9]+")


def kebab(text: str) -> str:
    """A name from words: "New Orders" becomes `new-orders`."""
    return _NOT_NAME.sub("-", text.lower()).strip("-")[:40].strip("-") or "requests"
