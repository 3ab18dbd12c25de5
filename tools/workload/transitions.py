"""How many state transitions one execution of a workflow makes."""

from __future__ import annotations

from tools.design.workflows import Choice, Map, Parallel, Step, Workflow, inner_sequences


def state_transitions(workflow: Workflow) -> float:
    """Mean number of transitions of one execution without errors: one for every step it enters.

    The ways of a choice are taken equally often; a map enters its body once for each of its mean items; what a
    distributed map runs in executions of its own counts as well. A way back to an earlier step is not followed.
    """
    return _entered(workflow.steps)


def _entered(steps: tuple[Step, ...]) -> float:
    entered: dict[str, float] = {}
    for step in _last_first(steps):
        ways = _ways_on(step)
        after = sum(entered.get(name, 0.0) for name in ways) / len(ways) if ways else 0.0
        entered[step.name] = 1 + _inside(step) + after
    return entered[steps[0].name]


def _inside(step: Step) -> float:
    entered = sum(_entered(sequence.steps) for sequence in inner_sequences(step))
    if isinstance(step, Map):
        return entered * step.mean_items
    return entered if isinstance(step, Parallel) else 0.0


def _ways_on(step: Step) -> list[str]:
    if isinstance(step, Choice):
        return [*(branch.next for branch in step.branches), step.default]
    following = getattr(step, "next", None)
    return [] if following is None else [following]


def _last_first(steps: tuple[Step, ...]) -> list[Step]:
    """The steps that can be reached from the first, each after all that follow it."""
    by_name = {step.name: step for step in steps}
    seen = {steps[0].name}
    path = [steps[0]]
    waiting = [iter(_ways_on(steps[0]))]
    done: list[Step] = []
    while path:
        name = next((way for way in waiting[-1] if way not in seen), None)
        if name is None:
            waiting.pop()
            done.append(path.pop())
        else:
            seen.add(name)
            path.append(by_name[name])
            waiting.append(iter(_ways_on(by_name[name])))
    return done
