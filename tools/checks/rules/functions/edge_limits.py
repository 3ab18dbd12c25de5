"""A function at the edge stays within what the edge allows."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-X07",
    title="A function at the edge keeps to what runs there",
    severity="error",
    reason="The edge knows no private networks, layers, images or warm environments: such a function does not deploy.",
    fix="propose",
    remedy="Take the setting away, or run the function in the region.",
)

LONGEST_S = 30.0
"""Longest run of a function between a content network and its origin (Amazon CloudFront developer guide)."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Settings of edge functions that the edge does not have."""
    for function in subject.all(Function):
        if function.placement != "edge":
            continue
        for field, shown, plain in _offences(function):
            mend = setting(function.name, **{field: plain})
            text = f"{function.name} runs at the edge, where {shown} is not possible."
            yield RULE.found(subject.place(function, field), text, evidence=getattr(function, field), mend=mend)


def _offences(function: Function) -> Iterator[tuple[str, str, object]]:
    """Field, what it asks for in words, and the value that would be possible."""
    if function.network is not None:
        yield "network", "a private network", None
    if function.layers:
        yield "layers", "a layer", ()
    if function.package == "image":
        yield "package", "a container image", "zip"
    if function.provisioned_concurrency:
        yield "provisioned_concurrency", "provisioned concurrency", 0
    if function.reserved_concurrency is not None:
        yield "reserved_concurrency", "reserved concurrency", None
    if function.timeout_s > LONGEST_S:
        yield "timeout_s", f"a timeout of {function.timeout_s:g} s (at most {LONGEST_S:g})", LONGEST_S
