"""A function does not conduct others: a workflow does."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Container, Etl, Function, Transcoder

RULE = Rule(
    id="SL-X10",
    title="A function does not conduct several other parts that do work",
    severity="warning",
    reason="Retries, timeouts and undoing end up in code, and the conductor is paid for while the others play.",
    fix="propose",
    remedy="Let a workflow call them, with retry, catch and compensation on each step.",
    proves=("coordination", "no-long-running-function"),
)

MOST = 1
_WORKERS = (Function, Container, Etl, Transcoder)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions that wait for more than one function, container or job."""
    for function in subject.all(Function):
        called = {
            wire.link.target: wire
            for wire in subject.outgoing(function.name, "call")
            if isinstance(wire.target, _WORKERS) and wire.is_awaited
        }
        if len(called) > MOST:
            text = f"{function.name} calls {', '.join(called)} in turn and waits for each."
            yield RULE.found(subject.place(function), text, evidence=len(called))
