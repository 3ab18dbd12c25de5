"""Units as people write them: `avg_ms`, `memory_gb`, `requests_per_second`, "512 MB", "3 million". Sizes are binary."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

MOST = 1e21
"""More of anything in a month is a slip of the keyboard."""

_TIMES = {
    "us": 0.001, "ms": 1.0, "msec": 1.0, "millis": 1.0, "milliseconds": 1.0, "s": 1e3, "sec": 1e3, "secs": 1e3,
    "second": 1e3, "seconds": 1e3, "min": 6e4, "mins": 6e4, "minute": 6e4, "minutes": 6e4, "h": 3.6e6, "hr": 3.6e6,
    "hrs": 3.6e6, "hour": 3.6e6, "hours": 3.6e6, "day": 8.64e7, "days": 8.64e7,
}  # fmt: skip
_SIZES = {
    "b": 0, "byte": 0, "bytes": 0, "kb": 1, "kib": 1, "mb": 2, "mib": 2, "gb": 3, "gib": 3, "tb": 4, "tib": 4,
    "pb": 5, "pib": 5,
}  # fmt: skip
_COUNTS = {
    "k": 1e3, "thousand": 1e3, "thousands": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6, "bn": 1e9,
    "billion": 1e9, "billions": 1e9,
}  # fmt: skip
_EACH = tuple(
    f"_per_{word}"
    for word in ("request", "invocation", "execution", "call", "run", "job", "message", "event", "record", "task",
                 "item", "object", "response")
)  # fmt: skip
"""Words that say what a size or time is of; without them it means the same."""

_RATES = {
    "second": 1 / 3600, "sec": 1 / 3600, "s": 1 / 3600, "minute": 1 / 60, "min": 1 / 60, "hour": 1.0, "hr": 1.0,
    "h": 1.0, "day": 24.0, "week": 168.0,
}  # fmt: skip
_SHORT = {"rps": 1 / 3600, "tps": 1 / 3600, "qps": 1 / 3600, "rpm": 1 / 60}
_KEPT = ("month", "months", "mo", "mos")
_NUMBER = re.compile(r"([0-9][0-9_,]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\s*([A-Za-z]*)")


class Spelling(NamedTuple):
    """One way to take a name apart: what it is about, its unit, and per how many hours it is said."""

    stem: str
    unit: str
    """Empty where the name bears none."""
    hours: float
    """0 where the figure is for the whole month."""
    peeled: int
    """How much of the name was taken off: the less, the better the reading."""


def dimension(unit: str) -> str:
    """What a unit measures: time, size, count, or the unit itself."""
    if unit in _TIMES:
        return "time"
    if unit.lower() in _SIZES:
        return "size"
    return "count" if unit in ("", *_COUNTS) else unit


def factor(unit: str, to: str, gb_per_tb: float = 1024.0) -> float:
    """How many of the one unit the other is."""
    if dimension(unit) == "time":
        return _TIMES[unit] / _TIMES[to]
    if dimension(unit) == "size":
        return _bytes(unit, gb_per_tb) / _bytes(to.lower(), gb_per_tb)
    return _COUNTS.get(unit, 1.0)


def _bytes(unit: str, gb_per_tb: float) -> float:
    power = _SIZES[unit]
    if power <= 3:
        return 1024.0**power
    return 1024.0**3 * gb_per_tb ** (power - 3)


def spellings(name: str) -> list[Spelling]:
    """Every way to read a name, the most literal first."""
    found = [Spelling(stem, "", 0.0, cut) for stem, cut in _bare(name)]
    if name.endswith("_s"):
        found.append(Spelling(f"{name}econds", "", 0.0, 1))
    if name in _SHORT:
        found.append(Spelling("requests", "", _SHORT[name], 1))
    for stem, hours, cut in _timed(name):
        found += [Spelling(part, "", hours, cut + more) for part, more in _bare(stem)]
    for spelling in tuple(found):
        for stem, unit in _united(spelling.stem):
            cut = spelling.peeled + 1
            found += [Spelling(part, unit, spelling.hours, cut + more) for part, more in _bare(stem)]
    return sorted(dict.fromkeys(found), key=lambda one: one.peeled)


_BEFORE = ("monthly_", "total_", "average_", "avg_", "mean_", "number_of_", "num_", "no_of_", "nr_of_", "count_of_",
           "n_", "usage_", "per_month_")  # fmt: skip
_AFTER = ("_count", "_per_month", "_a_month", "_monthly", "_total", "_number", "_each", "_avg", "_average", "_used")


def _bare(name: str) -> list[tuple[str, int]]:
    """The name, and the name without the words that add nothing."""
    found = {name: 0}
    queue = [name]
    while queue:
        one = queue.pop()
        shorter = [one[len(word) :] for word in _BEFORE if one.startswith(word)]
        shorter += [one[: -len(word)] for word in _AFTER if one.endswith(word)]
        for other in shorter:
            if other not in found:
                found[other] = found[one] + 1
                queue.append(other)
    return list(found.items())


def _timed(name: str) -> list[tuple[str, float, int]]:
    for word, hours in _RATES.items():
        for ending in (f"_per_{word}", f"per_{word}"):
            if name.endswith(ending) and (ending[0] == "_" or name == ending):
                return [(name[: -len(ending)], hours, 1)]
    return []


def _united(name: str) -> list[tuple[str, str]]:
    """The name without its unit: behind it (`memory_gb`), before it (`gb_scanned`), or before what it is of each."""
    found = _unit_behind(name)
    head, _, tail = name.partition("_")
    if tail and (head in _SIZES or (head in _TIMES and tail.startswith("per_"))):
        found.append((tail, head))
    for word in _EACH:
        if name.endswith(word):
            short = name[: -len(word)]
            found += _unit_behind(short) + ([("", short)] if short in _SIZES or short in _TIMES else [])
    return found


def _unit_behind(name: str) -> list[tuple[str, str]]:
    head, _, tail = name.rpartition("_")
    if tail in _KEPT and head:
        stem, _, unit = head.rpartition("_")
        if unit in _SIZES:
            return [(stem, unit)]
    if tail in _TIMES or tail in _SIZES or tail in _COUNTS:
        return [(head, tail)]
    return []


def number(value: object) -> tuple[float, str] | None:
    """A figure with the unit written behind it, or None where it is not one: 3, "1,500", "512 MB", "3 million"."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return (float(value), "") if abs(value) <= MOST and math.isfinite(value) else None
    if isinstance(value, str) and len(value) <= 60 and (match := _NUMBER.fullmatch(value.strip())) is not None:
        digits = float(match.group(1).replace(",", "").replace("_", ""))
        unit = match.group(2).lower()
        known = not unit or unit in _TIMES or unit in _SIZES or unit in _COUNTS
        return (digits, unit) if known and digits <= MOST else None
    return None
