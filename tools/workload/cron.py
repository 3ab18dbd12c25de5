"""When a schedule starts: five-field cron expressions and intervals, as seconds of a day and days of a month.

Hours are taken on the schedule's own clock, as the hours of the loads are on theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tools.design.components import Schedule
from tools.design.requirements import DAYS_PER_MONTH

_MINUTES_PER_DAY = 1440
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTH_DAYS = (31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Mean lengths, with the leap days of a year of 365.25 days."""


class CronError(ValueError):
    """An expression that is no cron expression. The message says which field, and what it may hold."""


class Starts(NamedTuple):
    """When something starts: at these seconds of a day, on so many days of a mean month."""

    seconds: tuple[float, ...]
    days_per_month: float

    @property
    def per_month(self) -> float:
        """Mean number of starts in a month of 30.4375 days."""
        return len(self.seconds) * self.days_per_month


def starts_of(schedule: Schedule) -> Starts:
    """When a recurring schedule starts. Raises CronError where it does not say, or not in five fields of cron."""
    if schedule.every_minutes is not None:
        return _every(schedule.every_minutes)
    return parse_cron(schedule.cron)


def _every(minutes: int) -> Starts:
    if minutes >= _MINUTES_PER_DAY:
        return Starts((0.0,), DAYS_PER_MONTH * _MINUTES_PER_DAY / minutes)
    count = _MINUTES_PER_DAY / minutes
    seconds = tuple(60.0 * minutes * i for i in range(int(count)))
    return Starts(seconds, DAYS_PER_MONTH * count / len(seconds))


@lru_cache(maxsize=256)
def parse_cron(expression: str) -> Starts:
    """The starts of a five-field expression: minute, hour, day of month, month, day of week.

    Lists, ranges, steps, names, `?`, and `L`, `W` and `#` in the fields of days are understood. Where both fields of
    days are restricted, a day that satisfies either counts. Raises CronError.
    """
    fields = expression.lower().split()
    if len(fields) != 5:
        raise CronError(
            f"'{expression}' has {len(fields)} fields; a cron expression has five: minute hour day month weekday"
        )
    minutes = _numbers(fields[0], "minute", 0, 59)
    hours = _numbers(fields[1], "hour", 0, 23)
    seconds = tuple(3600.0 * hour + 60.0 * minute for hour in sorted(hours) for minute in sorted(minutes))
    return Starts(seconds, _days_per_year(*fields[2:]) / 12)


def _days_per_year(days: str, months: str, weekdays: str) -> float:
    chosen = _numbers(months, "month", 1, 12, _MONTHS)
    lengths = [_MONTH_DAYS[month - 1] for month in sorted(chosen)]
    share = _weekday_share(weekdays)
    if days in ("*", "?"):
        return sum(lengths) * (1.0 if share is None else share)
    named = sum(_days_named(days, length) for length in lengths)
    if share is None:
        return named
    return named + (sum(lengths) - named) * share


def _days_named(field: str, length: float) -> float:
    """Mean number of days of a month of this mean length that the field names."""
    special = sum(1 for part in field.split(",") if part in ("l", "lw") or part.startswith("l-") or part.endswith("w"))
    plain = ",".join(part for part in field.split(",") if not part.startswith("l") and not part.endswith("w"))
    numbers = _numbers(plain, "day of month", 1, 31) if plain else frozenset[int]()
    return special + sum(min(1.0, max(0.0, length - day + 1)) for day in sorted(numbers))


def _weekday_share(field: str) -> float | None:
    """Share of the days that the weekday field names; None where it names all."""
    if field in ("*", "?"):
        return None
    parts = field.split(",")
    monthly = [part for part in parts if "#" in part or (part.endswith("l") and part != "l")]
    weekly = ",".join("6" if part == "l" else part for part in parts if part not in monthly)
    for part in monthly:
        _numbers(part.rstrip("l").split("#")[0], "day of week", 0, 7, _WEEKDAYS)
    days = {day % 7 for day in _numbers(weekly, "day of week", 0, 7, _WEEKDAYS)} if weekly else set[int]()
    return len(days) / 7 + len(monthly) / DAYS_PER_MONTH


def _numbers(field: str, name: str, low: int, high: int, words: tuple[str, ...] = ()) -> frozenset[int]:
    return frozenset(number for part in field.split(",") for number in _part(part, name, low, high, words))


def _part(part: str, name: str, low: int, high: int, words: tuple[str, ...]) -> Iterator[int]:
    body, slash, step_text = part.partition("/")
    step = _number(step_text, name, 1, high + 1, ()) if slash else 1
    if body in ("*", "?"):
        return iter(range(low, high + 1, step))
    first_text, dash, last_text = body.partition("-")
    first = _number(first_text, name, low, high, words)
    last = _number(last_text, name, low, high, words) if dash else high if slash else first
    if last < first:
        return iter([*range(first, high + 1, step), *range(low, last + 1, step)])
    return iter(range(first, last + 1, step))


def _number(text: str, name: str, low: int, high: int, words: tuple[str, ...]) -> int:
    if text in words:
        return words.index(text) + (1 if words is _MONTHS else 0)
    if not (text.isascii() and text.isdigit() and len(text) <= 4) or not low <= int(text) <= high:
        raise CronError(f"'{text}' is no {name}; it may be {low} to {high}")
    return int(text)
