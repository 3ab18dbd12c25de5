"""What was measured, as rows beside their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    what: str
    value: float
    unit: str
    bound: float
    is_floor: bool = False
    """Whether the bound is the least that is wanted, not the most."""
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the figure is within its bound."""
        return self.value >= self.bound if self.is_floor else self.value <= self.bound


def table(rows: Sequence[Row]) -> str:
    """The rows as text for people."""
    lines = [f"{'':<34} {'measured':>10}    {'bound':>8}"]
    for row in rows:
        sign = ">=" if row.is_floor else "<="
        verdict = "" if row.holds else "  OVER" if not row.is_floor else "  UNDER"
        note = f"   {row.note}" if row.note else ""
        lines.append(f"{row.what:<34} {row.value:>10.3g} {sign} {row.bound:>7g} {row.unit:<10}{verdict}{note}")
    return "\n".join(lines)
