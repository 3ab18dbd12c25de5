"""Answers come as fast as was asked."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Place, Rule
from tools.checks.subject import Subject
from tools.checks.timing import p99_ms
from tools.design.components import Function
from tools.design.requirements import LatencyObjective

RULE = Rule(
    id="SL-X72",
    title="Every latency objective is met",
    severity="error",
    reason="An objective that the design misses on paper is missed in production.",
    fix="ask",
    remedy="Shorten the synchronous path, cache, do the work afterwards, or agree on another objective.",
    weighs=True,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Objectives missed by the figures, or by a function on the way alone."""
    for index, objective in enumerate(subject.requirements.latencies):
        place = subject.asked("latencies", index, "milliseconds")
        measured = _measured(subject, objective)
        if measured is not None:
            name, took = measured
            if objective.percentile >= 99 and took > objective.milliseconds:
                text = f"{name} answers within {took:.0f} ms (p99); the objective is {objective.milliseconds:g} ms."
                yield RULE.found(place, text, evidence=f"{took:.0f} ms")
        else:
            yield from _estimated(subject, objective, place)


def _measured(subject: Subject, objective: LatencyObjective) -> tuple[str, float] | None:
    """The slowest entry point that the objective holds for, and its 99th percentile; None where no figure says."""
    figures = subject.figures.p99_ms
    bound = subject.bound_by(objective)
    ways_in = {w.link.source for w in subject.wires if w.link.target in bound} | {objective.what}
    for wire in subject.wires:
        if wire.link.load is not None and subject.waited_for_from([wire.link.target]) & bound:
            ways_in.add(wire.link.load)
    names = [name for name in figures if objective.what == "all" or name in bound or name in ways_in]
    slowest = max(names, key=lambda name: figures[name], default=None)
    return None if slowest is None else (slowest, figures[slowest])


def _estimated(subject: Subject, objective: LatencyObjective, place: Place) -> Iterator[Finding]:
    """Without figures: a function that alone, warm, takes longer than the whole answer may."""
    bound = subject.bound_by(objective)
    for function in subject.all(Function):
        took = p99_ms(function) if objective.percentile >= 99 else function.work_ms
        if function.name in bound and took > objective.milliseconds:
            text = f"{function.name} alone takes {took:g} ms; the objective is {objective.milliseconds:g} ms."
            yield RULE.found(place, text, evidence=f"{took:g} ms")
            return
