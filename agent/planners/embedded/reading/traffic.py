"""How much comes in: loads, their peaks, and the populations behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

from agent.planners.embedded.lexicon.classes import CLASSES
from agent.planners.embedded.lexicon.phrases import (
    LABELLED,
    LIMIT,
    NAMED_PEAKS,
    PEAK,
    PEAK_AFTER,
    SPIKY,
    STEADY,
    VERB_TAIL,
)
from agent.planners.embedded.lexicon.things import ACTORS, ENTITIES, FLOWING
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.quantities import PERIODS, Quantity
from agent.planners.embedded.reading.text import Brief, Sentence, stem
from tools.design.requirements import SECONDS_PER, Daily, Load, Origin, Peak, Period, Population, Quoted

_NOISE = frozenset(
    (
        "new more concurrent simultaneous incoming about around active monthly daily total average sustained expected "
        "typical registered the a an of our their user's http api write read sensor online"
    ).split()
)
_SHORT = {
    "req": "requests",
    "reqs": "requests",
    "msg": "messages",
    "msgs": "messages",
    "tx": "transactions",
    "hits": "requests",
}


_CHANNELS: tuple[tuple[str, str], ...] = (
    ("files", r"\b(?:sftp|ftp|files?|upload\w*|scans?|pdfs?|photos?|images?|recordings?|videos?|documents?|csv)\b"),
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
    peak_rates: list[tuple[str, float, Quantity]] = field(default_factory=list[tuple[str, float, Quantity]])
    """What, requests per second at its peak, and where that was read."""
    peaks: list[tuple[Peak, Sentence]] = field(default_factory=list[tuple[Peak, Sentence]])
    """Multiples of the usual, with the sentence that states them."""
    guessed: set[str] = field(default_factory=set[str])
    """Loads whose figure names nothing: what they count was taken from the words around it."""
    is_spiky: bool = False
    is_steady: bool = False


_OUTSIDE = re.compile(
    r"\b(?:provider|gateway|exchange|partner|supplier|vendor|bank|carrier|legacy|mainframe|erp|crm|host|premises|"
    r"existing|third[- ]part\w+|system|interface|service|insurer|scheme)\b"
)
"""Words of a sentence that limits what somebody else's system takes."""


def accepted_rps(found: Traffic) -> float | None:
    """The lowest rate that an outside system takes, in requests a second; None where none is stated."""
    rates = (
        limit.value / SECONDS_PER[limit.per]
        for limit in found.limits
        if limit.per is not None and _OUTSIDE.search(limit.sentence.text.lower())
    )
    return min((rate for rate in rates if rate > 0), default=None)


def traffic_in(brief: Brief, quantities: list[Quantity], windows: list[Quantity], growth: float) -> Traffic:
    """Reads the loads of a brief; peaks end up on the load they speak of, or on all."""
    found = Traffic(is_spiky=bool(SPIKY.search(brief.lower)), is_steady=bool(STEADY.search(brief.lower)))
    for position, quantity in enumerate(quantities):
        if quantity.unit == "count":
            _read_count(brief, _completed(quantity, quantities[position + 1 : position + 2]), found)
        elif quantity.unit == "gigabyte" and quantity.per:
            _read_data_rate(brief, quantity, found)
        elif quantity.unit == "times":
            _read_multiple(brief, quantity, windows, found)
    _read_intervals(brief, windows, found)
    _place_peaks(found, windows)
    found.loads = [load.model_copy(update={"growth_per_year": growth}) if growth else load for load in found.loads]
    return found


def _completed(quantity: Quantity, following: list[Quantity]) -> Quantity:
    """A rate that shares the period of the next one: the first of "2 million views and 30,000 orders a day"."""
    if quantity.per is not None or not following or following[0].sentence is not quantity.sentence:
        return quantity
    after = following[0]
    between = quantity.sentence.text[quantity.end - quantity.sentence.start : after.start - quantity.sentence.start]
    if (
        after.unit == "count"
        and after.per is not None
        and quantity.noun
        and re.fullmatch(r"\s*(?:,|and|, and|&|plus)?\s*", between)
    ):
        return replace(quantity, per=after.per)
    return quantity


