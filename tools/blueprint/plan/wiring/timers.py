"""Schedules: when they start what."""

from __future__ import annotations

import re

from tools.blueprint.plan.completion import dead_letter_of
from tools.blueprint.plan.draft import Draft, granted
from tools.blueprint.plan.model import Role, Statement, Timer
from tools.blueprint.plan.wiring.goals import SERVICES, goal_of
from tools.blueprint.plan.wiring.rules import RULE_MAX_AGE_S, RULE_RETRIES, add_rule
from tools.design.components import Schedule
from tools.design.links import Link

_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


def wire_schedule(draft: Draft, link: Link) -> None:
    """A timer; a rule of the default bus where the target is outside. One-off schedules get only their role."""
    schedule = draft.graph[link.source]
    assert isinstance(schedule, Schedule)
    if schedule.mode == "recurring" and draft.graph[link.target].kind == "external":
        add_rule(draft, link, None, {}, schedule=expression_of(schedule))
        return
    dead_letter = dead_letter_of(draft.graph, link)
    keeps = granted("schedule", "deliver", draft.graph[dead_letter]) or () if dead_letter else ()
    if schedule.mode == "one-off":
        _add_one_off_role(draft, schedule, link, keeps)
        return
    goal = goal_of(draft, "schedule", link)
    if goal is None or goal.role is None:
        return
    if any((t.schedule, t.goal.component) == (schedule.name, link.target) for t in draft.timers):
        return
    draft.add_role(Role(goal.role, link.target, "schedule-deliver", SERVICES["schedule"], keeps))
    semantics = draft.graph.semantics(link)
    draft.timers.append(
        Timer(
            draft.free_id(draft.ids[schedule.name], ""),
            schedule.name,
            goal,
            expression_of(schedule),
            schedule.timezone,
            RULE_RETRIES if semantics.retries is None else min(semantics.retries, RULE_RETRIES),
            RULE_MAX_AGE_S if semantics.max_age_s is None else max(60, min(semantics.max_age_s, RULE_MAX_AGE_S)),
            dead_letter,
        )
    )


def _add_one_off_role(draft: Draft, schedule: Schedule, link: Link, keeps: tuple[Statement, ...]) -> None:
    starts = granted("schedule", "deliver", draft.graph[link.target])
    if starts is None:
        draft.notes.append(f"{schedule.name} cannot start {link.target} by itself: put a function between them.")
        return
    identity = f"{draft.ids[schedule.name]}DeliverRole"
    draft.add_role(Role(identity, schedule.name, "deliver", SERVICES["schedule"], (*starts, *keeps)))


def expression_of(schedule: Schedule) -> str:
    """`rate(5 minutes)`, or six-field `cron(...)`; a schedule that says nothing starts once a day."""
    if schedule.every_minutes is not None:
        return rate_of(schedule.every_minutes)
    fields = schedule.cron.split()
    return cron_of(fields) if len(fields) == 5 else "rate(1 day)"


def rate_of(minutes: int) -> str:
    """An interval in the largest unit that holds it whole."""
    for size, unit in ((1440, "day"), (60, "hour")):
        if minutes % size == 0:
            count = minutes // size
            return f"rate({count} {unit}{'s' * (count != 1)})"
    return f"rate({minutes} minute{'s' * (minutes != 1)})"


def cron_of(fields: list[str]) -> str:
    """A five-field expression in six fields: weekdays by name, and `?` in the day field that says nothing."""
    minute, hour, day, month, weekday = fields
    if weekday in ("*", "?"):
        return f"cron({minute} {hour} {'*' if day == '?' else day} {month} ? *)"
    return f"cron({minute} {hour} ? {month} {_weekdays(weekday)} *)"


def _weekdays(field: str) -> str:
    """Weekdays counted from Sunday 0 (7 is Sunday too), by name: the provider counts from 1."""
    return re.sub(r"(?<![\d/#])\d(?!\d)", lambda match: _DAYS[int(match[0]) % 7], field.upper())
