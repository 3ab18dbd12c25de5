"""The screenful a design run ends with."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from agent.summary import Summary

WIDTH = 100
LABEL = 9


def summary_screen(summary: Summary, folder: str, files: int) -> str:
    """What was built, why, what it costs, where it breaks first, what was assumed and what is open."""
    lines = [
        *_head(summary),
        "",
        *_figures(summary),
        "",
        *_why(summary),
        "",
        *_open(summary),
        "",
        *_end(summary, folder, files),
    ]
    return "\n".join(lines)


def _head(summary: Summary) -> Iterator[str]:
    yield summary.title
    parts = ", ".join(f"{count} {_plural(kind, count)}" for kind, count in summary.parts[:8])
    rest = sum(count for _, count in summary.parts[8:])
    yield from _row("built", f"{parts}{f' and {rest} more parts' if rest else ''}")


def _figures(summary: Summary) -> Iterator[str]:
    drivers = ", ".join(f"{name} ${amount:,.2f}" for name, amount in summary.cost_drivers)
    budget = f" of ${summary.budget:,.0f} budgeted" if summary.budget is not None else ""
    unpriced = f"; {summary.unpriced} lines have no known rate" if summary.unpriced else ""
    yield from _row("cost", f"${summary.monthly_cost:,.2f} a month{budget} ({drivers}){unpriced}")
    first = summary.first_limit
    if first is None:
        yield from _row("limits", "no known limit is within reach of the expected traffic")
    else:
        raised = {True: ", can be raised", False: ", cannot be raised", None: ""}[first.adjustable]
        yield from _row(
            "limits", f"{first.component}: {first.title}, at {_times(first.multiple)} the expected peak{raised}"
        )
    if summary.p99_ms is not None:
        yield from _row("latency", f"slowest entry {summary.p99_ms:,.0f} ms at the 99th percentile")
    if len(summary.options) > 1:
        yield from _row("options", "; ".join(_option(option) for option in summary.options))


def _option(option: object) -> str:
    p99 = getattr(option, "p99_ms", None)
    latency = f", p99 {p99:,.0f} ms" if p99 is not None else ""
    return (
        f"{getattr(option, 'title', '').lower()}: ${getattr(option, 'monthly_cost', 0.0):,.2f}{latency},"
        f" load {getattr(option, 'operational_load', 0)}"
    )


def _why(summary: Summary) -> Iterator[str]:
    for index, (chosen, because) in enumerate(summary.reasons):
        yield from _row("why" if index == 0 else "", f"{chosen}: {because}", lines=2)
    for fit in summary.fitness[:-1]:
        yield from _row("but", f"{fit.workload} belongs in {fit.verdict}: {fit.because}", lines=2)


def _open(summary: Summary) -> Iterator[str]:
    for index, text in enumerate(summary.assumptions):
        yield from _row("assumed" if index == 0 else "", text, lines=1)
    for conflict in summary.conflicts[:2]:
        yield from _row("conflict", f"{conflict.text} {conflict.resolution}", lines=2)
    for index, question in enumerate(summary.questions):
        yield from _row(
            "ask" if index == 0 else "", f"{question.text} [{question.id}; now: {question.default}]", lines=1
        )


def _end(summary: Summary, folder: str, files: int) -> Iterator[str]:
    findings = f"{summary.errors} errors, {summary.warnings} warnings" if summary.errors or summary.warnings else "none"
    yield from _row(
        "findings", f"{findings}; see reports/findings.txt" if summary.errors or summary.warnings else findings
    )
    yield from _row("bundle", f"{folder} ({files} files; open report.html)")


def _row(label: str, text: str, lines: int = 3) -> Iterator[str]:
    """A labelled row, wrapped and shortened to so many lines."""
    wrapped = textwrap.wrap(" ".join(text.split()), WIDTH - LABEL - 1, max_lines=lines, placeholder=" …") or [""]
    for index, line in enumerate(wrapped):
        yield f"{label if index == 0 else '':<{LABEL}} {line}".rstrip()


def _plural(kind: str, count: int) -> str:
    words = kind.replace("-", " ")
    if count == 1:
        return words
    return (
        words[:-1] + "ies"
        if words.endswith("y") and words[-2] not in "aeiou"
        else words + ("es" if words.endswith(("s", "x")) else "s")
    )


def _times(multiple: float) -> str:
    return f"{multiple:,.1f} times" if multiple < 100 else f"{multiple:,.0f} times"
