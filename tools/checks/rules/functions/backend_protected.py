"""Functions cannot overrun what has a known limit."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.checks.findings import Finding, Mend, Rule
from tools.checks.remedies import delivering, setting
from tools.checks.subject import Subject, Wire
from tools.design.components import External, Function

RULE = Rule(
    id="SL-L15",
    title="Concurrency is capped towards backends that cannot scale with it",
    severity="warning",
    reason="A burst of functions exhausts a partner's quota or a database's connections, and retries keep it down.",
    fix="propose",
    remedy="Reserve concurrency, or bound the deliveries under way, by what the backend takes.",
    sources=("CKV_AWS_115", "Well-Architected REL1"),
    weighs=True,
)

LEAST = 2
"""Least concurrency a queue's consumer can be held to."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Uncapped functions in front of a limited backend, and caps that let too much through."""
    for function in subject.all(Function):
        for wire in subject.outgoing(function.name, "call", "send", "read", "write"):
            if _most_rps(wire) is None:
                continue
            lasts_ms = subject.figures.duration_ms.get(function.name, _stated_ms(subject, function))
            bound = _bound(wire, lasts_ms, _batch(subject, function))
            cap, most = _cap(subject, function), max(bound, LEAST, _expected(subject, function))
            if cap is None or cap > most:
                yield _uncapped(subject, function, wire, cap, most)
                break


def _batch(subject: Subject, function: Function) -> int:
    """Most messages of one execution."""
    polled = [w.semantics.batch_size for w in subject.incoming(function.name, "trigger") if w.semantics.mode == "poll"]
    return max(polled, default=1)


def _most_rps(wire: Wire) -> float | None:
    """Calls a second that what a link leads to stands; None where it has no limit."""
    return wire.target.max_rps if isinstance(wire.target, External) else None


def _bound(wire: Wire, lasts_ms: float, batch: int) -> int:
    """Executions at once, each so long and with a full batch, that the backend stands."""
    calls_per_s = batch * max(wire.link.ratio, 1e-9) * 1000 / lasts_ms
    return int((_most_rps(wire) or 0.0) / calls_per_s)


def _stated_ms(subject: Subject, function: Function) -> float:
    """How long one execution lasts at least: as it says, or as long as what it waits for outside."""
    calls = subject.outgoing(function.name, "call")
    waits = sum(w.target.latency_ms * w.link.ratio for w in calls if isinstance(w.target, External))
    return max(function.work_ms, waits)


def _expected(subject: Subject, function: Function) -> int:
    """Executions at once that a cap must let through, since nothing holds what is refused; 0 behind queues alone."""
    starts = subject.incoming(function.name, "trigger", "call")
    if starts and all(wire.source.kind == "queue" for wire in starts):
        return 0
    return ceil(subject.figures.peak_concurrency.get(function.name, 0.0))


def _cap(subject: Subject, function: Function) -> int | None:
    """Most executions at once; None where nothing bounds them."""
    if function.reserved_concurrency is not None:
        return function.reserved_concurrency
    bounds = [wire.semantics.max_concurrency for wire in subject.incoming(function.name, "trigger", "call")]
    return sum(b for b in bounds if b is not None) if bounds and None not in bounds else None


def _uncapped(subject: Subject, function: Function, wire: Wire, cap: int | None, bound: int) -> Finding:
    now = "Any number of" if cap is None else f"Up to {cap}"
    return RULE.found(
        subject.place(function, "reserved_concurrency"),
        f"{now} executions of {function.name} may hit {wire.link.target} at once, which stands about {bound}.",
        evidence="none" if cap is None else cap,
        mend=_capping(subject, function, wire, bound),
    )


def _capping(subject: Subject, function: Function, wire: Wire, bound: int) -> Mend | None:
    """A queue hands over one message at a time, so that a cap on deliveries is a cap on calls."""
    starts = subject.incoming(function.name, "trigger", "call")
    if len(starts) == 1 and starts[0].source.kind == "queue":
        single = max(LEAST, _bound(wire, _stated_ms(subject, function), 1) or bound)
        most = subject.limits.queue_concurrency or single
        return delivering(subject, starts[0], batch_size=1, max_concurrency=min(single, most))
    return setting(function.name, reserved_concurrency=bound)
