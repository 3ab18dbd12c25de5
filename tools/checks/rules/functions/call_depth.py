"""Functions do not wait for functions that wait for functions."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-X09",
    title="At most two functions wait for one another in a row",
    severity="warning",
    reason="Each waiting function is paid while it waits; latencies and cold starts add up, availabilities multiply.",
    fix="propose",
    remedy="Join the functions, hand the work over through a queue or event, or let a workflow call them in turn.",
    sources=("Well-Architected COST5", "Well-Architected REL4"),
    proves=("coordination", "no-long-running-function"),
)

DEEPEST = 2


def findings(subject: Subject) -> Iterator[Finding]:
    """The longest chain of synchronous calls from each function that none calls, where it is too long."""
    for function in subject.all(Function):
        if any(isinstance(wire.source, Function) and wire.is_awaited for wire in subject.incoming(function.name)):
            continue
        chain = _longest_chain(subject, function.name, ())
        if len(chain) > DEEPEST:
            text = f"{len(chain)} functions wait for one another: {' -> '.join(chain)}."
            yield RULE.found(subject.place(function), text, evidence=len(chain))


def _longest_chain(subject: Subject, name: str, above: tuple[str, ...]) -> tuple[str, ...]:
    here = (*above, name)
    if len(here) > 2 * DEEPEST + 4:
        return here
    longest = here
    for wire in subject.outgoing(name, "call"):
        if isinstance(wire.target, Function) and wire.is_awaited and wire.link.target not in here:
            longest = max(longest, _longest_chain(subject, wire.link.target, here), key=len)
    return longest
