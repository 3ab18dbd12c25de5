"""Somebody decided what is done about cold starts wherever people wait."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.coldstarts import best_mend, cold_p99_ms, decision_on
from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.checks.timing import p99_ms
from tools.design.components import Function

RULE = Rule(
    id="SL-X02",
    title="A function that people wait for has a decision about cold starts that its latency objective bears out",
    severity="error",
    reason="A first request after a lull or during a burst waits for initialisation; the slowest percent notice.",
    fix="propose",
    remedy="Start from a snapshot, keep environments warm, or record why the latency of a cold start is acceptable.",
    sources=("Well-Architected PERF2",),
    proves=("no-ignored-cold-start",),
    weighs=True,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Tolerated cold starts that break an objective, or that nobody decided to tolerate."""
    for function in subject.all(Function):
        if function.name in subject.people_wait_for and function.cold_start == "tolerated":
            yield from _judged(subject, function)


def _judged(subject: Subject, function: Function) -> Iterator[Finding]:
    place = subject.place(function, "cold_start")
    objectives = subject.objectives.get(function.name, [])
    cold_ms = cold_p99_ms(subject, function)
    share = subject.figures.cold_start_share.get(function.name)
    if not objectives or cold_ms is None:
        if decision_on(subject, function) is None:
            text = f"{function.name} answers people, and nobody decided what is done about its cold starts."
            yield RULE.found(place, text, evidence=function.cold_start, mend=best_mend(subject, function))
        return
    for _, objective in objectives:
        touches = share is None or share > 1 - objective.percentile / 100
        if touches and cold_ms + p99_ms(function) > objective.milliseconds:
            text = (
                f"{function.name} starts cold in up to {cold_ms:g} ms and then works for up to {p99_ms(function):g} ms;"
                f" the objective is {objective.milliseconds:g} ms."
            )
            yield RULE.found(place, text, evidence=function.cold_start, mend=best_mend(subject, function))
            return
