"""How soon somebody has an answer, or something is done behind it; and at which door."""

from __future__ import annotations

import re

from agent.planners.embedded.lexicon.phrases import LATENCY, PERCENTILE, RUNS
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.quantities import Quantity
from agent.planners.embedded.reading.text import Brief
from tools.design.requirements import LatencyObjective

_CLAUSE = re.compile(r"[.;:]")


_SUBSECOND = re.compile(r"\bsub-?\s?second\b(?!\s+(?:precision|timestamps?|resolution))")


def subsecond_in(brief: Brief) -> LatencyObjective | None:
    """An objective told by a word alone: "sub-second"."""
    match = _SUBSECOND.search(brief.lower)
    origin = quoted(brief, match.start(), match.end()) if match else None
    return LatencyObjective(milliseconds=1000, origin=origin) if origin else None


REACTION_S = 3600.0
"""Longest within which something that is promised to be ready is a reaction, not work to be planned."""


_BELOW = re.compile(r"[<≤]=?\s?$")
_NO_LONGER = re.compile(r"\b(?:not|never|cannot|can['’]t|no)\s(?:wait\s|take\s)?(?:longer|more|later)\sthan\s$")
_IN = re.compile(r"\b(?:in|within|at\s+most|max(?:imum)?)\s(?:about\s)?$")
_SOON = re.compile(
    r"\b(?:everyone|everybody|people|they|mail|message|alert|told|gets?|notified|concerned|confirm\w*)\b[^.;,|]{0,25}\bin\s$"
)
_STOPS = re.compile(r"\s?(?:[.,;)|]|$)")
_IS_FINE = re.compile(r"\s(?:is|are)\s(?:ok|okay|fine|enough|acceptable|good\senough)\b")
_WORKS = re.compile(r"render\w*|process\w*|comput\w*")
AT_ONCE_S = 2.0
"""Times up to which "in" says how soon somebody has an answer."""


_DONE_WITHIN = re.compile(
    r"\b(?:ready|done|finished|there|online|live|complete|completed|delivered|published|available|searchable|visible|match(?:es|ed)?"
    r"|alert\w*|notified|told|informed|warned|detected|confirmed|from\s[a-z]+\sto\s[a-z]+)\b[^.;|\d]{0,24}?"
    r"(?:\b(?:within|in|under|below|less\s+than|(?:no|not)\s+(?:more|later)\s+than|at\s+most)\b|[<≤]=?)\W{0,2}(?:about\s|a\s)?$"
)
"""Before a time within which something goes on behind an answer: "ready within", "from upload to subtitles in"."""


def is_promised(quantity: Quantity, near: str) -> bool:
    """Whether a time is one within which something must be there."""
    label = quantity.before if quantity.sentence.kind == "entry" else ""
    if RUNS.search(label) and not LATENCY.search(_WORKS.sub("", label)):
        return False
    if quantity.value <= 30 and (LATENCY.search(near) or _is_bound(quantity)):
        return True
    if quantity.value <= REACTION_S and (
        (_SOON.search(quantity.before) and _STOPS.match(quantity.after)) or _IS_FINE.match(quantity.after)
    ):
        return True
    return quantity.value <= REACTION_S and _DONE_WITHIN.search(quantity.before[-70:]) is not None


def _is_bound(quantity: Quantity) -> bool:
    """Whether a short time is one within which: below a sign, or told "in"."""
    soon = quantity.value <= AT_ONCE_S and _IN.search(quantity.before)
    return bool(soon or _BELOW.search(quantity.before) or _NO_LONGER.search(quantity.before))


_DOORS: tuple[tuple[str, tuple[str, ...], re.Pattern[str], float], ...] = (
    ("search", ("search",), re.compile(r"\b(?:search\w*|finds?|suggest\w*|autocomplet\w*|hits|type-?ahead)\b"), 0.0),
    ("rag", ("rag", "language-model"), re.compile(r"\b(?:answers?|questions?|asks?|assistant|chat\w*|bot)\b"), 3.0),
)
"""Need, the needs of which one must be expressed, the words of its door, and the seconds from which a time is one that
only it may take."""


