"""What a function could not handle goes somewhere when nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import dead_letters_for, setting, together
from tools.checks.subject import Subject, Wire
from tools.design.components import Function

RULE = Rule(
    id="SL-L08",
    title="A function that is invoked asynchronously has somewhere for its failures",
    severity="error",
    reason="After two retries the event is dropped, and nobody notices.",
    fix="auto",
    remedy="Send what fails for good to a dead-letter queue of its own.",
    sources=("CKV_AWS_116", "cdk-nag Serverless-LambdaDLQ", "serverless-rules ES1007"),
    proves=("no-single-point-of-failure",),
)

_HANDED_OVER = frozenset({"bus", "topic", "schedule"})
"""Sources whose own dead letters are what could not be delivered, not what the function failed to handle."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions with an asynchronous trigger and no failure destination."""
    for function in subject.all(Function):
        if function.on_failure is not None:
            continue
        lost = [wire for wire in subject.incoming(function.name, "trigger") if _loses(wire)]
        if lost:
            queue, added = dead_letters_for(subject, function.name)
            callers = ", ".join(dict.fromkeys(wire.link.source for wire in lost))
            yield RULE.found(
                subject.place(function, "on_failure"),
                f"What {function.name} fails to handle of what {callers} hands it is lost after its retries.",
                evidence="none",
                mend=together(added, setting(function.name, on_failure=queue)),
            )


def _loses(wire: Wire) -> bool:
    if wire.semantics.mode != "async":
        return False
    return wire.semantics.dead_letter is None or wire.source.kind in _HANDED_OVER
