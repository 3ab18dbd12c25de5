"""What a figure counts, over which period, and of whom: the words around a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from agent.planners.embedded.lexicon.classes import CLASSES
from agent.planners.embedded.lexicon.phrases import (
    ADVERB_BEFORE,
    CELL_PERIOD,
    COLUMN_PERIOD,
    EMITS,
    LABEL_END,
    LABELLED,
    PERIOD_BEFORE,
    VERB_TAIL,
)
from agent.planners.embedded.lexicon.things import (
    ACTORS,
    COUNTED,
    ENTITIES,
    FLOWING,
    HAPPENING,
    NOT_PEOPLE,
    PLACES,
    STANDING,
)
from agent.planners.embedded.reading.quantities import PERIODS, Quantity
from agent.planners.embedded.reading.text import stem
from tools.design.requirements import Period

_NOISE = frozenset(
    (
        "new more concurrent simultaneous incoming about around active monthly daily total average sustained expected "
        "typical registered the a an of our their user's http api write read sensor online each all up to over some "
        "nearly roughly almost at is are was were approximately normally usually as us"
        " within once than others other arrive"
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
_NO_TRAFFIC = frozenset(
    (
        "peak peaks burst bursts spike spikes surge surges maximum "
        "h min mins times days hours weeks months minutes seconds nights evenings mornings weekends occasions business"
        " working evening weekend morning shift shifts languages language developers engineers tables columns sprints"
        " releases budget cost costs spend price limit person cents value key"
        " regions countries currencies versions environments years people staff"
    ).split()
)
"""What a figure may count that is no traffic."""


_STANDING = frozenset(stem(noun) for noun in STANDING.split())
_HAPPENING = frozenset(stem(noun) for noun in f"{HAPPENING} {FLOWING}".split())
_LIKE_A_DEED = re.compile(r"[a-z-]{3,}(?:ings|tions|sions|ments|rals|vals|-ins|-outs|-ups|-offs)")
_NAMED_SO = re.compile(r".*(?:build|listing|apart|depart|docu|instru|monu|sta|loca)(?:ings?|tions?|ments?)")


def shares_period(quantity: Quantity, is_bare_list: bool) -> bool:
    """Whether what a figure counts may come in over the period of the next one: "900 visits and 40 orders a day".

    What is there does not, nor who; between commas alone only what is known to come in does.
    """
    noun = noun_in(quantity.noun)
    if not noun or stem(noun) in _STANDING or who_in(quantity.noun):
        return False
    is_deed = _LIKE_A_DEED.fullmatch(noun) and not _NAMED_SO.fullmatch(noun)
    return not is_bare_list or stem(noun) in _HAPPENING or bool(is_deed)


def is_traffic(noun: str) -> bool:
    """Whether so many of something in a time may be traffic."""
    return noun not in _NO_TRAFFIC


_WORD = re.compile(r"[a-z][a-z'-]*")


def noun_in(text: str) -> str:
    """The noun phrase of a quantity without its adjectives: "new customer orders" gives "orders"."""
    cleaned = VERB_TAIL.sub("", text.lower().strip())
    words = [word for word in _WORD.findall(cleaned) if word not in _NOISE]
    if not words:
        return ""
    word = next((word for word in reversed(words) if word.endswith("s")), words[-1])
    return _SHORT.get(word) or word


_LABEL_BEFORE = re.compile(
    r"\b([a-z][a-z-]{2,40}s)\s{0,3}(?:[:=|]|\bat\b|\barriv(?:e|es|ing)\b|\bcom(?:e|es|ing)\b|\bof\b|\bis\b|\bare\b|\breach\w{0,4})"
    r"[^a-z]{0,4}(?:(?:about|around|roughly|at|in)\s)?\W{0,4}$"
)


def noun_before(quantity: Quantity) -> str:
    """What stands before a figure that names nothing: "Orders arrive at 500 per hour"."""
    words = _WORD.findall(_AS.sub("", quantity.before[-200:]))
    counted = [word for word in words if word.endswith("s") and stem(word) in counted_stems()]
    near = [word for word in words[-5:] if word in counted]
    label = _LABEL_BEFORE.search(quantity.before) or _NAME_BEFORE.search(quantity.before)
    is_label = quantity.before.rstrip().endswith((":", "="))
    if label and (is_label or not near) and is_traffic(label[1]) and stem(label[1]) not in _DOES:
        return label[1]
    return near[-1] if near else counted[0] if counted else ""


def noun_among(text: str) -> str:
    """What is counted that a text in lower case names last; empty where it names nothing of the kind."""
    words = [word for word in _WORD.findall(text) if word.endswith("s") and stem(word) in _HAPPENING]
    return words[-1] if words else ""


_AS = re.compile(r"\bas\s(?:[a-z]+\s)?[a-z]+")
_NAME_BEFORE = re.compile(r"\b([a-z][a-z-]{3,40}s)\s?[~≈(:=-]?\s?$")
_DOES = frozenset(
    stem(word)
    for word in (
        "handles sends sees takes makes gives receives serves processes gets sustains averages reaches expects needs"
        " produces generates reports publishes runs does allows accepts always hours times supports delivers emits"
    ).split()
)
"""Verbs that stand before a figure like a plural."""


@cache
def counted_stems() -> frozenset[str]:
    """Stems of what traffic is usually counted in: things, files, events, requests."""
    nouns = [*ENTITIES, *CLASSES["file"].split(), *CLASSES["message"].split()]
    return frozenset(
        stem(noun) for noun in (*nouns, "request", "visit", "call", "click", "view", "reading", "quote", "result")
    )


def rate_of(quantity: Quantity) -> tuple[str, Period | None]:
    """What a figure counts and over which period, wherever that is said; the noun may be empty."""
    noun = noun_in(quantity.noun)
    if quantity.per is not None:
        return (noun, None) if _is_audience(quantity) else (_NUMBER_OF.get((noun, quantity.per), noun), quantity.per)
    for search in (_labelled, _in_table, _led, _adverbial):
        found = search(quantity, noun)
        if found is not None:
            return found
    return noun, None


_NUMBER_OF: dict[tuple[str, Period], str] = {("times", "second"): "requests", ("times", "minute"): "requests"}
_AUDIENCE = re.compile(r"\b(?:daily|weekly|monthly)\s(?:active\s)?[a-z]+$")
_TIME_OF_DAY = re.compile(r"\b(?:evening|morning|afternoon|weekend)s?$")


def _is_audience(quantity: Quantity) -> bool:
    """Whether those are told who use it, or are told something, in a time: "2 million daily users"."""
    if emission_in(quantity.noun):
        return False
    who, said = who_in(quantity.noun), quantity.text.lower().strip()
    if _TIME_OF_DAY.search(said) and stem(noun_in(quantity.noun)) not in counted_stems():
        return True
    return bool(who) and (singular(who) in PLACES or _AUDIENCE.search(said) is not None)


Rate = tuple[str, Period | None]


def _labelled(quantity: Quantity, noun: str) -> Rate | None:
    """`Orders per day: 500`, `orders_per_day: 500`."""
    found = LABELLED.search(quantity.before) if LABEL_END.search(quantity.before[-15:]) else None
    return (noun_in(found[1]), PERIODS[found[2]]) if found else None


def _in_table(quantity: Quantity, noun: str) -> Rate | None:
    """A row whose next cell, or whose column, names the period."""
    if quantity.sentence.kind != "row":
        return None
    cells = quantity.before.strip().strip("|").split("|")
    what = noun or noun_in(cells[0] if cells[0].strip() else "")
    after = CELL_PERIOD.match(quantity.after)
    if after:
        return what, PERIODS[after[1]]
    column = COLUMN_PERIOD.search(column_of(quantity))
    if column:
        return what, PERIODS[column[1] or column[2]]
    first = LABELLED.search(f"{cells[0].strip()}:")
    return (noun_in(first[1]), PERIODS[first[2]]) if first else None


def column_of(quantity: Quantity) -> str:
    """The header of the column a figure of a table stands in, in lower case; empty outside tables."""
    sentence = quantity.sentence
    if sentence.kind != "row":
        return ""
    width = sentence.text.strip().strip("|").count("|") + 1
    place = sentence.text[: quantity.start - sentence.start].lstrip().removeprefix("|").count("|")
    columns = sentence.headings[-width:]
    return columns[place].lower() if place < len(columns) else ""


_DIRECTLY = re.compile(
    r"(?:\s(?:about|around|some|roughly|nearly|almost|over|up\sto|(?:we|they|people)\s[a-z]{3,9}|there\sare)){0,3}\W{0,3}$"
)


_IN_BRACKETS = re.compile(r"\b([a-z-]{3,}s)\s?\((?:some|about|around|roughly|perhaps|maybe|up\sto)?\s?$")
"""Before a figure in brackets: "new photographs (some 150)"."""


def _led(quantity: Quantity, noun: str) -> Rate | None:
    """`Every day 500 orders come in`: what is known to be counted; anything else only right after the time."""
    bracketed = _IN_BRACKETS.search(quantity.before) if not noun else None
    if bracketed and is_traffic(bracketed[1]) and not who_in(bracketed[1]):
        led = PERIOD_BEFORE.search(quantity.before[: bracketed.start(1)])
        return (bracketed[1], PERIODS[led[1]]) if led else None
    if not noun.endswith("s") or who_in(quantity.noun) or not is_traffic(noun):
        return None
    found = PERIOD_BEFORE.search(quantity.before)
    if found and stem(noun) not in counted_stems() and not _DIRECTLY.fullmatch(quantity.before, found.end(1)):
        return None
    return (noun, PERIODS[found[1]]) if found else None


def _adverbial(quantity: Quantity, noun: str) -> Rate | None:
    """`Daily volume is 500 orders`, `daily orders: 500`."""
    found = ADVERB_BEFORE.search(quantity.before)
    if found is None:
        return None
    what = noun or noun_in(found[2] or "")
    is_counted = what.endswith("s") and is_traffic(what) and who_in(what) == "" and "active" not in quantity.noun
    return (what, PERIODS[found[1]]) if is_counted else None


@dataclass(frozen=True, slots=True)
class Emission:
    """Somebody who sends something."""

    who: str
    what: str


_HOW_OFTEN = re.compile(r"\s?\b(?:every|each|once|per|at|about|over)\b")


def emission_in(phrase: str) -> Emission | None:
    """Who sends what, where a phrase says so: "sensors send a reading"."""
    found = EMITS.match(phrase.lower().strip())
    if found is None or not (found[2] or _may_send(found[1])):
        return None
    who = who_in(found[1])
    said = _HOW_OFTEN.split(found[2], 1)[0]
    what = noun_in(said.replace(" as ", " "))
    usual = "readings" if ACTORS.get(singular(who)) == "device" else "requests"
    return Emission(who or noun_in(found[1]), _several(_VAGUE.get(what, what)) or usual)


def _may_send(subject: str) -> bool:
    """Whether words may be somebody who does something to nothing named: "sensors report", not "lost reports"."""
    last = subject.split()[-1]
    return last.endswith("s") or bool(one_in(last)) or last in ("each", "it", "they", "which", "that")


_VAGUE: dict[str, str] = dict.fromkeys(
    (
        "its their data information values measurements once twice temperature humidity wetness pressure voltage level"
        " speed power consumption"
    ).split(),
    "readings",
)
"""What is told of by those who send it in words for no thing of its own."""


def _several(noun: str) -> str:
    if not noun or noun.endswith("s") or noun in ("telemetry", "footage"):
        return noun
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


def who_in(phrase: str) -> str:
    """Those who are counted, people or devices or places, among the first words of a phrase; empty where none are."""
    for word in _WORD.findall(phrase.lower())[:3]:
        one = singular(word)
        if (one != word or word in ("people", "staff")) and (one in ACTORS or one in COUNTED or word == "families"):
            return word
    return ""


_PER_ONE = re.compile(r"^(.*?)\s?(?:/|\bper\b|\bfor\s(?:each|every)\b|\bfrom\s(?:each|every)\b)\s?([a-z-]{3,})$")


def per_one(noun: str) -> tuple[str, str]:
    """What is counted and of whom each, where a phrase between a figure and its period says so: "offers per user"."""
    found = _PER_ONE.match(noun.lower().strip())
    return (found[1].strip(), found[2]) if found else (noun, "")


_PEOPLE_LIKE = re.compile(r"[a-z]{3,}(?:ers|ors|ists|ants|ees)")


def counted_in(quantity: Quantity) -> str:
    """Those who are counted by a figure without a period; the word stands after it, or before: "clerks: 95"."""
    words = _WORD.findall(quantity.noun.lower())[:3]
    known = who_in(quantity.noun)
    if known or words[:2] == ["of", "them"] or not words or words[0] in ("now", "today", "currently"):
        return known or _counted_before(quantity, is_far=words[:2] == ["of", "them"])
    like = (word for word in words if _PEOPLE_LIKE.fullmatch(word) and word not in NOT_PEOPLE)
    return next((word for word in like if stem(word) not in counted_stems()), "")


def _counted_before(quantity: Quantity, *, is_far: bool) -> str:
    """Who stands right before a figure, or anywhere before one "of them"."""
    words = [(match[0], match.end()) for match in _WORD.finditer(quantity.before)][-8:]
    for word, end in reversed(words):
        gap = quantity.before[end:]
        if who_in(word) and (is_far or _LABEL_GAP.fullmatch(gap)):
            return word
        if not is_far and word not in ("about", "around", "currently", "roughly"):
            return ""
    return ""


_LABEL_GAP = re.compile(r"\s?[(:~≈=,]?\s?(?:(?:about|around|currently|roughly)\s)?[~≈]?")


def role_of(what: str) -> str:
    """The role of those counted under a name: person, staff, partner or device; empty for places and the like."""
    return ACTORS.get(singular(what.removeprefix("concurrent-")), "")


def one_in(word: str) -> str:
    """One of those who are counted, "sensor" of "each sensor"; empty where it is none."""
    return word if singular(word) in ACTORS or singular(word) in COUNTED else ""


def singular(word: str) -> str:
    """The singular of a counted noun."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