def kebab(text: str) -> str:
    """A name from words: "New Orders" becomes `new-orders`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-") or "requests"


def _read_count(brief: Brief, quantity: Quantity, found: Traffic) -> None:
    labelled = LABELLED.search(quantity.before) if quantity.per is None else None
    period: Period | None = quantity.per
    noun = _noun(quantity.noun)
    if labelled:
        noun, period = _noun(labelled.group(1)), _period_of(labelled.group(2))
    headings = " ".join(quantity.sentence.headings).lower()
    if period is None:
        _read_population(brief, quantity, noun, found)
        return
    if LIMIT.search(quantity.before) or "limit" in quantity.after[:12]:
        found.limits.append(quantity)
        return
    if noun in _OCCASIONS or (quantity.value < 1 and not noun):
        return
    stated = noun or _noun_before(quantity)
    rate = quantity.value / SECONDS_PER[period]
    if _is_peak(quantity, headings, stated, rate, found):
        found.peak_rates.append((stated or "requests", rate, quantity))
        return
    _add_load(
        found, stated or "requests", quantity.value, period, quoted(brief, quantity.start, quantity.end), bool(noun)
    )


def _is_peak(quantity: Quantity, headings: str, noun: str, rate: float, found: Traffic) -> bool:
    """Whether a rate is a peak: it says so, or a lower one of the same thing was said just before."""
    if PEAK.search(quantity.before) or PEAK_AFTER.search(quantity.after) or "peak" in headings[-30:]:
        return True
    known = next((load for load in found.loads if stem(load.what) == stem(noun)), None)
    start = getattr(known.origin, "start", -1) if known else -1
    is_guess = known is not None and known.id in found.guessed and noun == _noun(quantity.noun)
    return known is not None and not is_guess and rate > known.per_second and 0 <= quantity.start - start <= 200


def _period_of(word: str) -> Period:
    return PERIODS[word]


def _add_load(found: Traffic, noun: str, count: float, period: Period, origin: Origin, is_named: bool = True) -> None:
    """Adds a load; what a figure itself names goes before what was guessed from the words around another."""
    name = kebab(noun)
    known = next((load for load in found.loads if load.id == name), None)
    if count <= 0 or (known is not None and (name not in found.guessed or not is_named)):
        return
    load = Load(id=name, what=noun, count=count, per=period, origin=origin)
    found.loads = [load if old is known else old for old in found.loads] if known else [*found.loads, load]
    found.guessed = (found.guessed - {name}) | (set() if is_named else {name})


def _noun(text: str) -> str:
    """The noun phrase of a quantity without its adjectives: "new customer orders" gives "orders"."""
    cleaned = VERB_TAIL.sub("", text.lower().strip())
    words = [word for word in re.findall(r"[a-z][a-z'-]*", cleaned) if word not in _NOISE]
    if not words:
        return ""
    word = next((word for word in reversed(words) if word.endswith("s")), words[-1])
    return _SHORT.get(word) or word


def _noun_before(quantity: Quantity) -> str:
    match = re.search(
        r"\b([a-z][a-z-]{3,}s)\b[^a-z]{0,3}(?:at|arrive|arriving|come|of|run|:|is|are|reach\w*)?[^a-z]{0,4}(?:about|around|roughly)?\W*$",
        quantity.before,
    )
    if match:
        return match.group(1)
    words = [word.text.lower() for word in quantity.sentence.words if word.end <= quantity.start]
    return next((word for word in words if word.endswith("s") and stem(word) in _counted_stems()), "")


EVENTS = frozenset(stem(word) for word in FLOWING.split())
"""Stems of what comes by itself, many a second."""


@cache
def _counted_stems() -> frozenset[str]:
    """Stems of what traffic is usually counted in: things, files, events, requests."""
    nouns = [*ENTITIES, *CLASSES["file"].split(), *CLASSES["message"].split()]
    return frozenset(
        stem(noun) for noun in (*nouns, "request", "visit", "call", "click", "view", "reading", "quote", "result")
    )


_OCCASIONS = frozenset("times days hours weeks months minutes occasions business working".split())
"""What a figure may count that is no traffic."""


def _read_population(brief: Brief, quantity: Quantity, noun: str, found: Traffic) -> None:
    words = re.findall(r"[a-z][a-z'-]*", quantity.noun.lower())
    people = next((word for word in words[:3] if _singular(word) in ACTORS or _singular(word) in _COUNTED), "")
    if not people or quantity.value < 2:
        return
    is_concurrent = "concurrent" in words or "simultaneous" in words or "online" in words[:1]
    name = kebab(f"concurrent-{people}" if is_concurrent else people)
    if all(known.what != name for known in found.populations):
        found.populations.append(
            Population(what=name, count=quantity.value, origin=quoted(brief, quantity.start, quantity.end))
        )


_COUNTED = frozenset(
    (
        "tenant shop store site location hospital school company organisation organization household restaurant "
        "product sku connection branch clinic warehouse farm building factory plant people person account "
        "installation endpoint"
    ).split()
)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _read_data_rate(brief: Brief, quantity: Quantity, found: Traffic) -> None:
    """A data rate becomes a load of records of one kilobyte each, which is what streams and buckets are sized by."""
    assert quantity.per is not None
    name = _noun_before(quantity) or "records"
    origin = quoted(brief, quantity.start, quantity.end)
    if all(load.id != kebab(name) for load in found.loads):
        found.loads.append(
            Load(id=kebab(name), what=name, count=quantity.value * 1e6, per=quantity.per, payload_kb=1.0, origin=origin)
        )


def _read_multiple(brief: Brief, quantity: Quantity, windows: list[Quantity], found: Traffic) -> None:
    context = f"{' '.join(quantity.sentence.headings[-1:])} {quantity.sentence.text}".lower()
    is_peak = (
        SPIKY.search(context)
        or NAMED_PEAKS.search(context)
        or re.search(r"\b(?:traffic|load|normal|usual|average|volume|base(?:line)?)\b", context)
    )
    if is_peak and quantity.value > 1:
        peak = Peak(
            name=_peak_name(context),
            multiplier=quantity.value,
            duration_s=_window_near(quantity, windows),
            days_per_year=_days_per_year(context),
            origin=quoted(brief, quantity.start, quantity.end),
        )
        found.peaks.append((peak, quantity.sentence))


def _peak_name(context: str) -> str:
    named = NAMED_PEAKS.search(context)
    return named.group(1).title() if named else "peak"


_TIMES_A_YEAR = re.compile(r"\b(\d{1,3})\s+(?:times|days|nights|evenings)\s+(?:a|per|each|every)\s+year\b")


def _days_per_year(context: str) -> float:
    """How often a peak of that name comes: once a year for a feast, every working day for a daily rush."""
    counted = _TIMES_A_YEAR.search(context)
    if counted:
        return max(1.0, min(float(counted.group(1)), 365.0))
    named = NAMED_PEAKS.search(context)
    if named is None:
        return 365.25
    name = named.group(1)
    if re.search(r"lunch|rush|market open", name):
        return 250.0
    if re.search(r"month", name):
        return 12.0
    if re.search(r"season|week|period|enrol|campaign|promotion|sale|storm|emergenc|match", name):
        return 20.0
    return 4.0


def _window_near(quantity: Quantity, windows: list[Quantity]) -> float:
    near = [w for w in windows if w.sentence is quantity.sentence and not w.is_interval and w.value <= 86_400 * 3]
    return min((w.value for w in near), default=3600.0)


def _read_intervals(brief: Brief, windows: list[Quantity], found: Traffic) -> None:
    """A population that does something every so often is a load: 10,000 devices every 10 seconds are 1,000 a second."""
    for window in windows:
        if not window.is_interval or window.value <= 0:
            continue
        near = [p for p in found.populations if _is_near(p, window)]
        if not near:
            continue
        population = near[0]
        noun = _emitted(window) or "readings"
        _add_load(
            found,
            noun,
            round(population.count / window.value, 6),
            "second",
            quoted(brief, window.sentence.start, min(window.end, window.sentence.end)),
        )


def _is_near(population: Population, window: Quantity) -> bool:
    start = getattr(population.origin, "start", -1)
    return window.sentence.start - 400 <= start <= window.sentence.end


def _emitted(window: Quantity) -> str:
    match = re.search(
        r"\b(?:send|sends|sending|report|reports|publish|publishes|emit|emits|post|posts|upload|uploads|transmit|transmits|push|pushes)\s+(?:an?\s+|its\s+|their\s+|one\s+)?([a-z]+(?:\s[a-z]+)?)",
        window.before,
    )
    if not match:
        return ""
    words = [word for word in match.group(1).split() if word not in ("every", "each", "once", "about", "over", "to")]
    if not words:
        return ""
    word = words[-1]
    return word if word.endswith("s") else word + "s"


def _place_peaks(found: Traffic, windows: list[Quantity]) -> None:
    """Puts each absolute peak on the load it speaks of; a peak without a load becomes one, a third of it the mean."""
    for noun, rate, quantity in found.peak_rates:
        load = _load_of(found, noun)
        origin = quoted_quantity(quantity)
        if load is None:
            found.loads.append(Load(id=kebab(noun), what=noun, count=rate / 3, per="second", origin=origin))
        elif rate > load.per_second:
            context = f"{' '.join(quantity.sentence.headings[-1:])} {quantity.sentence.text}".lower()
            peak = Peak(
                name=_peak_name(context),
                multiplier=float(f"{rate / load.per_second:.6g}"),
                duration_s=_window_near(quantity, windows),
                days_per_year=_days_per_year(context),
                origin=origin,
            )
            _replace(found, load, load.model_copy(update={"peaks": (*load.peaks, peak)}))
    for peak, sentence in found.peaks:
        near = [load for load in found.loads if sentence.start <= getattr(load.origin, "start", -1) < sentence.end]
        for load in near or list(found.loads):
            _replace(found, load, load.model_copy(update={"peaks": (*load.peaks, peak)}))
    if found.is_steady:
        for load in list(found.loads):
            _replace(found, load, load.model_copy(update={"profile": Daily(peak_ratio=1.2)}))


def quoted_quantity(quantity: Quantity) -> Origin:
    """The origin of a quantity from its own sentence."""
    return Quoted(text=quantity.text, start=quantity.start, end=quantity.end)


def _load_of(found: Traffic, noun: str) -> Load | None:
    same = [load for load in found.loads if stem(load.what) == stem(noun)]
    return same[0] if same else found.loads[0] if found.loads and noun == "requests" else None


def _replace(found: Traffic, old: Load, new: Load) -> None:
    found.loads = [new if load.id == old.id else load for load in found.loads]
