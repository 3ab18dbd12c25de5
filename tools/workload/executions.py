"""What one execution of a workflow comes to on average: transitions, tasks, children, seconds, events in its history.

Nothing fails, and every way on from a choice is as likely as the others. A distributed map runs its items in executions
of their own: express ones where the body is short and only makes requests, standard ones otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from tools.catalog.quotas import quota
from tools.design.workflows import Approval, Callback, Choice, Flowing, Map, Parallel, Step, Task, Wait, Workflow, walk

BATCH_FROM = 1000
"""Mean number of items from which a child execution takes several: starting one costs more than an iteration."""

_MOST_PER_CHILD = 100
_SHORT_S = 60.0
"""A fifth of the five minutes an express execution may take."""

_WAITING = frozenset({"approval", "callback", "wait", "map"})
_ROUNDS = 200

Steps = tuple[Step, ...]
Measure = Callable[[Step], float]


def transitions(workflow: Workflow) -> float:
    """State transitions that one execution is billed for: one for each state entered, in standard children too.

    Source: AWS Step Functions pricing (a transition is counted each time a step runs, retries included).
    """
    return _total(workflow.steps, _transitions)


def tasks(workflow: Workflow) -> float:
    """Steps of one execution that do work and may be tried again, children's included."""
    return _total(workflow.steps, _tasks)


def child_executions(workflow: Workflow, kind: str = "") -> float:
    """Executions that distributed maps start for their items in one execution; of one kind, `EXPRESS` say, or all."""
    return _total(workflow.steps, lambda step: _children(step, lambda each: kind in ("", child_type(each))))


def express_seconds(workflow: Workflow) -> float:
    """Seconds that all express children of one execution take together."""
    return _total(workflow.steps, lambda step: _children(step, _is_express, body_seconds))


def duration(workflow: Workflow) -> float:
    """Mean seconds from start to end; waits until a moment that only the data knows count as none."""
    return _total(workflow.steps, _seconds)


def history_events(workflow: Workflow) -> float:
    """Events in the history of one execution, of which there may be 25,000.

    Source: Step Functions API reference, GetExecutionHistory: entering and leaving a state are one event each, a task
    adds scheduled, started and succeeded (and submitted, where it waits), a map two for each iteration.
    """
    return 2 + _total(workflow.steps, _events)


def batch_size(step: Map) -> int:
    """How many items one child execution of a distributed map takes: as many as make about a thousand children."""
    if step.mode == "inline" or step.mean_items <= BATCH_FROM:
        return 1
    return min(_MOST_PER_CHILD, math.ceil(step.mean_items / BATCH_FROM))


def child_type(step: Map) -> str:
    """EXPRESS for short bodies that only make requests, which costs less; STANDARD for those that wait."""
    if any(each.kind in _WAITING for each in walk(step.body.steps)):
        return "STANDARD"
    return "EXPRESS" if body_seconds(step) <= _SHORT_S else "STANDARD"


def body_seconds(step: Map) -> float:
    """Seconds of work in one child execution of a map, its items one after the other."""
    return sum(each.work_s for each in walk(step.body.steps) if isinstance(each, Task)) * batch_size(step)


def visits(steps: Steps) -> Mapping[str, float]:
    """How often each step that is reached without an error runs in one execution.

    Solved by repeated substitution, which is exact for sequences without loops and converges for those with a way out.
    """
    return _visits(tuple((step.name, _ways_on(step)) for step in steps))


@lru_cache(maxsize=256)
def _visits(named: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, float]:
    """The same of the steps' names, each with those of the steps that may follow."""
    ways = dict(named)
    order = _in_order(named[0][0], ways)
    shares: dict[str, list[tuple[str, float]]] = {name: [] for name in order}
    for name in order:
        for following in ways[name]:
            shares[following].append((name, 1.0 / len(ways[name])))
    found = dict.fromkeys(order, 0.0)
    for _ in range(_ROUNDS):
        moved = 0.0
        for name in order:
            count = sum(found[source] * share for source, share in shares[name]) + (name == order[0])
            moved = max(moved, abs(count - found[name]))
            found[name] = count
        if moved < 1e-9:
            break
    return found


def _ways_on(step: Step) -> tuple[str, ...]:
    if isinstance(step, Choice):
        return (*(branch.next for branch in step.branches), step.default)
    return (step.next,) if isinstance(step, Flowing) and step.next is not None else ()


def _in_order(first: str, ways: dict[str, tuple[str, ...]]) -> list[str]:
    """The steps that can be reached, every one before those that follow it, ways back aside."""
    done: list[str] = []
    seen: set[str] = set()
    stack: list[tuple[str, bool]] = [(first, False)]
    while stack:
        name, finished = stack.pop()
        if finished:
            done.append(name)
        elif name not in seen:
            seen.add(name)
            stack.append((name, True))
            stack += [(following, False) for following in ways[name] if following not in seen]
    return done[::-1]


def _total(steps: Steps, measure: Measure) -> float:
    count = visits(steps)
    return sum(count[step.name] * measure(step) for step in steps if step.name in count)


def _transitions(step: Step) -> float:
    if isinstance(step, Parallel):
        return 1 + sum(_total(branch.steps, _transitions) for branch in step.branches)
    if not isinstance(step, Map):
        return 1
    if _is_express(step):
        return 1
    inside = step.mean_items * _total(step.body.steps, _transitions)
    return 1 + inside + (_batches(step) if batch_size(step) > 1 else 0)


def _tasks(step: Step) -> float:
    if isinstance(step, Parallel):
        return sum(_total(branch.steps, _tasks) for branch in step.branches)
    if isinstance(step, Map):
        return step.mean_items * _total(step.body.steps, _tasks)
    return float(isinstance(step, Task))


def _is_express(step: Map) -> bool:
    return step.mode == "distributed" and child_type(step) == "EXPRESS"


def _batches(step: Map) -> float:
    return math.ceil(step.mean_items / batch_size(step))


def _children(step: Step, counts: Callable[[Map], bool], weigh: Callable[[Map], float] = lambda step: 1.0) -> float:
    def inner(each: Step) -> float:
        return _children(each, counts, weigh)

    if isinstance(step, Parallel):
        return sum(_total(branch.steps, inner) for branch in step.branches)
    if not isinstance(step, Map):
        return 0.0
    own = _batches(step) * weigh(step) if step.mode == "distributed" and counts(step) else 0.0
    return own + step.mean_items * _total(step.body.steps, inner)


def _seconds(step: Step) -> float:
    if isinstance(step, Task | Approval | Callback):
        return step.work_s
    if isinstance(step, Wait):
        return step.seconds or 0.0
    if isinstance(step, Parallel):
        return max(_total(branch.steps, _seconds) for branch in step.branches)
    if isinstance(step, Map):
        most = _most_at_once("inline_map_concurrency" if step.mode == "inline" else "map_run_parallel_children")
        rounds = math.ceil(step.mean_items / min(step.max_concurrency, most))
        return rounds * _total(step.body.steps, _seconds)
    return 0.0


@cache
def _most_at_once(name: str) -> int:
    return int(quota("aws", "stepfunctions", name).number())


def _events(step: Step) -> float:
    if isinstance(step, Task | Approval | Callback):
        return 5.0 if isinstance(step, Task) else 6.0
    if isinstance(step, Parallel):
        return 4 + sum(_total(branch.steps, _events) for branch in step.branches)
    if isinstance(step, Map):
        inside = step.mean_items * (2 + _total(step.body.steps, _events)) if step.mode == "inline" else 3
        return 4 + inside
    return 2.0