def at_doors(brief: Brief, goals: list[LatencyObjective], accepted: frozenset[str]) -> tuple[LatencyObjective, ...]:
    """The objectives, those that are said of one door held against that door alone."""
    return tuple(_at_door(brief, goal, accepted) for goal in goals)


def _at_door(brief: Brief, goal: LatencyObjective, accepted: frozenset[str]) -> LatencyObjective:
    start, end = getattr(goal.origin, "start", -1), getattr(goal.origin, "end", -1)
    if goal.what != "all" or start < 0:
        return goal
    sentence = next((s for s in brief.sentences if s.start <= start < s.end), None)
    before = brief.lower[max(sentence.start if sentence else 0, start - 70) : start]
    after = brief.lower[end : min(sentence.end if sentence else end, end + 25)]
    clause = f"{_CLAUSE.split(before)[-1]} | {_CLAUSE.split(after)[0]}"
    for door, needs, words, least in _DOORS:
        need = next((need for need in needs if need in accepted), None)
        is_alone = words.search(clause) and not _EVERYTHING.search(clause) and goal.milliseconds >= least * 1000
        if need and is_alone and door == "rag":
            is_told = PERCENTILE.search(brief.lower, max(0, start - 120), end + 60)
            return goal.model_copy(update={"what": need, "percentile": goal.percentile if is_told else 95.0})
        if need and is_alone:
            return goal.model_copy(update={"what": door})
    return goal


_EVERYTHING = re.compile(r"\b(?:all|every|each|any|everything|pages?|api|requests?|and|bookings?|orders?|checkout)\b")
"""Words by which a door is one of several."""


OUT_OF_REACH_S = 0.005
"""Answers faster than this are for dedicated hosts: a managed front door alone takes about as long."""


LONGEST_WAIT_S = 15.0
"""Longer than this nobody waits for an answer, unless the brief says that it is one."""


_LATER = re.compile(
    r"\b(?:alert|alarm|notif|warn|detect|trend|aggregat|propagat|reach|appear|visible|catalogue|stops?\b|process(?:ed|ing)|published|indexed"
    r"|searchable|react|available|synchron|replicat|dashboard|ready\b|done\b|finished|online\b|live\b|delivered|match|told\b|informed"
    r"|confirmed|sees?\s(?:\w+\s)?(?:changes?|updates?)|from\s[a-z]+\sto\s[a-z]+)"
)
"""Words by which a time limit is on what goes on after an answer, not on the answer."""


_ANSWERS = re.compile(r"\b(?:answer|respon|request|api|page|screen|search|p\d\d|percentile|checkout|acceptance)")
_OWN_FIGURE = re.compile(r"(?!\))\W{0,3}(?:(?:latency|of|is|below|under|within)\s){0,2}\W{0,3}\d")
"""A percentile that stands before a figure is that figure's."""


def latency_of(brief: Brief, quantity: Quantity) -> LatencyObjective:
    """An objective; `what` is `all` for answers that somebody waits for, `reaction` for what goes on behind them."""
    text = quantity.sentence.lower.replace("_", " ")
    place = quantity.start - quantity.sentence.start
    percentile = 99.0
    best = 60
    for match in PERCENTILE.finditer(text, max(0, place - 120), place + 120):
        if match.start() > place and _OWN_FIGURE.match(text, match.end()):
            continue
        distance = min(abs(match.start() - place), abs(match.end() - place))
        if distance < best:
            best = distance
            percentile = float(next((group for group in match.groups() if group), 50))
    is_answer = _ANSWERS.search(text)
    return LatencyObjective(
        what="dedicated"
        if quantity.value < OUT_OF_REACH_S
        else "all"
        if is_answer or (quantity.value <= LONGEST_WAIT_S and not _LATER.search(text))
        else "reaction",
        percentile=min(percentile, 99.99),
        milliseconds=round(quantity.value * 1000, 3),
        origin=quoted(brief, quantity.start, quantity.end),
    )
