"""Short, frequent processes run on the cheaper kind of workflow."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import WorkflowEngine
from tools.design.workflows import Approval, Callback, walk

RULE = Rule(
    id="SL-X91",
    title="A short process that runs many times a second is an express workflow",
    severity="info",
    reason="A standard workflow is paid for by the step, and its starts are limited to hundreds a second.",
    fix="propose",
    remedy="Make it express, and its steps idempotent: an express workflow may run them twice.",
    proves=("cost-budget", "coordination"),
    weighs=True,
)

BUSY_RPS = 50.0
SHORT_S = 60.0


def findings(subject: Subject) -> Iterator[Finding]:
    """Standard workflows that are short, wait for nobody and are started often."""
    for engine in subject.all(WorkflowEngine):
        if engine.durability != "standard" or engine.work_s > SHORT_S:
            continue
        steps = walk(subject.graph.workflow(engine.definition).steps)
        waits = any(isinstance(step, Approval | Callback) for step in steps)
        if not waits and subject.peak_rps(engine.name) > BUSY_RPS:
            peak = subject.peak_rps(engine.name)
            text = f"{engine.name} lasts {engine.work_s:g} s and starts {peak:.0f} times a second at its peak."
            mend = setting(engine.name, durability="express")
            yield RULE.found(subject.place(engine, "durability"), text, evidence=f"{peak:.0f}/s", mend=mend)
