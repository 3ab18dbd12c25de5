"""What is promised and allowed: latency, availability, recovery, retention, budget, durations, sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agent.planners.embedded.lexicon.phrases import (
    KEPT,
    LATENCY,
    RPO,
    RTO,
    RUNS,
    SIZE_EACH,
    STORED,
    WAITS,
)
from agent.planners.embedded.reading.latency import is_promised, latency_of, subsecond_in
from agent.planners.embedded.reading.money import budget_of
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.quantities import Quantity
from agent.planners.embedded.reading.retention import is_kept, kept_in
from agent.planners.embedded.reading.text import Brief
from agent.planners.embedded.reading.uptime import is_uptime, uptime_in
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
            found.budget = budget_of(brief, quantity, _context(quantity), found.budget)
        elif quantity.unit == "percent":
            _read_percent(brief, quantity, found)
        elif quantity.unit == "gigabyte" and quantity.per is None:
            _read_size(brief, quantity, found)
        elif quantity.unit == "second":
            _read_time(brief, quantity, found)
        elif quantity.unit == "count" and quantity.per is None:
            _read_bare(brief, quantity, found)
    found.availability = found.availability or uptime_in(brief)
    _read_nothing_lost(brief, found)
    if not found.latencies and (soon := subsecond_in(brief)):
        found.latencies.append(soon)
    return found


_NOTHING_LOST = re.compile(
    r"\b(?:may|must|can|shall)\s(?:not\s)?lose\s(?:nothing|anything)\b|\bnothing\s(?:may|must|can|shall)\sbe\slost\b"
)


def _read_nothing_lost(brief: Brief, found: Objectives) -> None:
    """Nothing may be lost, where a time to be back is told besides."""
    match = _NOTHING_LOST.search(brief.lower) if found.recovery and found.recovery.rpo_s is None else None
    if match:
        found.recovery = _recovery(found.recovery, 0.0, None, quoted(brief, match.start(), match.end()))


_BARE_PERCENT = re.compile(r"\b(?:availability|uptime|sla|slo)\b[^.\d]{0,25}$")


def _read_bare(brief: Brief, quantity: Quantity, found: Objectives) -> None:
    """Figures whose label says what they are: `availability: 99.95`, `RPO = 0`."""
    origin = quoted(brief, quantity.start, quantity.end)
    if quantity.value == 0 and (RPO.search(quantity.before) or _RPO_AFTER.match(quantity.after)):
        found.recovery = _recovery(found.recovery, 0.0, None, origin)
    elif 90 <= quantity.value < 100 and _BARE_PERCENT.search(quantity.before) and not found.availability:
        found.availability = Stated[float](value=quantity.value, origin=origin)


def _context(quantity: Quantity) -> str:
    headings = " ".join(quantity.sentence.headings[-2:]).lower()
    return f"{headings} {quantity.before[-70:]} | {quantity.after[:45]}"


_GROWS = re.compile(r"\b(?:grow\w*|increas\w*)\b")


def _read_percent(brief: Brief, quantity: Quantity, found: Objectives) -> None:
    near = _context(quantity)
    if is_uptime(quantity, near):
        found.availability = found.availability or Stated[float](
            value=quantity.value, origin=quoted(brief, quantity.start, quantity.end)
        )
    elif quantity.value <= 1000 and (_GROWS.search(near) or (quantity.before.endswith("+") and quantity.per == "year")):
        yearly = quantity.value / 100 * SECONDS_PER["year"] / SECONDS_PER[quantity.per or "year"]
        found.growth_per_year = found.growth_per_year or round(yearly, 4)


_OF_MACHINES = re.compile(r"\b(?:memory|ram|disk|cpu|bandwidth)\b")


_OF_EACH = re.compile(r"\b(?:each|apiece|per\s(?!month|day|year|week|second|minute|hour)[a-z]+)\b")


def _read_size(brief: Brief, quantity: Quantity, found: Objectives) -> None:
    near = _context(quantity)
    close = f"{quantity.before[-45:]} | {quantity.after[:30]}"
    if _OF_MACHINES.search(close):
        return
    is_each = _OF_EACH.search(f"{quantity.before[-25:]}|{quantity.after[:14]}") is not None
    is_stored = not is_each and (bool(STORED.search(close)) or quantity.value >= 20)
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
        if is_kept(quantity, _context(quantity)):
            found.retentions.append(
                Retention(what=kept_in(quantity), days=round(quantity.value / DAY, 2), origin=origin)
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
    elif is_promised(quantity, near):
        found.latencies.append(latency_of(brief, quantity))
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
        found.latencies.append(latency_of(brief, quantity))
    elif KEPT.search(near):
        found.retentions.append(
            Retention(
                what=kept_in(quantity),
                days=quantity.value / DAY,
                origin=quoted(brief, quantity.start, quantity.end),
            )
        )
    else:
        found.windows.append(quantity)


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
