"""How long a Lambda function takes to initialise: measured percentiles of the nearest configuration.

The functions measured do nothing and have no dependencies, so the figures are floors.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from math import log2
from typing import Any, NamedTuple

from tools.catalog.runtimes import UnsuitableRuntimeError, runtime, runtimes
from tools.catalog.tables import table

_DEFAULT_VARIANT = {"provided.al2023": "go", "provided.al2": "go"}


class ColdStart(NamedTuple):
    """Percentiles of the initialisation time of one configuration, in milliseconds."""

    p50_ms: float
    p95_ms: float
    p99_ms: float
    samples: int
    runtime: str
    """The configuration measured, which is the one asked for where `is_exact`."""
    variant: str
    """Language or tool of a binary on a `provided` runtime; empty elsewhere."""
    architecture: str
    package: str
    memory_mb: int
    is_exact: bool
    source: str
    as_of: str
    note: str
    """What differs from the configuration asked for, in words; empty where nothing does."""


@cache
def cold_start(
    runtime_id: str, architecture: str, package: str = "zip", memory_mb: int = 512, variant: str = ""
) -> ColdStart:
    """Initialisation times of a configuration, or of the nearest one measured.

    `variant` says what a `provided` runtime runs (`go`, `rust`, ...). Nearest is, in this order: the same runtime, or
    else the closest of its family; the same package; the same architecture; the nearest memory. Raises
    UnsuitableRuntimeError for a runtime that does not exist.
    """
    measured, wanted = _nearest_runtime(runtime_id), variant or _DEFAULT_VARIANT.get(runtime_id, "")
    rows = [row for row in _rows()[measured] if row[1] == wanted] or _rows()[measured]
    best = min(rows, key=lambda row: (row[3] != package, row[2] != architecture, abs(log2(row[4] / memory_mb))))
    asked = (runtime_id, variant or best[1], architecture, package, memory_mb)
    return _answer(best, asked, is_assumed=not variant and best[1] != "")


def _answer(row: tuple[Any, ...], asked: tuple[Any, ...], *, is_assumed: bool) -> ColdStart:
    found = row[:5]
    names = ("runtime", "variant", "architecture", "package", "memory")
    changed = [f"{name} {a} for {b}" for name, a, b in zip(names, found, asked, strict=True) if a != b]
    remarks = ["measured with " + ", ".join(changed)] if changed else []
    if is_assumed:
        remarks.append(f"taken as {row[1]}")
    book = table("coldstarts")
    return ColdStart(
        p50_ms=row[6],
        p95_ms=row[7],
        p99_ms=row[8],
        samples=row[5],
        runtime=row[0],
        variant=row[1],
        architecture=row[2],
        package=row[3],
        memory_mb=row[4],
        is_exact=not remarks,
        source=book["source"],
        as_of=book["as_of"],
        note="; ".join(remarks),
    )


@cache
def _rows() -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in table("coldstarts")["rows"]:
        found[row[0]].append(tuple(row))
    return dict(found)


@cache
def _nearest_runtime(runtime_id: str) -> str:
    if runtime_id in _rows():
        return runtime_id
    family = runtime(runtime_id).family
    order = [name for name, each in runtimes().items() if each.family == family]
    known = [name for name in order if name in _rows()]
    if not known:
        raise UnsuitableRuntimeError(f"no initialisation times are known for runtimes of {family}")
    return min(known, key=lambda name: abs(_age(name) - _age(runtime_id)))


def _age(runtime_id: str) -> int:
    return runtime(runtime_id).deprecated_on.toordinal()
