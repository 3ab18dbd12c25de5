"""How much comes in: loads, their peaks, and the populations behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from agent.planners.embedded.lexicon.phrases import (
    EACH_AFTER,
    EACH_BEFORE,
    NAMED_PEAKS,
    PEAK,
    PEAK_AFTER,
    SPIKY,
    STEADY,
    TOTAL,
)
from agent.planners.embedded.lexicon.things import ACTORS, FLOWING, OBJECT_KB, PLACES
from agent.planners.embedded.reading.counting import (
    Emission,
    Rate,
    column_of,
    counted_in,
    emission_in,
    is_traffic,
    noun_among,
    noun_before,
    noun_in,
    one_in,
    per_one,
    rate_of,
    shares_period,
    singular,
    who_in,
)
from agent.planners.embedded.reading.limits import is_limit
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.peaks import (
    DAY,
    Multiple,
    PeakRate,
    doublings,
    growth_in,
    kebab,
    multiple,
    occasion_of,
    placed,
    signed,
)
from agent.planners.embedded.reading.quantities import Quantity
from agent.planners.embedded.reading.rhythm import in_rhythm
from agent.planners.embedded.reading.text import Brief, stem
from tools.design.requirements import SECONDS_PER, Daily, Load, Origin, Period, Population

EVENTS = frozenset(stem(word) for word in FLOWING.split())
"""Stems of what comes by itself, many a second."""

_CHANNELS: tuple[tuple[str, str], ...] = (
    (
        "files",
        r"\b(?:sftp|ftp|files?|upload\w*|scans?|pdfs?|photos?|images?|recordings?|videos?|footage|documents?|csv)\b",
    ),
    ("devices", r"\b(?:devices?|sensors?|machines?|mqtt|monitors?|meters?|vehicles?|telemetry|gateway)\b"),
    ("requests", r"\b(?:api|app|web|http|site|users?|customers?|requests?|calls?)\b"),
)
"""By which way in a load comes, by the words of its sentence; the first that fits."""


def channel_in(sentence: str) -> str:
    """The way in that a sentence in lower case speaks of: files, devices or requests; empty where of none."""
    return next((channel for channel, pattern in _CHANNELS if re.search(pattern, sentence)), "")


@dataclass
class Traffic:
    """What was found, as it is found."""

    loads: list[Load] = field(default_factory=list[Load])
    populations: list[Population] = field(default_factory=list[Population])
    limits: list[Quantity] = field(default_factory=list[Quantity])
    """Rates that are limits on somebody, not traffic."""
    peak_rates: list[PeakRate] = field(default_factory=list[PeakRate])
    peaks: list[Multiple] = field(default_factory=list[Multiple])
    guessed: set[str] = field(default_factory=set[str])
    """Loads whose figure names nothing: what they count was taken from the words around it."""
    sent: set[str] = field(default_factory=set[str])
    """Loads that count those who send, one thing each."""
    growth_per_year: float = 0.0
    is_spiky: bool = False
    is_steady: bool = False


def traffic_in(brief: Brief, quantities: list[Quantity], windows: list[Quantity], growth: float) -> Traffic:
    """Reads the loads of a brief; peaks end up on the load they speak of, or on all."""
    found = Traffic(is_spiky=bool(SPIKY.search(brief.lower)), is_steady=bool(STEADY.search(brief.lower)))
    counts = [
        _completed(quantity, quantities[position + 1 : position + 2])
        for position, quantity in enumerate(quantities)
        if quantity.unit == "count"
    ]
    rates = [(quantity, rate_of(quantity)) for quantity in counts]
    for quantity, (_, period) in rates:
        if period is None:
            _note_population(brief, quantity, found)
    for quantity, rate in rates:
        _read_rate(brief, quantity, rate, found)
        if rate[1] is None and rate[0]:
            _read_burst(quantity, rate[0], windows, found)
    for quantity in quantities:
        if quantity.unit == "gigabyte" and quantity.per:
            _read_data_rate(brief, quantity, found)
        elif quantity.unit == "times":
            peak = multiple(brief, quantity, windows, is_beside_load=bool(_beside(quantity, found)))
            found.peaks += [peak] if peak else []
    found.peaks += [*doublings(brief), *signed(brief)]
    _read_intervals(brief, windows, found)
    _completed_loads(found, windows, growth or growth_in(brief))
    found.loads = in_rhythm(brief, found.loads)
    return found


def _completed_loads(found: Traffic, windows: list[Quantity], growth: float) -> None:
    """Gives the loads their peaks, their shape and their growth."""
    found.growth_per_year = growth
    shape = {"profile": Daily(peak_ratio=1.2)} if found.is_steady else {}
    growing = {"growth_per_year": growth} if growth else {}
    loads = placed(found.loads, found.peak_rates, found.peaks, windows)
    found.loads = [load.model_copy(update=shape | growing) for load in loads]


_JOINS = re.compile(r"\s{0,3}(?:,(?:\s{0,3}(?:and|plus))?|and|&|plus)\s{0,3}")


def _completed(quantity: Quantity, following: list[Quantity]) -> Quantity:
    """A rate that shares the period of the next one: the first of "2 million views and 30,000 orders a day"."""
    if quantity.per is not None or not following or following[0].sentence is not quantity.sentence:
        return quantity
    after = following[0]
    between = quantity.sentence.text[quantity.end - quantity.sentence.start : after.start - quantity.sentence.start]
    is_list = _JOINS.fullmatch(between) and shares_period(quantity, is_bare_list=between.strip() == ",")
    is_of = not between.strip() and quantity.noun.rstrip().endswith(" of")
    shares = after.unit == "count" and after.per is not None and quantity.noun and after.noun and (is_list or is_of)
    return replace(quantity, per=after.per) if shares else quantity


def _read_rate(brief: Brief, quantity: Quantity, rate: Rate, found: Traffic) -> None:
    noun, period = rate
    if period is None:
        _read_bare(quantity, found)
        return
    if is_limit(quantity):
        found.limits.append(quantity)
        return
    emission = emission_in(quantity.noun)
    if emission is not None:
        _read_emission(brief, quantity, emission, found)
        return
    if not is_traffic(noun) or (quantity.value < 1 and not noun):
        return
    told, one = per_one(quantity.noun)
    if one:
        noun = noun_in(told)
    stated = noun or _guessed(brief, quantity, found)
    if not stated and not quantity.text[:1].isdigit():
        return
    count = quantity.value * (_of(one, found) if one else _senders(quantity, found))
    if _is_peak(quantity, stated, count / SECONDS_PER[period], found):
        beside = _beside(quantity, found)
        what = stated or (beside[-1].what if beside else "requests")
        found.peak_rates.append(PeakRate(what, count, period, quantity))
        return
    _add_load(found, stated or "requests", count, period, quoted(brief, quantity.start, quantity.end), bool(noun))


def _guessed(brief: Brief, quantity: Quantity, found: Traffic) -> str:
    """What a figure that names nothing counts: what stands before it, unless that has a figure of its own there."""
    noun = noun_before(quantity)
    if not noun and not _RATED.search(quantity.text.lower()):
        return _spoken_of(brief, quantity, found)
    has_own = any(stem(load.what) == stem(noun) and load.id not in found.guessed for load in _beside(quantity, found))
    return "" if has_own and not _says_peak(quantity) else noun


_RATED = re.compile(r"(?:rps|tps|qps|eps|rpm|req/s(?:ec)?|ops/s)$")


def _spoken_of(brief: Brief, quantity: Quantity, found: Traffic) -> str:
    """What the sentences just before a figure are about: the load stated last, else what they name that is counted."""
    start = quantity.sentence.start
    if any(char.isdigit() for char in quantity.before):
        return ""
    before = brief.lower[max(0, start - SHORTLY) : start]
    near = [load for load in found.loads if 0 < start - getattr(load.origin, "start", start) <= SHORTLY]
    return near[-1].what if near else noun_among(before)


SHORTLY = 200
"""Characters before a sentence that may say what a bare figure of it counts."""


_OTHERWISE = re.compile(
    r"\b(?:otherwise|else|rest\sof\sthe\s(?:day|time|year)|normally|outside\sthat)\b\W{0,3}(?:about\s)?[<≤~]?\s?$"
)


def _read_bare(quantity: Quantity, found: Traffic) -> None:
    """A figure without a period: the sum of what several send, or the second of "800 a day, and 9,000 on sale days"."""
    known = _beside(quantity, found)
    if known and _OTHERWISE.search(quantity.before) and not quantity.noun and quantity.value < known[-1].count:
        found.peak_rates.append(PeakRate(known[-1].what, known[-1].count, known[-1].per, quantity))
        found.loads = [
            load if load is not known[-1] else load.model_copy(update={"count": quantity.value}) for load in found.loads
        ]
    elif known and known[-1].id in found.sent and TOTAL.search(quantity.before) and not quantity.noun:
        found.loads = [
            load if load is not known[-1] else load.model_copy(update={"count": quantity.value}) for load in found.loads
        ]
    elif known and (not quantity.noun or noun_in(quantity.noun) == known[-1].what):
        usual = known[-1]
        is_rarer = quantity.value > usual.count and (occasion_of(quantity) or "peak" in column_of(quantity))
        if _is_at_a_peak(quantity) or is_rarer:
            found.peak_rates.append(PeakRate(usual.what, quantity.value, usual.per, quantity))


_BURST_AFTER = re.compile(
    r"[\d.,]+\s?[km]?\s(?:[a-z'’-]+\s){1,5}?(?:within|in|over|during)\s(?:(?:the\sfirst|about|just|only|some)\s)?"
)
_BURST_BEFORE = re.compile(r"\b(?:within|in|over|during)\b[^.;]{0,70}$")


def _read_burst(quantity: Quantity, noun: str, windows: list[Quantity], found: Traffic) -> None:
    """So many in a stated time: "during the gala (3 hours) we had 40,000 donations", "9,000 orders within an hour"."""
    for window in windows:
        if window.sentence is not quantity.sentence or window.is_interval or not MINUTE <= window.value <= DAY:
            continue
        text, origin = window.sentence.lower, window.sentence.start
        is_after = window.start > quantity.start and _BURST_AFTER.fullmatch(
            text[quantity.start - origin : window.start - origin]
        )
        is_before = window.start < quantity.start and _BURST_BEFORE.search(text[: window.start - origin])
        if is_after or is_before:
            rate = quantity.value / window.value
            found.peak_rates.append(PeakRate(noun, rate, "second", quantity, is_burst=True))
            return


MINUTE = 60.0


def _beside(quantity: Quantity, found: Traffic) -> list[Load]:
    """The loads that the sentence states before a quantity."""
    start = quantity.sentence.start
    return [load for load in found.loads if start <= getattr(load.origin, "start", -1) < quantity.start]


_WHEN = re.compile(r"\s?(?:on|at|in|during|over|around|for|after)\b")


def _is_at_a_peak(quantity: Quantity) -> bool:
    after = quantity.after
    named = NAMED_PEAKS.search(after[:45]) if _WHEN.match(after) else None
    return bool(PEAK_AFTER.search(after) or named)


def _read_emission(brief: Brief, quantity: Quantity, emission: Emission, found: Traffic) -> None:
    """Many who send one thing each in a time: both how many they are and what comes in."""
    assert quantity.per is not None
    _note_population(brief, quantity, found)
    if is_traffic(emission.what):
        origin = quoted(brief, quantity.start, quantity.end)
        _add_load(found, emission.what, quantity.value, quantity.per, origin)
        found.sent.add(kebab(emission.what))


def _of(one: str, found: Traffic) -> float:
    """How many there are of somebody of whom a rate is told for each, the least where several are counted."""
    counts = [population.count for population in found.populations if stem(population.what) == stem(one)]
    return counts[-1] if counts else 1.0


MOST_OF_EACH = 60.0
"""Things in a time up to which a rate said of many devices is a rate of each of them."""


def _senders(quantity: Quantity, found: Traffic) -> float:
    """How many send so much each, where a rate is one of each: "12,000 sensors send 2 readings a minute each"."""
    before = EACH_BEFORE.search(quantity.before)
    each = EACH_AFTER.match(quantity.after) if before is None else before
    who = one_in(each[1] or "") if each else ""
    if before is not None and not who and emission_in(f"they {before[1]} it") is None:
        return 1.0
    start = quantity.sentence.start
    for population in reversed(found.populations):
        is_here = start <= getattr(population.origin, "start", -1) < quantity.end
        is_meant = stem(population.what) == stem(who) if who else bool(each) and is_here
        is_device = ACTORS.get(singular(population.what)) == "device" and is_here
        is_sending = (
            is_device and quantity.value <= MOST_OF_EACH and emission_in(f"{' '.join(quantity.before.split()[-2:])} it")
        )
        if is_meant or (is_sending and stem(population.what) in {stem(w) for w in quantity.before.split()[-4:]}):
            return population.count
    return 1.0


def _is_peak(quantity: Quantity, noun: str, rate: float, found: Traffic) -> bool:
    """Whether a rate is a peak: it says so, or a lower one of the same thing was said just before."""
    if _says_peak(quantity):
        return True
    known = next((load for load in found.loads if stem(load.what) == stem(noun)), None)
    start = getattr(known.origin, "start", -1) if known else -1
    is_guess = known is not None and known.id in found.guessed and noun == noun_in(quantity.noun)
    return known is not None and not is_guess and rate > known.per_second and 0 <= quantity.start - start <= 200


def _says_peak(quantity: Quantity) -> bool:
    label = column_of(quantity) or " ".join(quantity.sentence.headings).lower()[-30:]
    return bool(PEAK.search(quantity.before)) or _is_at_a_peak(quantity) or "peak" in label or "busy" in label


_BOUND = re.compile(r"\b(?:not|never|at most|no more|limit\w*|poll\w*)\b")


def _add_load(found: Traffic, noun: str, count: float, period: Period, origin: Origin, is_named: bool = True) -> None:
    """Adds a load; what a figure itself names goes before what was guessed from the words around another."""
    name = kebab(noun)
    known = next((load for load in found.loads if load.id == name), None)
    if count <= 0 or (known is not None and (name not in found.guessed or not is_named)):
        return
    load = Load(id=name, what=noun, count=count, per=period, origin=origin)
    found.loads = [load if old is known else old for old in found.loads] if known else [*found.loads, load]
    found.guessed = (found.guessed - {name}) | (set() if is_named else {name})


LEAST_PEOPLE = 4
"""People from which they are told as those who use a system, not as those who do something in it."""


def _note_population(brief: Brief, quantity: Quantity, found: Traffic) -> None:
    people = counted_in(quantity) if quantity.per is None else who_in(quantity.noun)
    if not people or quantity.value < (LEAST_PEOPLE if people in ("people", "persons") else 2):
        return
    words = re.findall(r"[a-z][a-z'-]*", quantity.noun.lower())
    is_concurrent = "concurrent" in words or "simultaneous" in words or "online" in words[:1]
    name = kebab(f"concurrent-{people}" if is_concurrent else people)
    if all(known.what != name for known in found.populations):
        found.populations.append(
            Population(what=name, count=quantity.value, origin=quoted(brief, quantity.start, quantity.end))
        )


def _read_data_rate(brief: Brief, quantity: Quantity, found: Traffic) -> None:
    """A data rate: of files, so many of a usual size; of anything else, records of one kilobyte each."""
    assert quantity.per is not None
    near = f"{quantity.noun} {quantity.after[:40]} {quantity.before[-40:]} {noun_before(quantity)}"
    words = re.findall(r"[a-z]+", near.lower())
    kept = next((word for word in words if singular(word) in OBJECT_KB), "")
    if quantity.before.endswith("+") or _GROWS_BY.search(quantity.before):
        return
    name = kept or noun_before(quantity) or "records"
    size = OBJECT_KB[singular(kept)] if kept else 1.0
    if all(load.id != kebab(name) for load in found.loads):
        count = float(f"{quantity.value * 1e6 / size:.9g}")
        origin = quoted(brief, quantity.start, quantity.end)
        found.loads.append(
            Load(id=kebab(name), what=name, count=count, per=quantity.per, payload_kb=size, origin=origin)
        )


_GROWS_BY = re.compile(r"\bgrow\w*\s(?:by\s)?(?:about\s)?$")


def _read_intervals(brief: Brief, windows: list[Quantity], found: Traffic) -> None:
    """A population that does something every so often is a load: 10,000 devices every 10 seconds are 1,000 a second."""
    for window in windows:
        if not window.is_interval or window.value <= 0 or _BOUND.search(window.before[-60:]):
            continue
        emission = emission_in(window.before[-160:].rpartition(",")[2]) or emission_in(window.before[-160:])
        emission = emission or emission_in(window.after[:80].lstrip(" ,"))
        population = next((p for p in found.populations if _is_near(p, window)), None) or _devices(found, emission)
        if population is None:
            continue
        origin = quoted(brief, window.sentence.start, min(window.end, window.sentence.end))
        what = emission.what if emission and is_traffic(emission.what) else "readings"
        _add_load(found, what, round(population.count / window.value, 6), "second", origin)


def _devices(found: Traffic, emission: Emission | None) -> Population | None:
    """Devices or places counted anywhere, where a sentence says that something sends every so often."""
    senders = (p for p in found.populations if _is_machine(singular(p.what)))
    return next(senders, None) if emission is not None else None


def _is_machine(noun: str) -> bool:
    return ACTORS.get(noun) == "device" or noun in PLACES


def _is_near(population: Population, window: Quantity) -> bool:
    start = getattr(population.origin, "start", -1)
    return window.sentence.start - 400 <= start <= window.sentence.end
