"""The screenful a design run ends with: at most 30 lines of 100 columns, whole sentences, the rest counted."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from agent.summary import FirstLimit, Summary
from tools.bundle.model import OptionFigures
from tools.bundle.wording import counted, listed, lowered, milliseconds, money, owner, times
from tools.design.plaintext import one_line
from tools.diagram.wording import words_of

WIDTH = 100
LABEL = 10
MOST_LINES = 30
MOST_KINDS = 7

T = TypeVar("T")
Shares = dict[str, int]
"""How many of its reasons, assumptions, conflicts and questions a screen shows."""


def summary_screen(summary: Summary, folder: str, files: int) -> str:
    """What was built, why, what it costs, where it breaks first, what was assumed and what is open."""
    shares: Shares = {"why": 5, "but": 3, "options": 3, "assumed": 4, "conflicts": 2, "findings": 3, "ask": 3}
    lines = list(_lines(summary, folder, files, shares))
    while len(lines) > MOST_LINES and any(count > 1 for count in shares.values()):
        _give_way(shares)
        lines = list(_lines(summary, folder, files, shares))
    return "\n".join(lines)


def _give_way(shares: Shares) -> None:
    """One item less of what there is most of; what a person has to act upon goes last."""
    order = ("why", "assumed", "options", "but", "findings", "conflicts", "ask")
    widest = max(shares.values())
    shares[next(name for name in order if shares[name] == widest)] -= 1


def _lines(summary: Summary, folder: str, files: int, shares: Shares) -> Iterator[str]:
    yield from textwrap.wrap(one_line(summary.title), WIDTH, max_lines=1, placeholder=" …")
    for section in (_built, _why, _open, _end):
        lines = list(section(summary, shares))
        if lines:
            yield ""
            yield from lines
    yield from _row("bundle", f"{one_line(folder)} ({files} files; begin with report.html or README.md)")


def _built(summary: Summary, shares: Shares) -> Iterator[str]:
    kinds = [counted(count, lowered(words_of(kind))) for kind, count in summary.parts]
    rest = sum(count for _, count in summary.parts[MOST_KINDS:])
    more = [counted(rest, "more part")] if len(kinds) > MOST_KINDS else []
    yield from _row("built", listed([*kinds[: MOST_KINDS if more else None], *more], MOST_KINDS + 1))
    yield from _row("cost", _cost(summary))
    yield from _row("limit", _limit(summary))
    if summary.p99_ms is not None:
        yield from _row("latency", f"{milliseconds(summary.p99_ms)} at the 99th percentile of the slowest entry point")
    if len(summary.options) > 1:
        priced = summary.is_priced
        yield from _rows("options", summary.options, lambda option: _option(option, priced), shares["options"])


def _cost(summary: Summary) -> str:
    if not summary.is_priced:
        return f"not known: no rate is known for any of its {counted(summary.unpriced, 'line')}"
    drivers = listed([f"{name} {money(amount)}" for name, amount in summary.cost_drivers])
    budget = ""
    if summary.budget is not None:
        word = "within" if summary.monthly_cost <= summary.budget else "OVER"
        budget = f", {word} the budget of {money(summary.budget)}"
    unpriced = f"; without {counted(summary.unpriced, 'line')} that no rate is known for" if summary.unpriced else ""
    return f"{money(summary.monthly_cost)} a month{budget}{f'; most of it: {drivers}' if drivers else ''}{unpriced}"


def _limit(summary: Summary) -> str:
    first = summary.first_limit
    if first is None:
        return "no known limit is within reach of the expected traffic"
    raised = {True: "; it can be raised", False: "; it cannot be raised", None: ""}[first.adjustable]
    reached = f"at {times(first.multiple)} the expected peak" if first.multiple > 0 else "without any traffic"
    warning = "already exceeded: " if first.multiple < 1 else ""
    told = f"{warning}{_owned(first)}, {reached}: then {first.effect}{raised}"
    following = summary.next_limit
    return told if following is None else f"{told}; after that {_owned(following)}, at {times(following.multiple)}"


def _owned(limit: FirstLimit) -> str:
    """What is limited, and whose it is."""
    return f"{limit.title} of {owner(limit.component)}"


def _option(option: OptionFigures, is_priced: bool) -> str:
    latency = f", p99 {milliseconds(option.p99_ms)}" if option.p99_ms is not None else ""
    cost = money(option.monthly_cost) if is_priced else "cost not known"
    figures = f"{cost}{latency}, {counted(option.parts, 'part')}"
    return f"{option.title}: {figures}, operational load {option.operational_load}"


def _why(summary: Summary, shares: Shares) -> Iterator[str]:
    yield from _rows("why", summary.reasons, lambda reason: f"{reason[0]}: {reason[1]}", shares["why"])
    unfit = [fit for fit in summary.fitness if fit.verdict != "functions"]
    yield from _rows("but", unfit, lambda fit: f"{fit.workload}: {fit.verdict}, {fit.because}", shares["but"])


def _open(summary: Summary, shares: Shares) -> Iterator[str]:
    taken = sorted(summary.assumptions, key=lambda statement: statement.about in ("Deployed with", "Written in"))
    yield from _rows("assumed", taken, lambda s: f"{s.about.lower()}: {s.value} ({s.said})", shares["assumed"])
    yield from _rows("conflict", summary.conflicts, lambda c: f"{c.text} {c.resolution}", shares["conflicts"])
    yield from _rows(
        "ask", summary.questions, lambda q: f"{q.text} Until answered: {q.default} [{q.id}]", shares["ask"]
    )


def _end(summary: Summary, shares: Shares) -> Iterator[str]:
    if not summary.errors and not summary.warnings:
        yield from _row("findings", "none")
        return
    counts = f"{counted(summary.errors, 'error')}, {counted(summary.warnings, 'warning')}"
    shown = summary.findings[: shares["findings"]]
    yield from _row("findings", f"{counts}: {' '.join(shown)}" + (" …" if len(shown) < len(summary.findings) else ""))


def _rows(label: str, items: Sequence[T], text: Callable[[T], str], most: int) -> Iterator[str]:
    """A labelled row for each of the first items, and how many there are more."""
    for index, item in enumerate(items[:most]):
        yield from _row(label if index == 0 else "", text(item))
    if len(items) > most:
        yield from _row("", f"and {len(items) - most} more in README.md")


def _row(label: str, text: str) -> Iterator[str]:
    wrapped = textwrap.wrap(one_line(text), WIDTH - LABEL, break_on_hyphens=False) or [""]
    for index, line in enumerate(wrapped):
        yield f"{label if index == 0 else '':<{LABEL}}{line}".rstrip()
