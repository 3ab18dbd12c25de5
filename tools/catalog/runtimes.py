"""AWS Lambda runtimes: which is the newest of a language, and until when each may be used."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from tools.catalog.tables import table
from tools.design.requirements import Language

Status = Literal["supported", "deprecated", "create-blocked", "update-blocked"]

AS_OF = date(2026, 11, 20)
"""Day of the table. Judging by it, and not by the clock, gives the same answer every day."""

_FAMILY: dict[str, str] = {"go": "provided", "rust": "provided"}
"""Languages without a runtime of their own: they bring a binary for the operating system's."""


class UnsuitableRuntimeError(ValueError):
    """No runtime, or one that a new function must not use. The message says which would do."""


class Runtime(NamedTuple):
    """One runtime and the days on which its support ends."""

    id: str
    family: str
    """Language, or `provided` for one that only runs a binary."""
    deprecated_on: date
    """End of support."""
    create_blocked_on: date | None
    """No new functions from this day."""
    update_blocked_on: date | None
    """No changes to functions from this day."""
    successor: str | None
    source: str

    def status(self, on: date = AS_OF) -> Status:
        """What may be done with it on a day."""
        if self.update_blocked_on is not None and on >= self.update_blocked_on:
            return "update-blocked"
        if self.create_blocked_on is not None and on >= self.create_blocked_on:
            return "create-blocked"
        return "deprecated" if on >= self.deprecated_on else "supported"


def runtime(runtime_id: str) -> Runtime:
    """The runtime of this id, supported or not. Raises UnsuitableRuntimeError."""
    found = runtimes().get(runtime_id)
    if found is None:
        raise UnsuitableRuntimeError(f"there is no runtime '{runtime_id}'; there is: {', '.join(runtimes())}")
    return found


@cache
def newest(language: Language, on: date = AS_OF) -> Runtime:
    """The newest runtime of a language supported on a day. Raises UnsuitableRuntimeError."""
    family = family_of(language)
    supported = [each for each in runtimes().values() if each.family == family and each.status(on) == "supported"]
    if not supported:
        raise UnsuitableRuntimeError(f"no runtime of {language} is supported on {on.isoformat()}")
    return max(supported, key=lambda each: _version(each.id))


def suitable(language: Language, runtime_id: str = "", on: date = AS_OF) -> Runtime:
    """The runtime of a new function: the one asked for, or the newest of its language.

    Raises UnsuitableRuntimeError where the one asked for is unknown, of another language, or no longer supported.
    """
    best = newest(language, on)
    if not runtime_id:
        return best
    asked = runtime(runtime_id)
    if asked.family not in (family_of(language), "provided"):
        raise UnsuitableRuntimeError(f"{runtime_id} does not run {language}; {best.id} does")
    if asked.status(on) != "supported":
        ended = asked.deprecated_on.isoformat()
        raise UnsuitableRuntimeError(f"support for {runtime_id} ended on {ended}; use {asked.successor or best.id}")
    return asked


def family_of(language: Language) -> str:
    """The family of runtimes that runs a language."""
    return _FAMILY.get(language, language)


@cache
def runtimes() -> dict[str, Runtime]:
    """Every runtime there is or was, by id."""
    book = table("runtimes")
    return {name: _runtime(name, row, book["source"]) for name, row in book["runtimes"].items()}


def _runtime(name: str, row: dict[str, Any], source: str) -> Runtime:
    return Runtime(
        id=name,
        family=row["family"],
        deprecated_on=date.fromisoformat(row["deprecated_on"]),
        create_blocked_on=_day(row["create_blocked_on"]),
        update_blocked_on=_day(row["update_blocked_on"]),
        successor=row["successor"],
        source=source,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _version(runtime_id: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", runtime_id))
