"""The kind of workflow fits what it does."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import WorkflowEngine
from tools.design.workflows import Approval, Callback, Map, Step, Wait, Workflow, walk

RULE = Rule(
    id="SL-W05",
    title="The kind of workflow fits its duration, its steps, and the history it writes",
    severity="error",
    reason="The limit strikes in production, with real data: the execution is cut off where it stands.",
    fix="propose",
    remedy="Use a standard workflow; run large maps distributed, as executions of their own.",
    proves=("no-long-running-function", "coordination"),
    weighs=True,
)

EVENTS_PER_ITEM = 8
"""History events one item of an inline map adds at least: entering and leaving the iteration, and a task of five."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Express workflows that last too long or wait, synchronous standard ones, and histories that overflow."""
    for engine in subject.all(WorkflowEngine):
        definition = subject.graph.workflow(engine.definition)
        if engine.durability == "express":
            yield from _judged_express(subject, engine, definition)
        elif engine.synchronous:
            text = f"{engine.name} is standard, and nobody can wait for a standard workflow's result."
            place = subject.place(engine, "synchronous")
            yield RULE.found(place, text, evidence=True, mend=setting(engine.name, synchronous=False))
        else:
            yield from _judged_history(subject, engine, definition)


def _judged_express(subject: Subject, engine: WorkflowEngine, definition: Workflow) -> Iterator[Finding]:
    limit = subject.limits.express_max_s
    mean_s = subject.figures.workflow_mean_s.get(definition.name, engine.work_s)
    mend = setting(engine.name, durability="standard", synchronous=False)
    place = subject.place(engine, "durability")
    waiting = next((step for step in walk(definition.steps) if isinstance(step, Approval | Callback)), None)
    pause = next((s for s in walk(definition.steps) if limit is not None and _pauses_for(s) >= limit), None)
    if waiting is not None:
        text = f"{engine.name} is express and cannot wait for an answer, as {waiting.name} does."
        yield RULE.found(place, text, evidence=waiting.kind, mend=mend)
    elif limit is not None and (mean_s > limit or pause is not None):
        longest = max(mean_s, _pauses_for(pause) if pause is not None else 0.0)
        text = f"{engine.name} is express, lasts {longest:g} s and is cut off after {limit:g} s."
        yield RULE.found(place, text, evidence=f"{longest:g} s", mend=mend)


def _judged_history(subject: Subject, engine: WorkflowEngine, definition: Workflow) -> Iterator[Finding]:
    most = subject.limits.workflow_history_events
    known = subject.figures.workflow_history_events.get(definition.name)
    events = known if known is not None else _inline_events(definition)
    if most is not None and events > most:
        text = f"One execution of {engine.name} writes about {events:.0f} history events; {most} are possible."
        yield RULE.found(subject.place(engine, "definition"), text, evidence=f"{events:.0f} events")


def _inline_events(definition: Workflow) -> float:
    maps = (step for step in walk(definition.steps) if isinstance(step, Map) and step.mode == "inline")
    return sum(step.mean_items * EVENTS_PER_ITEM * len(walk(step.body.steps)) for step in maps)


def _pauses_for(step: Step) -> float:
    return step.seconds or 0.0 if isinstance(step, Wait) else 0.0
