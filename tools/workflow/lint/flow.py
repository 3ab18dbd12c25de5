"""Rules about the ways through a workflow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tools.design.workflows import Approval, Callback, Choice, Step, Wait
from tools.workflow.flow import ends_here, loops, reachable, ways_of
from tools.workflow.lint.issues import Case, Issue, Rule


def unreachable_steps(case: Case) -> Iterator[Issue]:
    """Steps that no way leads to. The compiler leaves them out: a state machine must not hold any."""
    for steps in case.sequences():
        live = reachable(steps)
        for position, step in enumerate(steps):
            if step.name not in live:
                before = steps[position - 1].name if position else ""
                hint = f"let '{before}' go on to it (next), or remove it" if before else "remove it"
                yield case.issue(
                    "unreachable-step", "warning", step.name, f"No way leads to '{step.name}', so it never runs.", hint
                )


def endless_loops(case: Case) -> Iterator[Issue]:
    """Loops that nothing leaves, and loops that never pause."""
    for steps in case.sequences():
        by_name = {step.name: step for step in steps}
        live = reachable(steps)
        for group in loops(steps):
            if group[0] not in live:
                continue
            yield from _judged_loop(case, group, [by_name[name] for name in group])


def _judged_loop(case: Case, names: list[str], steps: list[Step]) -> Iterator[Issue]:
    listed = " → ".join(f"'{name}'" for name in names)
    leaves = any(ends_here(step) for step in steps) or any(
        way.kind != "catch" and way.target not in names for step in steps for way in ways_of(step)
    )
    if not leaves:
        text = f"{listed} repeat for ever: no way leads out of the loop, so the workflow cannot end."
        yield case.issue("endless-loop", "error", names[0], text, "add a choice that leaves the loop")
    elif not any(isinstance(step, Wait | Approval | Callback) for step in steps):
        text = f"{listed} repeat without a pause: every round is billed, and the history fills up within minutes."
        yield case.issue("busy-loop", "warning", names[0], text, "add a wait to the loop, and count the rounds")


def missing_ends(case: Case) -> Iterator[Issue]:
    """Sequences in which no step that runs can be the last."""
    for steps in case.sequences():
        live = reachable(steps)
        if not any(ends_here(step) for step in steps if step.name in live):
            text = "No step that runs can be the last one."
            yield case.issue("missing-end", "error", steps[0].name, text, "leave `next` of the last step empty")


def doubtful_choices(case: Case) -> Iterator[Issue]:
    """Choices whose outcome does not matter, and branches that an earlier one hides."""
    for steps in case.sequences():
        for step in steps:
            if not isinstance(step, Choice):
                continue
            if all(branch.next == step.default for branch in step.branches):
                text = f"Every way out of '{step.name}' leads to '{step.default}', so it decides nothing."
                yield case.issue("idle-choice", "warning", step.name, text, "remove the choice, or tell the ways apart")
            seen: list[object] = []
            for number, branch in enumerate(step.branches, 1):
                if branch.when in seen:
                    text = f"Branch {number} of '{step.name}' asks what an earlier one asks, so it is never taken."
                    yield case.issue("hidden-branch", "warning", step.name, text, "remove the branch or change it")
                seen.append(branch.when)


def swallowed_errors(case: Case) -> Iterator[Issue]:
    """Catches that carry on as if nothing had happened, and those that lead back to the step that failed."""
    for steps in case.sequences():
        for step in steps:
            following = getattr(step, "next", None)
            for catch in getattr(step, "catch", ()):
                if catch.next == following:
                    text = f"When '{step.name}' fails, the workflow goes on to '{following}' as if it had succeeded."
                    hint = "catch into a step that deals with the failure"
                    yield case.issue("swallowed-error", "warning", step.name, text, hint)
                elif catch.next == step.name:
                    text = f"When '{step.name}' fails for good it starts again, without end and without a pause."
                    yield case.issue("swallowed-error", "error", step.name, text, "retry instead, and catch elsewhere")


def repeated_names(case: Case) -> Iterator[Issue]:
    """Steps of different sequences with one name; the state machine gives the later ones a number."""
    count = Counter(step.name for steps in case.sequences() for step in steps)
    for name, times in count.items():
        if times > 1:
            text = f"'{name}' is the name of {times} steps; logs and metrics tell them apart only by a number."
            yield case.issue("repeated-name", "info", name, text, "give each step a name of its own")


RULES: tuple[Rule, ...] = (
    unreachable_steps,
    endless_loops,
    missing_ends,
    doubtful_choices,
    swallowed_errors,
    repeated_names,
)
