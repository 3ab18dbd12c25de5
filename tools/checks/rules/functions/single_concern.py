"""A function does one thing."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-X05",
    title="A function does one thing: few resources served, few parts touched",
    severity="warning",
    reason="A function that does everything starts slowly, scales as one, fails as one and may do what any part may.",
    fix="propose",
    remedy="Split it along what it serves; let an event or a workflow join the pieces.",
    sources=("Well-Architected REL3",),
    proves=("single-concern",),
)

MOST_TARGETS = 6
"""Parts one function may read, write, call or send to, secrets and parameters apart."""
MOST_RESOURCES = 3
"""Resources (first segment of a route) one function may serve."""
_SUPPORTING = frozenset({"secret", "parameter"})


def findings(subject: Subject) -> Iterator[Finding]:
    """Functions that touch too many parts or serve too many resources."""
    for function in subject.all(Function):
        touched = {w.link.target for w in subject.outgoing(function.name) if w.target.kind not in _SUPPORTING}
        served = {
            resource for w in subject.incoming(function.name, "trigger") for resource in _resources(w.link.matches)
        }
        if len(touched) > MOST_TARGETS:
            text = f"{function.name} touches {len(touched)} parts: {', '.join(sorted(touched))}."
            yield RULE.found(subject.place(function), text, evidence=len(touched))
        elif len(served) > MOST_RESOURCES:
            text = f"{function.name} serves {len(served)} resources: {', '.join(sorted(served))}."
            yield RULE.found(subject.place(function), text, evidence=len(served))


def _resources(matches: tuple[str, ...]) -> Iterator[str]:
    for match in matches:
        _, slash, rest = match.partition(" /")
        if slash and rest:
            yield rest.split("/")[0]
