"""A turn's answer: what changed, why, in numbers. Plain data, made once and kept with the turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.bundle.evidence import Evidence
from tools.bundle.wording import counted, milliseconds, money, times
from tools.design.diff import diff

MOST_CHANGES = 12


def told(before: Evidence | None, after: Evidence, said: str) -> dict[str, Any]:
    """`said` in the planner's words, `changes` path by path, and each figure as it was and is; `lines` for people."""
    changes = [] if before is None else list(diff(before.design, after.design))
    figures = {
        "parts": _pair(before, after, lambda found: len(found.design.components)),
        "monthly_cost": _pair(before, after, lambda found: float(found.bill.total) if found.bill.is_known else None),
        "p99_ms": _pair(before, after, lambda found: found.slowest_p99_ms),
        "first_limit": _pair(before, after, _first_limit),
        "errors": _pair(before, after, lambda found: found.report.count("error")),
        "warnings": _pair(before, after, lambda found: found.report.count("warning")),
    }
    plain: dict[str, Any] = {
        "said": said,
        "title": after.design.title,
        "changes": [change.model_dump() for change in changes],
        "figures": figures,
    }
    return plain | {"lines": list(_lines(plain, is_first=before is None))}


def _pair(before: Evidence | None, after: Evidence, figure: Callable[[Evidence], Any]) -> dict[str, Any]:
    return {"before": None if before is None else figure(before), "after": figure(after)}


def _first_limit(found: Evidence) -> dict[str, Any] | None:
    limit = found.scaling.first_limit
    return None if limit is None else {"what": limit.title, "where": limit.component, "multiple": limit.multiple}


def _lines(plain: dict[str, Any], *, is_first: bool) -> list[str]:
    lines = [plain["said"]] if plain["said"] else []
    if is_first:
        lines.append(plain["title"])
    elif not plain["changes"]:
        return [*lines, "Nothing changed."]
    lines += [_change(change) for change in plain["changes"][:MOST_CHANGES]]
    rest = len(plain["changes"]) - MOST_CHANGES
    if rest > 0:
        lines.append(f"and {counted(rest, 'more change')}")
    figures = plain["figures"]
    lines.append(f"parts: {_shown(figures['parts'], str)}")
    lines.append(f"cost a month: {_shown(figures['monthly_cost'], money)}")
    if figures["p99_ms"]["after"] is not None or figures["p99_ms"]["before"] is not None:
        lines.append(f"slowest answer, 99th percentile: {_shown(figures['p99_ms'], milliseconds)}")
    lines.append(f"first limit: {_shown(figures['first_limit'], _limit)}")
    findings = (f"{name}: {_shown(figures[name], str)}" for name in ("errors", "warnings"))
    return [*lines, ", ".join(findings)]


def _change(change: dict[str, Any]) -> str:
    mark = {"added": "+", "removed": "-", "changed": "~"}[change["kind"]]
    values = " -> ".join(text if len(text) <= 60 else f"{text[:57]}..." for text in _values(change))
    return f"{mark} {change['path']}: {values}"


def _values(change: dict[str, Any]) -> list[str]:
    return [" ".join(change[side].split()) for side in ("before", "after") if change[side] is not None]


def _limit(limit: dict[str, Any]) -> str:
    where = f" of {limit['where']}" if limit["where"] else ""
    return f"{limit['what']}{where} at {times(limit['multiple'])} the expected peak"


def _shown(pair: dict[str, Any], words: Callable[[Any], str]) -> str:
    sides = [None if pair[side] is None else words(pair[side]) for side in ("before", "after")]
    after = sides[1] or "not known"
    return after if sides[0] is None or sides[0] == sides[1] else f"{sides[0]} -> {after}"
