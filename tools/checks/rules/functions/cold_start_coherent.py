"""What is done about cold starts can be done with this function."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.checks.coldstarts import takes_snapshots
from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-X03",
    title="The chosen cure for cold starts is one the function can have, and is switched on",
    severity="error",
    reason="A snapshot of an unsupported runtime does not deploy; warm environments that number zero warm nothing.",
    fix="propose",
    remedy="Match `cold_start`, `provisioned_concurrency` and the runtime.",
    proves=("no-ignored-cold-start",),
    weighs=True,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Snapshots that cannot be taken, provisioning of nothing, and both cures at once."""
    for function in subject.all(Function):
        warm = function.provisioned_concurrency
        if function.cold_start == "snapstart" and not takes_snapshots(subject, function):
            text = f"{function.name} ({_runtime(function)}) cannot start from a snapshot."
            yield RULE.found(subject.place(function, "cold_start"), text, evidence="snapstart")
        elif function.cold_start == "snapstart" and warm > 0:
            text = f"{function.name} cannot start from a snapshot and keep {warm} environments warm as well."
            yield RULE.found(
                subject.place(function, "provisioned_concurrency"),
                text,
                evidence=warm,
                mend=setting(function.name, provisioned_concurrency=0),
            )
        elif function.cold_start == "provisioned" and warm == 0:
            yield _empty(subject, function)
        elif function.cold_start == "tolerated" and warm > 0:
            text = f"{function.name} keeps {warm} environments warm and yet says that cold starts are tolerated."
            mend = setting(function.name, cold_start="provisioned")
            place = subject.place(function, "cold_start")
            yield RULE.found(place, text, evidence="tolerated", severity="warning", fix="auto", mend=mend)


def _empty(subject: Subject, function: Function) -> Finding:
    busy = subject.figures.peak_concurrency.get(function.name)
    return RULE.found(
        subject.place(function, "provisioned_concurrency"),
        f"{function.name} says that it keeps environments warm and keeps none.",
        evidence=0,
        mend=setting(function.name, provisioned_concurrency=max(1, ceil(busy))) if busy is not None else None,
    )


def _runtime(function: Function) -> str:
    if function.package == "image":
        return "a container image"
    return function.runtime or function.language
