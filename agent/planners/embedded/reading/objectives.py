"""What is promised and allowed: latency, availability, recovery, retention, budget, durations, sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agent.planners.embedded.lexicon.phrases import (
    KEPT,
    LATENCY,
    MONEY_CONTEXT,
    NOT_BUDGET,
    PERCENTILE,
    PROJECT,
    RPO,
    RTO,
    RUNS,
    SIZE_EACH,
    STORED,
    WAITS,
)
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.quantities import Quantity
from agent.planners.embedded.reading.text import Brief
from tools.design.requirements import (
    SECONDS_PER,
    LatencyObjective,
    Recovery,
    Retention,
    Stated,
    Volume,
    WorkDuration,
)

DAY = SECONDS_PER["day"]

RECORD_GB = 1e-4
"""Sizes below, 100 KB, are those of one record, whatever is said around them."""


@dataclass
class Objectives:
    """What was found, as it is found."""

    latencies: list[LatencyObjective] = field(default_factory=list[LatencyObjective])
    durations: list[WorkDuration] = field(default_factory=list[WorkDuration])
    retentions: list[Retention] = field(default_factory=list[Retention])
    volumes: list[Volume] = field(default_factory=list[Volume])
    payloads: list[tuple[float, Quantity]] = field(default_factory=list[tuple[float, Quantity]])
    """Sizes of one thing, in KB."""
    availability: Stated[float] | None = None
    recovery: Recovery | None = None
    budget: Stated[float] | None = None
    growth_per_year: float = 0.0
    windows: list[Quantity] = field(default_factory=list[Quantity])
    """Durations that say how long a peak lasts or how often something happens."""


def objectives_in(brief: Brief, quantities: list[Quantity]) -> Objectives:
    """Sorts the quantities that are no traffic into the objectives they state."""
    found = Objectives()
    for quantity in quantities:
        if quantity.unit == "usd":
            _read_money(brief, quantity, found)
        elif quantity.unit == "percent":
            _read_percent(brief, quantity, found)
        elif quantity.unit == "gigabyte" and quantity.per is None:
            _read_size(brief, quantity, found)
        elif quantity.unit == "second":
            _read_time(brief, quantity, found)
        elif quantity.unit == "count" and quantity.per is None:
            _read_bare(brief, quantity, found)
    _read_nines(brief, found)
    _read_subsecond(brief, found)
    return found


_BARE_PERCENT = re.compile(r"\b(?:availability|uptime|sla|slo)\b[^.\d]{0,25}$")


def _read_bare(brief: Brief, quantity: Quantity, found: Objectives) -> None:
    """Figures whose label says what they are: `availability: 99.95`, `RPO = 0`."""
    origin = quoted(brief, quantity.start, quantity.end)
    if quantity.value == 0 and (RPO.search(quantity.before) or _RPO_AFTER.match(quantity.after)):
        found.recovery = _recovery(found.recovery, 0.0, None, origin)
    elif 90 <= quantity.value < 100 and _BARE_PERCENT.search(quantity.before) and not found.availability:
        found.availability = Stated[float](value=quantity.value, origin=origin)


_SUBSECOND = re.compile(r"\bsub-?\s?second\b(?!\s+(?:precision|timestamps?|resolution))")


def _read_subsecond(brief: Brief, found: Objectives) -> None:
    match = None if found.latencies else _SUBSECOND.search(brief.lower)
    if match:
        origin = quoted(brief, match.start(), match.end())
        found.latencies.append(LatencyObjective(milliseconds=1000, origin=origin))


def _context(quantity: Quantity) -> str:
    headings = " ".join(quantity.sentence.headings[-2:]).lower()
    return f"{headings} {quantity.before[-70:]} | {quantity.after[:45]}"


_PRICED = re.compile(
    r"\b(?:free\b|per\s(?:seat|user|member|customer|head|licen[cs]e)|(?:subscribers?|customers?|members?|users?|they|who)\s(?:can\s)?pays?"
    r"|plans?\b|premium|for\s(?:more|each|every)\b|membership|subscriptions?|sells?\b|tariffs?)"
)
_CLAUSE = re.compile(r"[.;:]")
_BUDGETED = re.compile(
    r"\b(?:budget|spend\w*|ceiling|cap|afford|at\s(?:the\s)?most|(?:no|not)\s(?:more|higher)\sthan|under|below|less\sthan|max\w*|running\scosts?|cloud|hosting|infra\w*|bill)\b|[<≤]"
)


_YEARLY = re.compile(r"\b(?:annual|annually|yearly|(?:per|a|each|every|this|next)\s+year|p\.a)\b")


def _read_money(brief: Brief, quantity: Quantity, found: Objectives) -> None:
    near = _context(quantity)
    close = f"{quantity.before[-25:]} {quantity.noun} {quantity.after[:25]}"
    if found.budget or NOT_BUDGET.search(close) or not (MONEY_CONTEXT.search(near) or quantity.per):
        return
    clause = f"{_CLAUSE.split(quantity.before[-25:])[-1]} {quantity.noun} {_CLAUSE.split(quantity.after[:25])[0]}"
    if _PRICED.search(clause) and not _BUDGETED.search(clause):
        return
    period = quantity.per or ("year" if _YEARLY.search(f"{quantity.before[-45:]}|{quantity.after[:25]}") else "month")
    monthly = quantity.value * SECONDS_PER["month"] / SECONDS_PER[period]
    if monthly >= 1:
        found.budget = Stated[float](value=round(monthly, 2), origin=quoted(brief, quantity.start, quantity.end))


_UP = re.compile(r"\b(?:availab\w*|uptime|up\s+time|sla|slo|reliab\w*|throughput)\b")
_GROWS = re.compile(r"\b(?:grow\w*|increas\w*)\b")


def _read_percent(brief: Brief, quantity: Quantity, found: Objectives) -> None:
    near = _context(quantity)
    if 90 <= quantity.value < 100 and _UP.search(near):
        found.availability = found.availability or Stated[float](
            value=quantity.value, origin=quoted(brief, quantity.start, quantity.end)
        )
    elif quantity.value <= 1000 and _GROWS.search(near):
        yearly = quantity.value / 100 * SECONDS_PER["year"] / SECONDS_PER[quantity.per or "year"]
        found.growth_per_year = found.growth_per_year or round(yearly, 4)


_NINES = re.compile(r"\b(three|four|five|3|4|5)\s+nines\b")


def _read_nines(brief: Brief, found: Objectives) -> None:
    match = None if found.availability else _NINES.search(brief.lower)
    if match:
        nines = {"three": 3, "four": 4, "five": 5}.get(match.group(1)) or int(match.group(1))
        value = float("99." + "9" * (nines - 2))
        found.availability = Stated[float](value=value, origin=quoted(brief, match.start(), match.end()))


_OF_MACHINES = re.compile(r"\b(?:memory|ram|disk|cpu|bandwidth)\b")


def _read_size(brief: Brief, quantity: Quantity, found: Objectives) -> None:
    near = _context(quantity)
    close = f"{quantity.before[-45:]} | {quantity.after[:30]}"
    if _OF_MACHINES.search(close):
        return
    is_stored = bool(STORED.search(close)) or quantity.value >= 20
    if (SIZE_EACH.search(near) or quantity.value < RECORD_GB) and not is_stored:
        found.payloads.append((quantity.value * 1e6, quantity))
    elif quantity.value >= 0.5:
        what = (_subject(quantity) or "data")[:80]
        found.volumes.append(
            Volume(what=what, gigabytes=quantity.value, origin=quoted(brief, quantity.start, quantity.end))
        )


def _read_time(brief: Brief, quantity: Quantity, found: Objectives) -> None:
    origin = quoted(brief, quantity.start, quantity.end)
    label = " ".join(quantity.sentence.headings[-1:]).lower() if quantity.sentence.kind == "row" else ""
    before = f"{label} {quantity.before}"
    if quantity.is_interval or _TIMEOUT.search(quantity.before):
        found.windows.append(quantity)
    elif pair := _objective_of_pair(quantity):
        rpo, rto = (quantity.value, None) if pair == "rpo" else (None, quantity.value)
        found.recovery = _recovery(found.recovery, rpo, rto, origin)
    elif _RTO_AFTER.match(quantity.after):
        found.recovery = _recovery(found.recovery, None, quantity.value, origin)
    elif _RPO_AFTER.match(quantity.after):
        found.recovery = _recovery(found.recovery, quantity.value, None, origin)
    elif RTO.search(before):
        found.recovery = _recovery(found.recovery, None, quantity.value, origin)
    elif RPO.search(before):
        found.recovery = _recovery(found.recovery, quantity.value, None, origin)
    elif quantity.value >= DAY:
        if KEPT.search(_context(quantity)) and not PROJECT.search(quantity.before[-40:]):
            found.retentions.append(
                Retention(what=(_subject(quantity) or "data")[:80], days=round(quantity.value / DAY, 2), origin=origin)
            )
        else:
            found.windows.append(quantity)
    else:
        _read_short_time(brief, quantity, found)


_TIMEOUT = re.compile(r"\b(?:if|when|unless|once)\b[^.;]{0,60}\b(?:longer|more)\s+than\s*$")
"""A time after which something is given up: neither work nor a promise."""

_RTO_AFTER = re.compile(r"\W{0,2}(?:rto\b|recovery\s+time)(?!\s*(?:[:=/≤<]|of\b|\d))")
_RPO_AFTER = re.compile(r"\W{0,2}(?:rpo\b|recovery\s+point)(?!\s*(?:[:=/≤<]|of\b|\d))")
_PAIR = re.compile(r"\b(rpo|rto)\s?(?:/|and|&|,|\|)\s?(?:rpo|rto)\b([^.;]{0,40})$")


def _objective_of_pair(quantity: Quantity) -> str:
    """Which of two objectives named together a figure is: the first of "RPO/RTO: 5 min / 1 h" is the RPO."""
    match = _PAIR.search(quantity.before)
    if match is None or quantity.value < 0:
        return ""
    other = "rto" if match[1] == "rpo" else "rpo"
    return other if re.search(r"\d|\bzero\b", match[2]) else match[1]


def _recovery(known: Recovery | None, rpo: float | None, rto: float | None, origin: object) -> Recovery:
    base = known or Recovery.model_validate({"origin": origin})
    changes = {name: value for name, value in (("rpo_s", rpo), ("rto_s", rto)) if value is not None}
    return base.model_copy(update=changes)


_PEAK_LASTS = re.compile(
    r"\b(?:peak|spike|burst|surge|rush|sale)\w*\b[^.]{0,40}(?:for|last\w*|of)\s*(?:about|around|up\s+to|some)?\s*$"
)


def _read_short_time(brief: Brief, quantity: Quantity, found: Objectives) -> None:
    near = _context(quantity)
    close = quantity.before[-60:]
    if _PEAK_LASTS.search(close) or quantity.after.lstrip().startswith(("peak", "spike", "burst", "rush", "window")):
        found.windows.append(quantity)
    elif _is_promised(quantity, near):
        found.latencies.append(_latency(brief, quantity))
    elif (
        RUNS.search(near) and quantity.value >= 1 and not WAITS.search(f"{quantity.before[-60:]} {quantity.after[:30]}")
    ):
        found.durations.append(
            WorkDuration(
                what=(_subject(quantity) or quantity.sentence.text.strip())[:120],
                seconds=quantity.value,
                origin=quoted(brief, quantity.start, quantity.end),
            )
        )
    elif LATENCY.search(near) and quantity.value <= 300:
        found.latencies.append(_latency(brief, quantity))
    elif KEPT.search(near):
        found.retentions.append(
            Retention(
                what=(_subject(quantity) or "data")[:80],
                days=quantity.value / DAY,
                origin=quoted(brief, quantity.start, quantity.end),
            )
        )
    else:
        found.windows.append(quantity)


REACTION_S = 3600.0
"""Longest within which something that is promised to be ready is a reaction, not work to be planned."""

_BELOW = re.compile(r"[<≤]=?\s?$")
_IN = re.compile(r"\b(?:in|within|at\s+most|max(?:imum)?)\s(?:about\s)?$")
AT_ONCE_S = 2.0
"""Times up to which "in" says how soon somebody has an answer."""


def _is_promised(quantity: Quantity, near: str) -> bool:
    """Whether a time is one within which something must be there."""
    if quantity.value <= 30 and (LATENCY.search(near) or _is_bound(quantity)):
        return True
    return quantity.value <= REACTION_S and _DONE_WITHIN.search(quantity.before[-70:]) is not None


def _is_bound(quantity: Quantity) -> bool:
    """Whether a short time is one within which: below a sign, or told "in"."""
    soon = quantity.value <= AT_ONCE_S and _IN.search(quantity.before)
    return bool(soon or _BELOW.search(quantity.before))


_DONE_WITHIN = re.compile(
    r"\b(?:ready|done|finished|there|online|live|complete|completed|delivered|published|available|searchable|visible|match(?:es|ed)?"
    r"|alert\w*|notified|told|informed|warned|detected|confirmed|from\s[a-z]+\sto\s[a-z]+)\b[^.;|\d]{0,24}?"
    r"(?:\b(?:within|in|under|below|less\s+than|(?:no|not)\s+(?:more|later)\s+than|at\s+most)\b|[<≤]=?)\W{0,2}(?:about\s|a\s)?$"
)
"""Before a time within which something goes on behind an answer: "ready within", "from upload to subtitles in"."""

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
        if need and is_alone:
            return goal.model_copy(update={"what": need if door == "rag" else door})
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


def _latency(brief: Brief, quantity: Quantity) -> LatencyObjective:
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


_STOP = frozenset(
    (
        "the a an of for to in on at with and or must should is are be was were that which this it its up about "
        "around under within less than more most least over each every our their all we you they can may will shall "
        "have has had not from by as"
    ).split()
)


_WORD = re.compile(r"[a-zA-Z][\w'-]*")


def _subject(quantity: Quantity) -> str:
    """The few words that say what the quantity is about: those nearest before it, else those after."""
    words = [word for word in _WORD.findall(quantity.before[-60:]) if word not in _STOP]
    if not words:
        words = [word for word in _WORD.findall(quantity.after[:40]) if word not in _STOP][:3]
    return " ".join(words[-4:])
