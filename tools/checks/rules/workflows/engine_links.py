"""A workflow may use what its steps use."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import linking
from tools.checks.subject import StepAt, Subject
from tools.design.components import Component, WorkflowEngine
from tools.design.links import Link, LinkKind
from tools.design.workflows import Approval, Callback, Task

RULE = Rule(
    id="SL-X57",
    title="A workflow is linked to every component its steps use",
    severity="error",
    reason="Permissions, load and cost follow from the links: a step without one is refused, uncounted and unpriced.",
    fix="auto",
    remedy="Link the workflow to the component.",
    proves=("least-privilege",),
)

_KINDS: dict[str, LinkKind] = {
    "queue": "send",
    "topic": "send",
    "bus": "send",
    "stream": "send",
    "delivery-stream": "send",
    "mail": "send",
    "table": "write",
    "bucket": "write",
    "database": "write",
    "search-index": "write",
    "timeseries": "write",
}
_READS = frozenset({"get", "list", "search", "query", "read"})


def findings(subject: Subject) -> Iterator[Finding]:
    """Components that steps, their compensations included, use without a link from the workflow that runs them."""
    for name, engines in subject.engines.items():
        uses = _uses(subject.steps_of(name))
        for engine in engines:
            joined = {wire.link.target for wire in subject.outgoing(engine.name)}
            for component, (at, field) in uses.items():
                if component not in joined:
                    text = f"{at.step.name} of {engine.name} uses {component}, to which no link leads."
                    mend = linking(_link(engine, subject.graph[component], at))
                    yield RULE.found(subject.step_place(at, field), text, evidence=component, mend=mend)


def _uses(steps: list[StepAt]) -> dict[str, tuple[StepAt, str]]:
    """Components used, each with the first step that uses it and the field that names it."""
    found: dict[str, tuple[StepAt, str]] = {}
    for at in steps:
        if isinstance(at.step, Task | Approval | Callback):
            found.setdefault(at.step.component, (at, "component"))
        if isinstance(at.step, Task) and at.step.compensate is not None:
            found.setdefault(at.step.compensate, (at, "compensate"))
    return found


def _link(engine: WorkflowEngine, target: Component, at: StepAt) -> Link:
    kind = _KINDS.get(target.kind, "call")
    action = at.step.action if isinstance(at.step, Task) else "send"
    if kind == "write" and action.split("-")[0] in _READS:
        kind = "read"
    return Link(kind=kind, source=engine.name, target=target.name)
