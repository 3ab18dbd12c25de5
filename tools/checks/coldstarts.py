"""What is known and decided about the cold starts of a function."""

from __future__ import annotations

from math import ceil

from tools.catalog.coldstarts import cold_start
from tools.catalog.runtimes import UnsuitableRuntimeError, newest
from tools.checks.findings import Mend
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Function
from tools.design.decisions import Decision


def cold_p99_ms(subject: Subject, function: Function) -> float | None:
    """99th percentile of the initialisation, milliseconds: the figure given, else the catalog's for its runtime."""
    given = subject.figures.cold_start_p99_ms.get(function.name)
    if given is not None or subject.requirements.provider.value != "aws":
        return given
    try:
        runtime = function.runtime or newest(function.language, subject.on).id
        return cold_start(runtime, function.architecture, function.package, function.memory_mb).p99_ms
    except UnsuitableRuntimeError:
        return None


def decision_on(subject: Subject, function: Function) -> Decision | None:
    """The decision that speaks of cold starts and names the function, what calls it, or no component at all."""
    callers = {wire.link.source for wire in subject.incoming(function.name)}
    for decision in subject.design.decisions:
        names = set(decision.components)
        text = f"{decision.id} {decision.question} {decision.chosen} {decision.because}".lower().replace("-", " ")
        if "cold start" in text and (not names or function.name in names or names & callers):
            return decision
    return None


def takes_snapshots(subject: Subject, function: Function) -> bool:
    """Whether the function's runtime can start from a snapshot of an initialised environment."""
    if function.package == "image" or function.placement == "edge":
        return False
    if not function.runtime:
        return any(first.startswith(function.language) for first in subject.limits.snapshot_runtimes)
    family, version = _split(function.runtime)
    return any(
        family == known and version >= first
        for known, first in (_split(text.rstrip("+")) for text in subject.limits.snapshot_runtimes)
    )


def best_mend(subject: Subject, function: Function) -> Mend | None:
    """A snapshot where the runtime takes one, else as many warm environments as are busy at the peak, where known."""
    if takes_snapshots(subject, function) and function.provisioned_concurrency == 0:
        return setting(function.name, cold_start="snapstart")
    busy = subject.figures.peak_concurrency.get(function.name)
    if busy is None or function.placement == "edge":
        return None
    return setting(function.name, cold_start="provisioned", provisioned_concurrency=max(1, ceil(busy)))


def _split(runtime: str) -> tuple[str, tuple[int, ...]]:
    """`python3.12` as its family and its version, which compares as numbers."""
    family = runtime.rstrip("0123456789.x")
    digits = runtime[len(family) :].replace("x", "").strip(".")
    return family, tuple(int(part) for part in digits.split(".") if part.isdigit())
