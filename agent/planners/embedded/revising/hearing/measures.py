"""Reads the value of a setting out of a clause: sizes, times, counts, rates, times of day."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.planners.embedded.composing.background import cron_in

Value = bool | int | float | str | None
Reader = Callable[[str, re.Match[str]], Value]

_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s?(m|g|t)i?b?\b")
_TIME = re.compile(
    r"(\d+(?:[.,]\d+)?|\b(?:a|an|one|two|three|four|five|six|seven|ten|twelve|fourteen|thirty|ninety|half\s+an?)\b)[\s-]?(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?)\b"
)
_COUNT = re.compile(
    r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s?(k|m|million|thousand)?\b(?!\s?(?:%|ms|am|pm|[mg]b|st\b|nd\b|rd\b|th\b))"
)
_WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "ten": 10.0,
          "twelve": 12.0, "fourteen": 14.0, "thirty": 30.0, "ninety": 90.0}  # fmt: skip
_SECONDS = (("ms", 1e-3), ("mil", 1e-3), ("mo", 30.4375 * 86400), ("mi", 60.0), ("m", 60.0), ("s", 1.0), ("h", 3600.0), ("d", 86400.0), ("w", 604800.0), ("y", 365.25 * 86400))  # fmt: skip
_DOMAIN = re.compile(r"\b((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})\b")
_PER = re.compile(r"(?:/\s?|\bper\s+|\ban?\s+|\beach\s+|\bevery\s+)(second|sec|s|minute|min|hour|h|day)\b")
_PER_S = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def reader(measure: str) -> Reader:
    """Reads values of this measure: a clause in lower case, and where the setting is named in it."""
    return _READERS[measure]


def _megabytes(text: str, match: re.Match[str]) -> Value:
    size = _SIZE.search(text)
    if size is None:
        plain = _COUNT.search(text)
        return int(_number(plain)) if plain else None
    value = float(size[1].replace(",", "."))
    return round(value * {"m": 1, "g": 1024, "t": 1024 * 1024}[size[2]])


def _gigabytes(text: str, match: re.Match[str]) -> Value:
    found = _megabytes(text, match)
    return round(float(found) / 1024, 3) if isinstance(found, int) else None


def _in_seconds(text: str) -> float | None:
    time = _TIME.search(text)
    if time is None:
        return None
    said = " ".join(time[1].split())
    value = 0.5 if said.startswith("half") else _WORDS[said] if said in _WORDS else float(said.replace(",", "."))
    unit = next(seconds for start, seconds in _SECONDS if time[2].startswith(start))
    return value * unit


def _seconds(text: str, match: re.Match[str]) -> Value:
    found = _in_seconds(text)
    return None if found is None else int(found) if found == int(found) else round(found, 3)


def _spans(length: float) -> Reader:
    def read(text: str, match: re.Match[str]) -> Value:
        found = _in_seconds(text)
        return max(1, round(found / length)) if found else None

    return read


def _count(text: str, match: re.Match[str]) -> Value:
    near = _COUNT.search(text, match.start()) or _COUNT.search(text)
    if near is None:
        words = re.search(rf"\b({'|'.join(word for word in _WORDS if len(word) > 2)})\b", text)
        return int(_WORDS[words[1]]) if words else None
    value = _number(near)
    return int(value) if value == int(value) else value


def _number(match: re.Match[str]) -> float:
    group = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}.get(match[2] or "", 1.0)
    return float(match[1].replace(",", "")) * group


def _rate(text: str, match: re.Match[str]) -> Value:
    found = _COUNT.search(text)
    if found is None:
        return None
    per = _PER.search(text, found.end())
    return round(_number(found) / (_PER_S[per[1][0]] if per else 1.0), 4)


def _minutes(text: str, match: re.Match[str]) -> Value:
    if "hourly" in text:
        return 60
    every = re.search(r"every\s+(\d+)?\s*(min|hour|h\b)", text)
    if every is None:
        return None
    return int(every[1] or 1) * (60 if every[2].startswith("h") else 1)


_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})(?:s|nes|rs|ur)?(?:days?)\b")
_HOUR = re.compile(
    r"\b(?:at|around|by)\s+(\d{1,2})(?::(\d\d))?\s*(am|pm)?\b|\b(\d{1,2})(?::(\d\d))?\s*(am|pm)\b|\b(midnight|noon)\b"
)


def _cron(text: str, match: re.Match[str]) -> Value:
    """When something recurs, to the minute where a clause says so."""
    usual = cron_in(text)[0]
    hour, day = _HOUR.search(text), _DAY.search(text)
    if not usual:
        return None
    fields = usual.split()
    if hour is not None:
        fields[:2] = _clock(hour)
    if day is not None:
        fields[4] = str(_DAYS.index(day[1]))
    return " ".join(fields)


def _clock(match: re.Match[str]) -> list[str]:
    if match[7]:
        return ["0", "0" if match[7] == "midnight" else "12"]
    hour, minute, half = int(match[1] or match[4]), int(match[2] or match[5] or 0), match[3] or match[6]
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return [str(minute % 60), str(hour % 24)]


def _domain(text: str, match: re.Match[str]) -> Value:
    found = _DOMAIN.search(text)
    return found[1] if found else None


_READERS: dict[str, Reader] = {
    "megabytes": _megabytes,
    "gigabytes": _gigabytes,
    "seconds": _seconds,
    "minutes": _minutes,
    "hours": _spans(3600.0),
    "days": _spans(86400.0),
    "count": _count,
    "rate": _rate,
    "cron": _cron,
    "domain": _domain,
}
