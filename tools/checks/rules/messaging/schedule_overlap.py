"""A scheduled run ends before the next begins."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.checks.timing import longest_s, p99_ms
from tools.design.components import Component, Container, Etl, Function, Schedule, WorkflowEngine

RULE = Rule(
    id="SL-X44",
    title="A schedule says when, and its runs end before the next begin",
    severity="warning",
    reason="Runs that overlap work on the same data at once and pile up when one is slow.",
    fix="propose",
    remedy="Run less often, make runs shorter, or hold the target to one execution at a time.",
)

DAY_S = 86_400.0


def findings(subject: Subject) -> Iterator[Finding]:
    """Schedules without a readable time, and ones that come round before their target is done."""
    for schedule in subject.all(Schedule):
        if schedule.mode == "one-off":
            continue
        starts = _starts(schedule)
        if isinstance(starts, str):
            place = subject.place(schedule, "cron")
            text = f"{schedule.name} does not say when it runs: {starts}."
            yield RULE.found(place, text, evidence=schedule.cron or "none", severity="error", fix="ask")
            continue
        gap = _shortest_gap(starts) if schedule.every_minutes is None else 60.0 * schedule.every_minutes
        for wire in subject.outgoing(schedule.name, "trigger"):
            busy = _busy_s(wire.target)
            if busy > gap:
                text = f"{schedule.name} starts {wire.link.target} every {gap:g} s; one run may take {busy:g} s."
                place = subject.place(schedule, "every_minutes" if schedule.every_minutes else "cron")
                yield RULE.found(place, text, evidence=f"{gap:g} s")


def _starts(schedule: Schedule) -> tuple[float, ...] | str:
    """Seconds of the day at which it starts, or why nobody can tell."""
    from tools.workload.cron import CronError, starts_of  # loaded only where there is a schedule

    try:
        return starts_of(schedule).seconds
    except CronError as error:
        return str(error)


def _shortest_gap(starts: tuple[float, ...]) -> float:
    gaps = [after - before for before, after in zip(starts, (*starts[1:], starts[0] + DAY_S), strict=True)]
    return min(gaps, default=DAY_S)


def _busy_s(target: Component) -> float:
    """How long a run may take; 0 for what runs one at a time or is only handed a message."""
    if isinstance(target, Function):
        return p99_ms(target) / 1000 if target.reserved_concurrency != 1 else 0.0
    if isinstance(target, Container):
        return longest_s(target) if target.max_tasks > 1 else 0.0
    return target.work_s if isinstance(target, WorkflowEngine | Etl) else 0.0
