"""Numbers with their units, as people write them: "50k orders/day", "p99 < 300 ms", "$2,000 a month", "seven years"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from agent.planners.embedded.reading.text import Sentence
from tools.design.requirements import SECONDS_PER, Period

Unit = Literal["count", "second", "gigabyte", "usd", "percent", "times"]

_DIGITS = (
    r"(?:\d{1,9}(?:\.\d{1,6})?e\d{1,2}(?!\w)|(?:\d{1,9}(?:\.\d{1,6})?\s?[x×*]\s?)?10(?:\^|\*\*)\d{1,2}(?!\w)"
    r"|\d{1,3}(?:[,\u202f\u00a0 '’_]\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}(?!\d)|\d+(?:\.\d+)?|\.\d+)"
)
_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12,
}  # fmt: skip
_GROUPS = {
    "hundred": 1e2, "dozen": 12.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5,
    "crore": 1e7, "k": 1e3, "mn": 1e6, "mio": 1e6, "mil": 1e6, "bn": 1e9, "m": 1e6, "b": 1e9, "hundreds": 3e2,
    "thousands": 3e3, "millions": 3e6, "billions": 3e9, "dozens": 36.0,
}  # fmt: skip
_WORDED = (
    r"(?:half\s+a|a\s+few|a\s+couple\s+of|several|a|an|"
    + "|".join(_SMALL)
    + r")(?:[\s-]+(?:"
    + "|".join(_SMALL)
    + r"))?"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_SPANS = "minute|hour|day|week|month|quarter|year"
_GROUP = r"(?:hundreds?|thousands?|millions?|billions?|trillion|lakh|crore|dozens?|mio|mil|mn|bn|k|m|b)"

_NUMBER = re.compile(
    rf"(?=\s?(?:[\d.$€£]|\b(?:usd|eur|gbp|half|an?|several|{'|'.join(_SMALL)}|tens|hundreds|thousands|millions|billions|dozens)\b))"
    rf"(?P<currency>[$€£]|\b(?:usd|eur|gbp)\s?)?\s?"
    rf"(?:(?<![\w.,])(?P<digits>{_DIGITS})(?!\d|(?:st|nd|rd|th)\b)(?:\s?(?P<group>{_GROUP})(?![a-z0-9]))?"
    rf"(?:\s*(?:-|–|—|to|and|or|\.\.)\s*[$€£]?(?P<digits2>{_DIGITS})(?:\s?(?P<group2>{_GROUP})(?![a-z0-9]))?)?"
    rf"|\b(?P<worded>{_WORDED})\s+(?P<group3>hundreds?|thousands?|millions?|billions?|dozen)(?:\s+(?P<group4>thousand|million|of\s+thousands|of\s+millions))?\b"
    rf"|\b(?P<vague>tens|hundreds|thousands|millions|billions|dozens)\s+of(?:\s+(?P<vague2>thousands|millions))?\b"
    rf"|\b(?P<small>(?:{_TENS})[\s-](?:{_ONES})|{'|'.join(_SMALL)})\b(?:\s(?:or|to)\s(?P<small2>{'|'.join(_SMALL)})\b)?"
    rf"|\b(?P<half>half\s+an?)(?=\s(?:second|{_SPANS})\b)"
    rf"|\b(?P<single>an?)(?=\s(?:(?:{_SPANS})\b|second(?:\s*(?:[.,;:)|]|$)|\s(?:or|at|for|on)\b))))"
)
"""In lower case. What a number may begin with is looked for first, since most words begin none."""

_TIME = {
    "ms": 1e-3, "msec": 1e-3, "msecs": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3, "s": 1.0, "sec": 1.0,
    "secs": 1.0, "second": 1.0, "seconds": 1.0, "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0, "m": 60.0,
    "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hour": 3600.0, "hours": 3600.0, "d": 86400.0, "day": 86400.0,
    "days": 86400.0, "night": 86400.0, "nights": 86400.0, "week": SECONDS_PER["week"], "weeks": SECONDS_PER["week"],
    "month": SECONDS_PER["month"], "months": SECONDS_PER["month"], "quarter": 3 * SECONDS_PER["month"],
    "year": SECONDS_PER["year"], "years": SECONDS_PER["year"], "y": SECONDS_PER["year"],
    "seasons": SECONDS_PER["year"], "yr": SECONDS_PER["year"], "yrs": SECONDS_PER["year"],
}  # fmt: skip
_BYTES = {"b": 1e-9, "bytes": 1e-9, "k": 1e-6, "m": 1e-3, "g": 1.0, "t": 1e3, "p": 1e6}
_UNIT = re.compile(
    r"\s?\+?\s?-?\s?(?:(?P<percent>%|percent\b|per\s+cent\b)"
    r"|(?P<times>x\b|×|-?fold\b|times\b(?!\s+(?:a(?!\s+(?:normal|usual|average|typical|mean)\b)|per|each|every)\b))"
    r"|(?P<bytes>[kmgtp]i?b\b|bytes?\b|(?:kilo|mega|giga|tera|peta)bytes?\b)"
    r"|(?P<money>doll[ae]rs?\b|usd\b|euros?\b|eur\b|bucks\b|[$€£])"
    r"|(?P<rate>(?:rps|tps|qps|eps|req/s(?:ec)?|rpm|msgs?/s|ops/s)\b)"
    rf"|(?P<time>(?:{'|'.join(sorted(_TIME, key=len, reverse=True))})\b(?!/\s?[a-z])))"
)
_PER = re.compile(
    r"(?:/\s?|\bper\s+|(?<!\bwithin\s)\ban?\s+|\beach\s+|\bevery\s+|\bof\s+each\s+|\bon\s+(?:(?=weekdays|working\s+days)|an?\s+(?=(?:normal|typical|average|usual|ordinary|regular|quiet|business|working)\s))|\bin\s+an?\s+)(?:(?:single|business|working|calendar|peak|normal|typical|average|usual|ordinary|regular|quiet)\s+)?"
    r"(?P<period>seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|d|nights?|evenings?|mornings?|afternoons?|weekdays?|weekends?|weeks?|months?|mo|mth|years?|yrs?)\b"
)
_LABEL_UNIT = re.compile(
    r"(?:^|[\s(\[|])(?:(?P<rate>rps|tps|qps|rpm)|(?P<unit>ms|millis|milliseconds|s|secs?|seconds|mins?|minutes|hours|hrs"
    r"|days|weeks|months|years|[kmgt]b|usd|eur|dollars|euros|percent|pct|%))"
    r"(?:\s(?:per|a)\s(?P<period>day|week|month|year)|/(?P<slashed>day|week|month|year))?[)\]]?\s*[:=|]\s*[\"']?$"
)
"""A unit at the end of a label: `latency_p99_ms: 300`, `| Retention (days) | 90 |`."""

_SPANNING = re.compile(
    r"\b(?:within|after|for|under|about|around|least|most|than|up\s+to|takes?|taking|lasts?|last|r[tp]o|:|=)\W{0,2}$"
)
"""Before "an hour" where it is a length, not how often."""

_SPENT = re.compile(
    r"(?:^|[.;(]\s*)\W*(?:please\s)?(?:(?:no|not)\s(?:more|higher)\sthan|at\s(?:the\s)?most|max(?:imum|\.)?|under|below|less\sthan)\s$"
    r"|\b(?:budget|spend|costs?|pay|afford|bill)\b[^.;:\d]{0,25}$"
)
"""Before a figure of a month that counts nothing, where it is money: "not more than 3k a month"."""

_ADVERB = re.compile(r"\b(?P<adverb>daily|hourly|nightly|weekly|monthly|yearly|annually|annual|a\.m\.)\b")
_EVERY = re.compile(r"\b(?:every|each|once\s+every|at\s+intervals?\s+of|interval\s+of)\s+$")

PERIODS: dict[str, Period] = {
    "s": "second", "sec": "second", "second": "second", "min": "minute", "minute": "minute", "h": "hour", "hr": "hour",
    "hour": "hour", "hourly": "hour", "d": "day", "day": "day", "daily": "day", "night": "day", "nightly": "day",
    "week": "week", "weekly": "week", "mo": "month", "mth": "month", "month": "month", "monthly": "month",
    "evening": "day",
    "morning": "day", "afternoon": "day", "weekday": "day", "weekend": "week",
    "year": "year", "yr": "year", "yearly": "year", "annually": "year", "annual": "year",
}  # fmt: skip


CLOSE = 400
"""Characters around a quantity that may say what it is."""


@dataclass(frozen=True)
class Quantity:
    """A number, its unit (time in seconds, data in gigabytes, money as US dollars), and what it counts."""

    value: float
    unit: Unit
    per: Period | None
    noun: str
    """Words between the number and its period: "new orders" of "500 new orders per day"."""
    is_interval: bool
    """Whether it says how often: "every 10 seconds"."""
    start: int
    end: int
    sentence: Sentence

    @property
    def text(self) -> str:
        """The words of the brief it was read from."""
        return self.sentence.text[self.start - self.sentence.start : self.end - self.sentence.start]

    @cached_property
    def before(self) -> str:
        """What stands before it in the sentence, in lower case, `_` as a blank; no more than is close."""
        place = self.start - self.sentence.start
        return self.sentence.lower[max(0, place - CLOSE) : place].replace("_", " ")

    @cached_property
    def after(self) -> str:
        """What stands after it in the sentence, in lower case; no more than is close."""
        place = self.end - self.sentence.start
        return self.sentence.lower[place : place + CLOSE].replace("_", " ")


def quantities_in(sentence: Sentence) -> Iterator[Quantity]:
    """Every quantity of a sentence, in order."""
    for match in _NUMBER.finditer(sentence.lower):
        found = _quantity(sentence, match)
        if found is not None:
            yield found


_SECTION = re.compile(r"\s?\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-Z]")
"""The number of a section: "3.4 Monthly close"."""


_VERSION = re.compile(
    r"\b(?:soc|version|v|java|node|python|level|tier|phase|stage|iso|tls|oauth|gen|type|nis|part|article|section|layer|no\.|nr\.)"
    r"[\s-]?$"
)
"""Before a number that numbers, and counts nothing: "SOC 2 report", "version 3"."""

_HOUR_OF_DAY = re.compile(r"\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)(?![a-z])")


def _is_a_name(number: re.Match[str], before: str) -> bool:
    """Whether a number only numbers something, or is a time of day."""
    digits = number["digits"]
    if digits is None or not digits.isdecimal() or len(digits) > 2 or number["group"]:
        return False
    return _VERSION.search(before) is not None or _HOUR_OF_DAY.match(number.string, number.end()) is not None


def _quantity(sentence: Sentence, number: re.Match[str]) -> Quantity | None:
    value, group, is_exact = _value(number)
    if value is None or (number.start() == 0 and _SECTION.match(sentence.text)):
        return None
    start = number.start() + len(number[0]) - len(number[0].lstrip())
    before = sentence.lower[max(0, start - 40) : start]
    if _is_a_name(number, before):
        return None
    rest, lower = (text[number.end() : number.end() + CLOSE] for text in (sentence.text, sentence.lower))
    unit_match = _UNIT.match(lower)
    unit, factor, used = _unit(unit_match, number)
    label = _LABEL_UNIT.search(before.replace("_", " ")) if unit == "count" and not unit_match else None
    if label is not None:
        unit, factor = _labelled(label)
    if unit in ("count", "usd") and not group and _is_grouped(number, value):
        value *= 1000
    if unit == "count" and group == "m" and not _counts_something(rest):
        unit, value, factor = "second", value / 1e6, 60.0
    period, noun, end = _period(rest, lower, used, unit)
    if unit == "count" and period in ("month", "year") and not noun.strip() and _SPENT.search(before):
        unit = "usd"
    rated = (label and label["rate"]) or (unit_match and unit_match["rate"])
    if rated:
        period, noun, end = "minute" if rated == "rpm" else "second", "", used
    elif label is not None:
        name = label["period"] or label["slashed"]
        period, noun, end = PERIODS[name] if name else period, "", used
    if unit == "count" and not is_exact and period is None and not noun:
        return None
    is_interval = unit == "second" and _EVERY.search(before) is not None
    return Quantity(
        value=value * factor,
        unit=unit,
        per=None if is_interval else period,
        noun=noun.strip(),
        is_interval=is_interval,
        start=sentence.start + start,
        end=sentence.start + number.end() + end,
        sentence=sentence,
    )


def _labelled(label: re.Match[str]) -> tuple[Unit, float]:
    """Unit and factor of a label."""
    unit = label["unit"]
    if not unit:
        return "count", 1.0
    if unit in ("percent", "pct", "%"):
        return "percent", 1.0
    if unit in ("usd", "eur", "dollars", "euros"):
        return "usd", 1.0
    if unit.endswith("b"):
        return "gigabyte", _BYTES[unit[0]]
    return "second", _TIME["ms" if unit == "millis" else unit]


_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def _is_grouped(number: re.Match[str], value: float) -> bool:
    """Whether a point groups thousands: what is counted is rarely told to a thousandth."""
    digits = number["digits2"] if number["digits2"] and value == _plain_number(number["digits2"]) else number["digits"]
    return digits is not None and _THOUSANDS.fullmatch(digits) is not None


def _value(match: re.Match[str]) -> tuple[float | None, str, bool]:
    """The number, the abbreviation of its group, and whether digits or a group make it a certain quantity."""
    if match["digits"] is not None:
        digits, group = _upper(match)
        return _plain_number(digits) * _GROUPS.get(group, 1.0), group, True
    if match["worded"] is not None:
        value = _worded(match["worded"]) * _GROUPS[match["group3"].rstrip("s")]
        for name, factor in (("thousand", 1e3), ("million", 1e6)):
            if match["group4"] and name in match["group4"]:
                value *= factor
        return value, "", True
    if match["vague"] is not None:
        value = {"tens": 30.0}.get(match["vague"]) or _GROUPS[match["vague"]]
        return value * {"thousands": 1e3, "millions": 1e6}.get(match["vague2"], 1.0), "", True
    if match["half"] is not None:
        return 0.5, "", True
    if match["single"] is not None:
        before = match.string[max(0, match.start() - 20) : match.start("single")]
        return (1.0 if _SPANNING.search(before) else None), "", True
    small = [_SMALL[word] for word in re.split(r"[\s-]", match["small2"] or match["small"])]
    return float(sum(small)), "", sum(small) == 0


def _upper(match: re.Match[str]) -> tuple[str, str]:
    """The digits of a number and the abbreviation of its group; of a range, those of its upper end."""
    digits, group = match["digits"], match["group"] or ""
    upper, upper_group = match["digits2"], match["group2"]
    if upper is None or (not upper_group and _plain_number(upper) < _plain_number(digits)):
        return digits, group
    return upper, upper_group or group


def _worded(text: str) -> float:
    words = re.split(r"[\s-]+", text.strip())
    if words[0] == "half":
        return 0.5
    if words[0] in ("several",) or "few" in words:
        return 3.0
    if "couple" in words:
        return 2.0
    return float(sum(_SMALL.get(word, 0) for word in words)) or 1.0


_POWER = re.compile(r"(?:([\d.]+)\s?[x×*]\s?)?10(?:\^|\*\*)(\d+)")


_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
_POINTS_BETWEEN = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_NO_BLANKS = str.maketrans("", "", ",\u202f\u00a0 '’_")


def _plain_number(text: str) -> float:
    if text.isdecimal():
        return float(text)
    power = _POWER.fullmatch(text)
    if power:
        return float(power[1] or 1) * 10.0 ** int(power[2])
    if _DECIMAL_COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    if _POINTS_BETWEEN.fullmatch(text):
        return float(text.replace(".", ""))
    return float(text.translate(_NO_BLANKS))


def _unit(found: re.Match[str] | None, number: re.Match[str]) -> tuple[Unit, float, int]:
    """Unit, what one of it is in the base unit, and how many characters name it."""
    if number.group("currency"):
        return "usd", 1.0, 0
    if found is None:
        return "count", 1.0, 0
    if found.group("percent"):
        return "percent", 1.0, found.end()
    if found.group("times"):
        return "times", 1.0, found.end()
    if found.group("bytes"):
        letters = found.group("bytes")
        return "gigabyte", _BYTES["bytes" if letters.startswith("byte") else letters[0]], found.end()
    if found.group("money"):
        return "usd", 1.0, found.end()
    if found.group("rate"):
        return "count", 1.0, found.end()
    return "second", _TIME[found.group("time")], found.end()


_NAMES = re.compile(r"\s+(?!(?:to|and|or|of|for|in|at|on|per|max|timeout|window)\b)[a-z]{3,}")


def _counts_something(rest: str) -> bool:
    return bool(_PER.match(rest.lstrip().lower()) or _NAMES.match(rest))


_NOUN = re.compile(
    r"\s*(?!(?:on|at|in|during|by|from|when|per|to|or|is|are|was|were|after|before|between|until|since|around|over|once)\s)((?:[A-Za-z][\w'’-]{0,40}\s?){1,4})"
)


_ARTICLE = re.compile(r"\b(?:an?|the|our|their|its)\s$")
_STOP = re.compile(
    r"[.;:()|\n]\s|[;:()|]|,\s(?!\d)|\b(?:and|but|with|which|that|who|while|for)\b|\d"
    r"|\b(?:an?\s|half\s+a\s)?(?:hundred|thousand|million|billion)s?\b"
)
"""Where the words that belong to a number end."""


def _period(rest: str, lower: str, used: int, unit: Unit) -> tuple[Period | None, str, int]:
    """The period a rate is over, the words before it, and where in `rest` (or the same in lower case) it ends."""
    tail = rest[used : used + 80]
    stop = _STOP.search(tail)
    near = tail[: stop.start()] if stop else tail
    found = _PER.search(lower[used : used + len(near)])
    if found and (unit != "second" or found.start() == 0):
        name = found["period"]
        period = PERIODS.get(name) or PERIODS[name.rstrip("s")]
        return period, near[: found.start()], used + found.end()
    adverb = _ADVERB.search(lower[used : used + len(near)]) if unit in ("count", "gigabyte", "usd") else None
    if adverb and not _ARTICLE.search(near[: adverb.start()]):
        noun, end = near[: adverb.start()], adverb.end()
        following = None if noun.strip() or unit != "count" else _NOUN.match(near, end)
        if following:
            noun, end = following[1], following.end()
        return PERIODS[adverb["adverb"]], noun, used + end
    if unit == "count":
        noun = _NOUN.match(near)
        return None, noun.group(1) if noun else "", used + (noun.end() if noun else 0)
    return None, "", used
