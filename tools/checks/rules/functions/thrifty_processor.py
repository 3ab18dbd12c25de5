"""Functions run on the cheaper processor."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-X13",
    title="A function runs on arm64 unless something it needs does not",
    severity="info",
    reason="A millisecond on arm64 costs a fifth less, and most work is no slower there.",
    fix="propose",
    remedy="Run on arm64; check libraries with compiled parts first.",
    sources=("Well-Architected COST6",),
    proves=("cost-budget",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Regional functions on x86_64 without an image or layer that might ask for it."""
    if subject.requirements.provider.value != "aws":
        return
    for function in subject.all(Function):
        bound = function.placement == "edge" or function.package == "image" or function.layers
        if function.architecture == "x86_64" and not bound:
            text = f"{function.name} runs on x86_64, and nothing in the design says why."
            mend = setting(function.name, architecture="arm64")
            yield RULE.found(subject.place(function, "architecture"), text, evidence="x86_64", mend=mend)
