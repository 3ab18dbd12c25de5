"""A function is in a private network only for something private."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import ComponentBase, External, Function, Stream, TimeSeries

RULE = Rule(
    id="SL-L22",
    title="A function is in a private network only where it reaches something private",
    severity="warning",
    reason="A network adds address translation at an hourly price, slower starts, and one more thing that can fail.",
    fix="propose",
    remedy="Take the function out of the network.",
    sources=("CKV_AWS_117", "FSBP Lambda.5"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions in a network that are joined to nothing in it."""
    for function in subject.all(Function):
        if function.network is None or _reaches_private(subject, function):
            continue
        yield RULE.found(
            subject.place(function, "network"),
            f"{function.name} is in {function.network} and reaches nothing that is private there.",
            evidence=function.network,
            mend=setting(function.name, network=None),
        )


def _reaches_private(subject: Subject, function: Function) -> bool:
    ends = [w.target for w in subject.outgoing(function.name)] + [w.source for w in subject.incoming(function.name)]
    return any(map(_is_private, ends))


def _is_private(end: ComponentBase) -> bool:
    """Whether something has no address outside a network; time series and Kafka are placed in one without naming it."""
    if isinstance(end, External):
        return end.role == "on-premises"
    if isinstance(end, Stream):
        return end.engine == "kafka"
    return isinstance(end, TimeSeries) or getattr(end, "network", None) is not None
