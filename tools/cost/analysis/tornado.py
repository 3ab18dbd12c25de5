"""What a bill hangs on: each figure that nobody knows exactly moved alone, and all of them at once as an interval."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from tools.cost.analysis.pricing import Case
from tools.cost.assumptions import NAMES

SPREAD = 2.0
"""Where nothing is said, a figure may be half or twice as large."""

_SHARES = ("cold_start_share", "retried_share", "index_key_share", "traced_share", "device_online_share",
           "log_compression")  # fmt: skip

Ranges = Mapping[str, tuple[float, float]]


class RangeError(ValueError):
    """A range of something the bill does not know. The message names what it knows."""


class Swing(NamedTuple):
    """What the bill comes to at both ends of one figure, all others as expected."""

    name: str
    """An assumption, or `load:<id>`."""
    low: float
    high: float
    at_low: Decimal
    at_high: Decimal

    @property
    def span(self) -> Decimal:
        """How much the bill moves, in US dollars a month."""
        return abs(self.at_high - self.at_low)


class Tornado(NamedTuple):
    """Swings, the widest first, and the bill with all of them at their cheap and at their dear ends."""

    expected: Decimal
    swings: tuple[Swing, ...]
    lowest: Decimal
    highest: Decimal


def tornado(case: Case, ranges: Ranges | None = None) -> Tornado:
    """Moves every load and every assumption the bill rests on, or only what `ranges` says. Raises RangeError."""
    bill = case.bill()
    known = [assumption.name for assumption in bill.assumptions]
    chosen = _checked(case, ranges) if ranges else _usual(case, known)
    swings = [
        Swing(name, low, high, moved(case, name, low).total(), moved(case, name, high).total())
        for name, (low, high) in chosen.items()
    ]
    cheap, dear = case, case
    for swing in swings:
        ends = (swing.low, swing.high) if swing.at_low <= swing.at_high else (swing.high, swing.low)
        cheap, dear = moved(cheap, swing.name, ends[0]), moved(dear, swing.name, ends[1])
    ordered = sorted((swing for swing in swings if swing.span), key=lambda swing: (-swing.span, swing.name))
    return Tornado(bill.total, tuple(ordered), cheap.total(), dear.total())


def moved(case: Case, name: str, value: float) -> Case:
    """The case with one figure changed."""
    kind, _, load = name.partition(":")
    if kind == "load":
        return case.with_load(load, value)
    if name == "hours":
        return case._replace(hours=Decimal(str(value)))
    return case._replace(assumptions=case.assumptions._replace(**{name: value}))


def _usual(case: Case, known: list[str]) -> dict[str, tuple[float, float]]:
    loads = {f"load:{load.id}": load.count for load in case.design.requirements.loads if load.count}
    figures = {**loads, **{name: float(getattr(case.assumptions, name)) for name in known}}
    return {name: (value / SPREAD, _most(name, value * SPREAD)) for name, value in figures.items() if value}


def _most(name: str, value: float) -> float:
    return min(1.0, value) if name in _SHARES else value


def _checked(case: Case, ranges: Ranges) -> dict[str, tuple[float, float]]:
    names = (*(f"load:{load.id}" for load in case.design.requirements.loads), "hours", *NAMES)
    for name, (low, high) in ranges.items():
        if name not in names:
            raise RangeError(f"no figure '{name}' in this bill; there is: {', '.join(names)}")
        if not 0 <= low <= high < 1e15 or (name == "hours" and not 600 <= low <= high <= 750):
            raise RangeError(f"{name}: {low:g} to {high:g} is no range of it")
    return dict(ranges)
