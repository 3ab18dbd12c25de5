"""Long work is done where it can last."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

RULE = Rule(
    id="SL-X84",
    title="Work that outlives a function is done by a container, a job or a workflow",
    severity="error",
    reason="A function is killed at its limit, however far it got.",
    fix="ask",
    remedy="Run it as a container job, a managed transformation, or a workflow that cuts it into steps.",
    proves=("no-long-running-function",),
)

_LASTING = frozenset(
    {"container", "workflow", "etl", "transcoder", "query-engine", "warehouse", "external", "ai-service"}
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Long pieces of work whose capability only functions serve, or that nothing in the system could do."""
    limit = subject.limits.function_max_s
    for index, work in enumerate(subject.requirements.durations):
        if work.seconds <= limit:
            continue
        serving = [c for c in subject.design.components if work.capability is None or work.capability in c.serves]
        if not any(component.kind in _LASTING for component in serving):
            text = f"{work.what} takes {work.seconds:g} s, and nothing that lasts longer than {limit:g} s does it."
            yield RULE.found(subject.asked("durations", index), text, evidence=work.seconds)
