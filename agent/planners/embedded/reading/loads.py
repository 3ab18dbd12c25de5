"""The loads of a brief: as stated, else by those who use it, else as a small product sees them; and their sizes."""

from __future__ import annotations

import re

from agent.planners.embedded.lexicon.things import OBJECT_KB
from agent.planners.embedded.reading.counting import role_of
from agent.planners.embedded.reading.cues import class_stems
from agent.planners.embedded.reading.objectives import Objectives
from agent.planners.embedded.reading.origin import assumed
from agent.planners.embedded.reading.quantities import Quantity
from agent.planners.embedded.reading.text import Brief, stem
from agent.planners.embedded.reading.traffic import Traffic
from tools.design.requirements import Daily, Load, Population

DEFAULT_LOAD = 100_000.0
"""Requests a month where the brief gives no traffic at all; the first question asks for it."""


def loads_of(brief: Brief, flows: Traffic, goals: Objectives) -> tuple[Load, ...]:
    """The loads with their sizes; where the brief states none, what those who are counted would make, or a guess."""
    peaks = tuple(peak for peak, _ in flows.peaks)
    usual = _from_people(flows) or [_default_load(flows)]
    told = {"peaks": peaks, "growth_per_year": flows.growth_per_year}
    loads = flows.loads or [load.model_copy(update=told) for load in usual]
    return sized(brief, tuple(loads), goals.payloads)


def _from_people(flows: Traffic) -> list[Load]:
    """Without rates, those who are counted give one: ten requests a day each, or one every ten seconds online."""
    for population in sorted(flows.populations, key=_is_place)[:1]:
        concurrent = population.what.startswith("concurrent-")
        count = population.count / 10 if concurrent else population.count * 10
        reason = "one request every ten seconds of each" if concurrent else "ten requests a day of each"
        return [
            Load(
                id="requests",
                what="requests",
                count=count,
                per="second" if concurrent else "day",
                origin=assumed(f"{population.count:g} {population.what.replace('-', ' ')}; {reason} is a usual figure"),
            )
        ]
    return []


def _is_place(population: Population) -> bool:
    """Whether those counted are places or things, which give no requests of their own as people do."""
    return role_of(population.what) not in ("person", "staff") and population.what not in ("people", "persons")


def _default_load(flows: Traffic) -> Load:
    ratio = 6.0 if flows.is_spiky else 3.0
    reason = f"the brief gives no traffic; {DEFAULT_LOAD:,.0f} requests a month is what a small product sees"
    return Load(
        id="requests",
        what="requests",
        count=DEFAULT_LOAD,
        per="month",
        profile=Daily(peak_ratio=ratio),
        origin=assumed(reason),
    )


MOST_KB = 10_240.0
"""Largest thing that comes in by a request, in KB; what is larger is handed in as a file."""

LEAST_FILE_KB, RECORD_KB = 1_000.0, 100.0
"""Sizes from which a thing is a file, and below which it is a record, whatever it is called."""

Sizes = list[tuple[float, Quantity]]
"""Sizes of one thing in KB, with the quantity each was read from."""


def sized(brief: Brief, loads: tuple[Load, ...], sizes: Sizes) -> tuple[Load, ...]:
    """The loads, each with the first size that is told of it: in its sentence, or of everything that is no file."""
    told: set[str] = set()
    for size, quantity in sizes:
        meant = _meant(size, quantity, loads) - told if size <= MOST_KB else set[str]()
        told |= meant
        loads = tuple(load.model_copy(update={"payload_kb": size}) if load.id in meant else load for load in loads)
    return loads


def _meant(size: float, quantity: Quantity, loads: tuple[Load, ...]) -> set[str]:
    """The loads that a size is told of."""
    if _is_of_file(size, quantity):
        return {load.id for load in loads if _counts_files(load) and load.payload_kb <= size}
    here = {load.id for load in loads if _is_in(quantity, load)}
    return here or {load.id for load in loads if not _counts_files(load) and load.payload_kb <= MOST_KB}


def file_kb(sizes: Sizes, thing: str) -> float | None:
    """Mean size of one file in KB as told; where only the largest is told, the usual one if that is smaller, else half.

    None where no size is told of files.
    """
    files = [(size * _middle(quantity), quantity) for size, quantity in sizes if _is_of_file(size, quantity)]
    means = [size for size, quantity in files if not _MOST.search(quantity.before[-30:])]
    if means or not files:
        return max(means, default=None)
    most = max(size for size, _ in files)
    return min(OBJECT_KB.get(thing, most / 2), most)


def _middle(quantity: Quantity) -> float:
    """The middle of a range as a share of its upper end, which a quantity is read as; 1 for a single figure."""
    span = _RANGE.match(quantity.text)
    low, high = (float(part.replace(",", ".")) for part in span.groups()) if span else (1.0, 1.0)
    return (low + high) / 2 / high if 0 < low < high else 1.0


_RANGE = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:-|–|to|and)\s?(\d+(?:[.,]\d+)?)")
_MOST = re.compile(
    r"(?:\b(?:up\sto|max(?:imum)?|at\smost|biggest|largest|no\s(?:more|larger)\sthan|under|below)\b|[<≤])[^\d]{0,14}$"
)
_FILES = class_stems("file") - {stem(word) for word in "object asset media record call log track song".split()}


def _is_in(quantity: Quantity, load: Load) -> bool:
    start = getattr(load.origin, "start", -1)
    return quantity.sentence.start <= start < quantity.sentence.end


def _is_of_file(size: float, quantity: Quantity) -> bool:
    """Whether a size is one of a file: it is large, or the words before it name a kind of file last."""
    if size >= LEAST_FILE_KB or size < RECORD_KB:
        return size >= LEAST_FILE_KB
    words = [word.stem for word in quantity.sentence.words if word.start < quantity.start][-6:]
    return any(word in _FILES for word in words)


def _counts_files(load: Load) -> bool:
    return stem(load.what.split(" ")[-1]) in _FILES
