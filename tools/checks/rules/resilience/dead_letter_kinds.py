"""What sends dead letters can send them there."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject, Wire
from tools.design.components import Component, Function, Queue, Topic, WorkflowEngine

RULE = Rule(
    id="SL-X33",
    title="Dead letters go where their source can send them, and where nothing takes them for new work",
    severity="error",
    reason="A dead-letter target of the wrong kind does not deploy; one that is a work queue feeds failures back in.",
    fix="ask",
    remedy="Name a standard dead-letter queue (a FIFO one for a FIFO topic).",
    proves=("no-single-point-of-failure",),
)

_ACCEPTED: dict[str, tuple[str, ...]] = {
    "bus": ("queue",),
    "schedule": ("queue",),
    "topic": ("queue",),
    "stream": ("queue", "topic", "bucket"),
    "table": ("queue", "topic", "bucket"),
    "queue": ("queue",),
}


def findings(subject: Subject) -> Iterator[Finding]:
    """Dead letters of links, functions and workflows that end in the wrong place."""
    for wire in subject.triggers:
        name = wire.semantics.dead_letter
        if name is not None:
            target = subject.graph[name]
            problem = _problem_of_link(wire, target) or _problem(target)
            if problem:
                text = f"What {wire.link.source} cannot deliver to {wire.link.target} goes to {name}, {problem}."
                yield RULE.found(wire.place("delivery", "dead_letter"), text, evidence=name)
    for owner in (*subject.all(Function), *subject.all(WorkflowEngine)):
        if owner.on_failure is not None:
            target = subject.graph[owner.on_failure]
            problem = "which is FIFO, and a failure destination cannot be" if _is_fifo(target) else _problem(target)
            if problem:
                text = f"What {owner.name} fails to handle goes to {target.name}, {problem}."
                yield RULE.found(subject.place(owner, "on_failure"), text, evidence=target.name)


def _problem_of_link(wire: Wire, target: Component) -> str:
    accepted = _ACCEPTED.get(wire.source.kind)
    if accepted is not None and target.kind not in accepted:
        return f"a {target.kind}, and a {wire.source.kind} sends its dead letters only to a {' or '.join(accepted)}"
    if accepted is None:
        return ""
    wanted = isinstance(wire.source, Topic) and wire.source.fifo
    if _is_fifo(target) != wanted:
        return "which is FIFO" if _is_fifo(target) else "which is not FIFO, and the topic is"
    return ""


def _problem(target: Component) -> str:
    return "which is a work queue" if isinstance(target, Queue) and target.role == "work" else ""


def _is_fifo(target: Component) -> bool:
    return isinstance(target, Queue | Topic) and target.fifo
