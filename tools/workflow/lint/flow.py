"""Rules about the ways through a workflow. That each step is reached, and the end from each, the design rules judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tools.design.workflows import Choice
from tools.workflow.lint.issues import Case, Issue, Rule


def doubtful_choices(case: Case) -> Iterator[Issue]:
    """Choices whose outcome does not matter, and branches that an earlier one hides."""
    for steps in case.sequences:
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
    for steps in case.sequences:
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
    count = Counter(step.name for steps in case.sequences for step in steps)
    for name, times in count.items():
        if times > 1:
            text = f"'{name}' is the name of {times} steps; logs and metrics tell them apart only by a number."
            yield case.issue("repeated-name", "info", name, text, "give each step a name of its own")


RULES: tuple[Rule, ...] = (
    doubtful_choices,
    swallowed_errors,
    repeated_names,
)
