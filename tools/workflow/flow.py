"""The graph that the steps of one sequence form: ways, what can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.design.workflows import Catch, Choice, Fallible, Flowing, Step

WayKind = Literal["next", "branch", "default", "catch"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a step."""

    kind: WayKind
    target: str
    index: int = 0
    """Which branch or catch of the step it is."""


def ways_of(step: Step) -> tuple[Way, ...]:
    """Every way on from a step, in the order of the document."""
    if isinstance(step, Choice):
        branches = tuple(Way("branch", branch.next, index) for index, branch in enumerate(step.branches))
        return (*branches, Way("default", step.default))
    found: list[Way] = []
    if isinstance(step, Flowing) and step.next is not None:
        found.append(Way("next", step.next))
    if isinstance(step, Fallible):
        found += [Way("catch", catch.next, index) for index, catch in enumerate(live_catches(step))]
    return tuple(found)


def live_catches(step: Fallible) -> tuple[Catch, ...]:
    """The catches that errors can get to: up to the first that takes them all."""
    takes_all = [index for index, catch in enumerate(step.catch) if not {"all", "States.ALL"}.isdisjoint(catch.errors)]
    return step.catch[: takes_all[0] + 1] if takes_all else step.catch


def reachable(steps: tuple[Step, ...], start: str | None = None) -> dict[str, None]:
    """Names of the steps that can be reached from the first one, or from `start`, as a depth-first walk meets them."""
    by_name = {step.name: step for step in steps}
    seen: dict[str, None] = {}
    waiting = [start or steps[0].name]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen[name] = None
            waiting += [way.target for way in reversed(ways_of(by_name[name]))]
    return seen


def in_order(steps: tuple[Step, ...]) -> list[str]:
    """Names of the reachable steps, every step before those that follow it, ways back to an earlier one aside."""
    by_name = {step.name: step for step in steps}
    done: list[str] = []
    seen: set[str] = set()
    stack: list[tuple[str, bool]] = [(steps[0].name, False)]
    while stack:
        name, finished = stack.pop()
        if finished:
            done.append(name)
        elif name not in seen:
            seen.add(name)
            stack.append((name, True))
            stack += [(way.target, False) for way in ways_of(by_name[name]) if way.target not in seen]
    return done[::-1]
