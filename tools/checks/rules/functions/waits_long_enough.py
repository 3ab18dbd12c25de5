"""A caller waits at least as long as what it calls may take."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject, Wire
from tools.design.components import External, Function

RULE = Rule(
    id="SL-X11",
    title="A function's timeout covers what it waits for",
    severity="warning",
    reason="A caller that gives up first retries work that is still running: the load doubles when it hurts most.",
    fix="propose",
    remedy="Raise the caller's timeout above the callee's, or lower the callee's.",
    sources=("Well-Architected REL5",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Synchronous calls whose caller times out before its callee may answer."""
    for function in subject.all(Function):
        for wire in subject.outgoing(function.name, "call"):
            needed = _needed_s(wire)
            if needed is not None and wire.is_awaited and function.timeout_s < needed:
                better = min(ceil(needed) + 1, subject.limits.function_max_s)
                yield RULE.found(
                    subject.place(function, "timeout_s"),
                    f"{function.name} gives up after {function.timeout_s:g} s, {wire.link.target} after {needed:g} s.",
                    evidence=function.timeout_s,
                    mend=setting(function.name, timeout_s=float(better)),
                )
                break


def _needed_s(wire: Wire) -> float | None:
    if isinstance(wire.target, Function):
        return wire.target.timeout_s
    return wire.target.latency_ms / 1000 if isinstance(wire.target, External) else None
