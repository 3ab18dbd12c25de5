"""Every step can be reached, and every process ends."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.design import Path
from tools.design.workflows import Approval, Callback, Choice, Fail, Step, Succeed, Wait, Workflow, inner_sequences

RULE = Rule(
    id="SL-W04",
    title="Every step of a workflow can be reached, and from every step it can end",
    severity="error",
    reason="A step nobody reaches is a promise nobody keeps; a circle without an end runs until its history is full.",
    fix="ask",
    remedy="Lead a step or choice there, or take it out; give circles a way out.",
    sources=("cfn-lint E3601",),
)

Steps = tuple[Step, ...]


def findings(subject: Subject) -> Iterator[Finding]:
    """Unreachable steps, steps that cannot end, and circles that never pause."""
    for index, workflow in enumerate(subject.design.workflows):
        yield from _judged(subject, workflow, workflow.steps, ("workflows", index, "steps"))


def _judged(subject: Subject, workflow: Workflow, steps: Steps, path: Path) -> Iterator[Finding]:
    following = {step.name: _following(step) for step in steps}
    reached = _reached(following, steps[0].name)
    ending = _ending(following, steps)
    for index, step in enumerate(steps):
        if step.name not in reached:
            place = subject.step_place_at(workflow, step, (*path, index))
            yield RULE.found(place, f"Nothing leads to {step.name}.", evidence=step.kind)
        elif step.name not in ending:
            place = subject.step_place_at(workflow, step, (*path, index))
            yield RULE.found(place, f"From {step.name} the process never ends.", evidence=step.kind)
        for number, inner in enumerate(inner_sequences(step)):
            inside: Path = ("body",) if step.kind == "map" else ("branches", number)
            yield from _judged(subject, workflow, inner.steps, (*path, index, *inside, "steps"))
    yield from _restless(subject, workflow, steps, following, path)


def _restless(
    subject: Subject, workflow: Workflow, steps: Steps, following: dict[str, list[str]], path: Path
) -> Iterator[Finding]:
    """A choice that leads back to where it came from, without a wait on the way."""
    pausing = {step.name for step in steps if isinstance(step, Wait | Approval | Callback)}
    busy = {name: [n for n in after if n not in pausing] for name, after in following.items() if name not in pausing}
    for index, step in enumerate(steps):
        if isinstance(step, Choice) and any(step.name in _reached(busy, after) for after in busy.get(step.name, ())):
            place = subject.step_place_at(workflow, step, (*path, index))
            text = f"{step.name} goes round in a circle without ever waiting."
            yield RULE.found(place, text, evidence="no wait", severity="warning", fix="propose")


def _following(step: Step) -> list[str]:
    if isinstance(step, Choice):
        return [*(branch.next for branch in step.branches), step.default]
    if isinstance(step, Succeed | Fail):
        return []
    catches = [catch.next for catch in getattr(step, "catch", ())]
    return [*([step.next] if step.next is not None else []), *catches]


def _reached(following: dict[str, list[str]], start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for name in following.get(waiting.pop(), ()):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen


def _ending(following: dict[str, list[str]], steps: Steps) -> set[str]:
    """Steps from which an end can be reached: a step without a successor, or one that succeeds or fails."""
    ending = {step.name for step in steps if not isinstance(step, Choice) and getattr(step, "next", None) is None}
    while True:
        more = {name for name, after in following.items() if name not in ending and any(n in ending for n in after)}
        if not more:
            return ending
        ending |= more
