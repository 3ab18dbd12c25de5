"""A function's timeout leaves room for its slowest ordinary runs."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.checks.timing import p99_ms
from tools.design.components import Function

RULE = Rule(
    id="SL-L13",
    title="A function's timeout leaves room for its slowest ordinary runs, and not for hung ones",
    severity="warning",
    reason="A timeout below the slowest runs kills good work; one far above them pays for calls that hang.",
    fix="propose",
    remedy="Set the timeout to about twice the 99th percentile of the work.",
    sources=("serverless-rules ES1006", "cdk-nag Serverless-LambdaDefaultTimeout"),
    proves=("no-long-running-function",),
)

TIGHT = 0.8
"""Share of the timeout that the slowest ordinary runs may take."""
LOOSE = 60
"""How many times the slowest ordinary runs the timeout may be, where that is longer than `HUNG_S`."""
HUNG_S = 120


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions whose timeout is too close to, below, or absurdly far above the 99th percentile of their work."""
    for function in subject.all(Function):
        p99_s = p99_ms(function) / 1000
        better = min(max(ceil(2 * p99_s), 3), int(subject.limits.function_max_s))
        if p99_s > subject.limits.function_max_s:
            continue
        if p99_s > TIGHT * function.timeout_s and better > function.timeout_s:
            kills = p99_s >= function.timeout_s
            yield RULE.found(
                subject.place(function, "timeout_s"),
                f"{function.name} times out after {function.timeout_s:g} s and its slowest runs take {p99_s:g} s.",
                evidence=function.timeout_s,
                severity="error" if kills else "warning",
                mend=setting(function.name, timeout_s=float(better)),
            )
        elif function.timeout_s > HUNG_S and function.timeout_s > LOOSE * p99_s:
            yield RULE.found(
                subject.place(function, "timeout_s"),
                f"{function.name} may hang for {function.timeout_s:g} s although its slowest runs take {p99_s:g} s.",
                evidence=function.timeout_s,
                severity="info",
                mend=setting(function.name, timeout_s=float(better)),
            )
