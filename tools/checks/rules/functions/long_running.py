"""Nothing that takes longer than a function may live runs in a function."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.checks.timing import p99_ms
from tools.design.components import Function

RULE = Rule(
    id="SL-X01",
    title="No function does work that outlives the longest time a function may run",
    severity="error",
    reason="The platform kills a function at its limit: the work is lost, then retried from the start, and never ends.",
    fix="propose",
    remedy="Move the work to a container job, or cut it into the steps of a workflow.",
    proves=("no-long-running-function",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions whose timeout or whose slowest runs exceed what the platform allows."""
    limit = subject.limits.function_max_s
    for function in subject.all(Function):
        if function.timeout_s > limit:
            yield RULE.found(
                subject.place(function, "timeout_s"),
                f"{function.name} may run for {function.timeout_s:g} s; a function lives at most {limit:g} s.",
                evidence=function.timeout_s,
            )
        elif p99_ms(function) > limit * 1000:
            known = "work_p99_ms" if function.work_p99_ms is not None else "work_ms"
            yield RULE.found(
                subject.place(function, known),
                f"{function.name} needs up to {p99_ms(function) / 1000:g} s; a function lives at most {limit:g} s.",
                evidence=getattr(function, known),
            )
