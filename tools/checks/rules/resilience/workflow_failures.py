"""A workflow that fails tells somebody."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import dead_letters_for, setting, together
from tools.checks.subject import Subject
from tools.design.components import WorkflowEngine
from tools.design.workflows import Approval, Callback, Map, Parallel, Task

RULE = Rule(
    id="SL-X32",
    title="A workflow that nobody waits for has somewhere for its failed executions",
    severity="error",
    reason="A failed execution is a line in a console nobody has open; the order behind it just stops.",
    fix="auto",
    remedy="Send failed executions to a queue that is watched.",
    sources=("Well-Architected REL11",),
    proves=("no-single-point-of-failure",),
)

_FALLIBLE = (Task, Approval, Callback, Parallel, Map)


def findings(subject: Subject) -> Iterator[Finding]:
    """Standard workflows without a failure destination, and unattended express ones with uncaught failures."""
    for engine in subject.all(WorkflowEngine):
        if engine.durability == "standard" and engine.on_failure is None:
            queue, added = dead_letters_for(subject, engine.name)
            yield RULE.found(
                subject.place(engine, "on_failure"),
                f"Failed executions of {engine.name} go unnoticed.",
                evidence="none",
                mend=together(added, setting(engine.name, on_failure=queue)),
            )
        elif engine.durability == "express" and not engine.synchronous and _leaks(subject, engine):
            yield RULE.found(
                subject.place(engine, "durability"),
                f"{engine.name} is express and nobody waits for it: an uncaught failure leaves only a log line.",
                evidence="express",
                fix="propose",
                remedy="Make it a standard workflow with a failure destination, or catch the failures of each step.",
            )


def _leaks(subject: Subject, engine: WorkflowEngine) -> bool:
    definition = subject.graph.workflow(engine.definition)
    return any(isinstance(step, _FALLIBLE) and not step.catch for step in definition.steps)
