"""The ledger: every figure a bundle shows, with its formula, its inputs, its source and the date of that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools.bundle.model import Dossier
from tools.cost import Line
from tools.scaling.model import EntryLatency, FunctionScaling, Limit


def figures_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Plain data, one entry a figure, in the order of the reports."""
    evidence = dossier.evidence
    found = [_line(line) for line in evidence.bill.lines]
    for function in evidence.scaling.functions:
        found += _function(function)
    found += [_limit(limit) for limit in evidence.scaling.limits]
    for latency in evidence.scaling.latencies:
        found += _latency(latency)
    return found


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": f"cost/{line.component or 'system'}/{line.title}",
        "value": None if line.amount is None else str(line.amount),
        "unit": "USD/month",
        "formula": line.usage.formula,
        "inputs": {name: str(value) for name, value in line.usage.inputs},
        "source": line.source,
        "as_of": line.as_of,
    }


def _function(found: FunctionScaling) -> Iterator[dict[str, Any]]:
    for name in ("duration_ms", "mean", "p99", "worst", "turned_away"):
        yield _figure(f"concurrency/{found.component}/{name}", getattr(found, name), "design and workload", "")
    if found.cold is not None:
        for name in ("per_month", "environments"):
            yield _figure(
                f"cold-starts/{found.component}/{name}", getattr(found.cold, name), found.cold.source, found.cold.as_of
            )


def _limit(limit: Limit) -> dict[str, Any]:
    return _figure(f"limit/{limit.id}", limit.use, limit.source, limit.as_of) | {"limit": limit.limit}


def _latency(latency: EntryLatency) -> Iterator[dict[str, Any]]:
    for name in ("p50_ms", "p99_ms"):
        yield _figure(f"latency/{latency.load}/{name}", getattr(latency, name), "sum of the parts named", "")


def _figure(name: str, figure: Any, source: str, as_of: str) -> dict[str, Any]:
    return {
        "id": name,
        "value": float(f"{figure.value:.6g}"),
        "unit": figure.unit,
        "formula": figure.formula,
        "inputs": {key: _shown(value) for key, value in figure.inputs},
        "source": source,
        "as_of": as_of,
    }


def _shown(value: float | str) -> float | str:
    return value if isinstance(value, str) else float(f"{value:.6g}")
