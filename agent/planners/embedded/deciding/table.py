"""One form for every decision: rows asked in order, the first that holds decides, the others are what was rejected."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from tools.design.decisions import Decision, Flip, Measure, Rejected

decided_once = lru_cache(maxsize=4)
"""For what decides on facts: designs that are compared rest on the same facts, and on the same decisions about them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: an option, whether its condition holds here, and why that settles it."""

    option: str
    holds: bool
    because: str
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A question with its rows. The last row must hold always."""

    id: str
    question: str
    rows: tuple[Row, ...]
    against: dict[str, str] = field(default_factory=dict[str, str])
    """Option to the reason it was not taken, where it was not."""
    flips: tuple[Flip, ...] = ()
    measures: tuple[Measure, ...] = ()
    patterns: tuple[str, ...] = ()

    def decide(self) -> Decision:
        """The decision this table comes to."""
        fired = next(row for row in self.rows if row.holds)
        return Decision(
            id=self.id,
            question=self.question,
            chosen=fired.option,
            because=fired.because,
            measures=self.measures,
            rejected=tuple(
                Rejected(option=option, why=why) for option, why in self.against.items() if option != fired.option
            ),
            flips=tuple(flip for flip in self.flips if flip.to != fired.option),
            patterns=self.patterns,
            requirements=fired.requirements,
        )


def measure(name: str, value: float, unit: str = "") -> Measure:
    """A number with at most four significant digits after the point."""
    return Measure(name=name, value=round(value, 4), unit=unit)
