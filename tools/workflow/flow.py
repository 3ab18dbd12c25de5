"""The graph that the steps of one sequence form: ways, what can be reached."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tools.design.workflows import Catch, Choice, Fallible, Flowing, Step

WayKind = Literal["next", "branch", "default", "catch"]


class Way(NamedTuple):
    """One way on from a step."""

    kind: WayKind
    target: str


def ways_of(step: Step) -> tuple[Way, ...]:
    """Every way on from a step, in the order of the document."""
    if isinstance(step, Choice):
        return (*[Way("branch", branch.next) for branch in step.branches], Way("default", step.default))
    found: list[Way] = []
    if isinstance(step, Flowing) and step.next is not None:
        found.append(Way("next", step.next))
    if isinstance(step, Fallible):
        found += [Way("catch", catch.next) for catch in live_catches(step)]
    return tuple(found)


def live_catches(step: Fallible) -> tuple[Catch, ...]:
    """The catches that errors can get to: up to the first that takes them all."""
    takes_all = [index for index, catch in enumerate(step.catch) if not {"all", "States.ALL"}.isdisjoint(catch.errors)]
    return step.catch[: takes_all[0] + 1] if takes_all else step.catch


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
