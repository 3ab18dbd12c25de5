"""What an API waits for answers before the API gives up."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject, Wire
from tools.checks.timing import p99_ms
from tools.design.components import Api, Function

RULE = Rule(
    id="SL-A12",
    title="What an API waits for answers before the API gives up",
    severity="error",
    reason="The client gets an error while the function runs on and is paid for; then the client tries again.",
    fix="propose",
    remedy="Lower the timeout; or accept the request, answer at once, and work through a queue or workflow.",
    proves=("no-long-running-function",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions and workflows behind an API that may take longer than it waits."""
    for api in subject.all(Api):
        limit = subject.limits.rest_timeout_s if api.style == "rest" else subject.limits.http_timeout_s
        for wire in subject.outgoing(api.name, "trigger"):
            if limit is not None and wire.is_awaited:
                yield from _judged(subject, api, wire, limit)


def _judged(subject: Subject, api: Api, wire: Wire, limit: float) -> Iterator[Finding]:
    target = wire.target
    if isinstance(target, Function) and target.timeout_s > limit:
        works = p99_ms(target) / 1000
        text = f"{target.name} may take {target.timeout_s:g} s; {api.name} gives up after {limit:g} s."
        yield RULE.found(
            subject.place(target, "timeout_s"),
            text,
            evidence=target.timeout_s,
            severity="error" if works > limit else "warning",
            mend=setting(target.name, timeout_s=limit - 1) if works < limit - 1 else None,
        )
    elif target.kind == "workflow" and target.synchronous and target.work_s > limit:
        text = f"{target.name} takes {target.work_s:g} s on average; {api.name} gives up after {limit:g} s."
        yield RULE.found(subject.place(target, "work_s"), text, evidence=target.work_s)
