"""The cost difference of two designs or two revisions of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from tools.cost.bill import ZERO, Bill

_BAR = re.compile(r"\+?\$?([0-9]+(?:\.[0-9]+)?)(%?)")


class BarError(ValueError):
    """A bar that is neither an amount nor a percentage."""


class Delta(NamedTuple):
    """What one thing cost before and costs after, in US dollars a month."""

    name: str
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """Positive where it became dearer."""
        return self.after - self.before


class CostDifference(NamedTuple):
    """Two bills beside each other; what did not change is left out of the parts."""

    total: Delta
    components: tuple[Delta, ...]
    services: tuple[Delta, ...]
    lines: tuple[Delta, ...]

    @property
    def percent(self) -> Decimal | None:
        """Change of the total in percent; None where nothing was paid before."""
        return None if not self.total.before else self.total.change / self.total.before * 100

    def is_over(self, bar: str) -> bool:
        """Whether the total grew by more than an amount ("25") or a share ("10%"). Raises BarError."""
        match = _BAR.fullmatch(bar.strip())
        if match is None:
            raise BarError(f"'{bar[:40]}' is neither an amount in US dollars nor a percentage: 25 or 10% for example")
        most = Decimal(match.group(1))
        if match.group(2):
            return self.total.change > self.total.before * most / 100
        return self.total.change > most


def compare_bills(before: Bill, after: Bill) -> CostDifference:
    """What the second costs more or less than the first, the largest changes first."""
    return CostDifference(
        Delta("total", before.total, after.total),
        _deltas(before.by_component, after.by_component),
        _deltas(before.by_service, after.by_service),
        _deltas(_lines(before), _lines(after)),
    )


def _lines(bill: Bill) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in bill.lines:
        name = f"{line.component or '(system)'}: {line.title}"
        found[name] = found.get(name, ZERO) + (line.amount or ZERO)
    return found


def _deltas(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> tuple[Delta, ...]:
    names = dict.fromkeys((*before, *after))
    found = [Delta(name, before.get(name, ZERO), after.get(name, ZERO)) for name in names]
    changed = [delta for delta in found if delta.change]
    return tuple(sorted(changed, key=lambda delta: (-abs(delta.change), delta.name)))
