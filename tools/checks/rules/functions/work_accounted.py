"""A function's working time counts what it waits for."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import External, Function

RULE = Rule(
    id="SL-X12",
    title="A function's mean duration includes the calls it waits for",
    severity="warning",
    reason="Waiting is paid for and counts as concurrency: left out, bill and limits look better than they are.",
    fix="propose",
    remedy="Add the latency of the calls to the mean duration.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions whose mean duration is shorter than the calls they make, times how often."""
    for function in subject.all(Function):
        waits = [
            wire.link.ratio * (wire.target.latency_ms if isinstance(wire.target, External) else wire.target.work_ms)
            for wire in subject.outgoing(function.name, "call")
            if wire.is_awaited and isinstance(wire.target, External | Function)
        ]
        longest = max(waits, default=0.0)
        if function.work_ms < longest:
            text = f"{function.name} works {function.work_ms:g} ms on average and waits {longest:g} ms for one call."
            mend = setting(function.name, work_ms=function.work_ms + sum(waits))
            yield RULE.found(subject.place(function, "work_ms"), text, evidence=function.work_ms, mend=mend)
