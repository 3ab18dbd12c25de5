"""What a bundle tells besides the design: how options compared, how well functions fit, which patterns were used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tools.bundle.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Fitness:
    """How well one workload fits serverless, honestly."""

    workload: str
    verdict: Literal["functions", "containers", "hybrid", "elsewhere"]
    because: str


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """One option in figures: what options are compared by."""

    id: str
    title: str
    difference: str
    """How it differs from the recommended one; empty for that itself."""
    monthly_cost: float
    """US dollars."""
    p99_ms: float | None
    """Slowest entry point at the 99th percentile; None where nobody waits."""
    operational_load: int
    """Points for what has to be run and watched."""
    parts: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A pattern the design rests on."""

    id: str
    title: str
    summary: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything a bundle is made from."""

    brief: str
    evidence: Evidence
    options: tuple[OptionFigures, ...] = ()
    fitness: tuple[Fitness, ...] = ()
    patterns: tuple[Cited, ...] = ()
    targets: tuple[str, ...] = field(default=("sam",))
    messages: tuple[str, ...] = ()
    """What was said after the brief, in order; also a part of `brief`."""
