"""One design after the other in a process that is warm: the whole, its stages, and how many a second on two cores."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from agent.service import design, open_knowledge, planner_named

if TYPE_CHECKING:
    from agent.state import Deps, Verified
    from tools.design.design import Design

Node = Callable[[Any, "Deps"], Any]

Stages = dict[str, float]
"""Stage to milliseconds."""


WARMING = 8
"""Designs made before any is timed."""


class Clock:
    """Adds up what stages take."""

    def __init__(self) -> None:
        self.stages: Stages = {}

    @contextmanager
    def stage(self, name: str) -> Generator[None]:
        """Times what happens inside, added to what the stage took before."""
        started = time.perf_counter()
        yield
        self.stages[name] = self.stages.get(name, 0.0) + (time.perf_counter() - started) * 1000


class Took(NamedTuple):
    """What one piece of work took, in milliseconds."""

    wall_ms: float
    cpu_ms: float
    """Of all threads; beside it the wall tells whether the machine had other things to do."""


def whole(brief: str, rounds: int) -> Took:
    """One design: read, planned, verified, printed, garbage and all; the median of several, after some to warm up."""
    run = _ready()
    for number in range(WARMING):
        run(anew(brief, number))
    found = [_timed(run, anew(brief, number + WARMING)) for number in range(rounds)]
    return Took(median(took.wall_ms for took in found), median(took.cpu_ms for took in found))


def in_turn(briefs: tuple[str, ...], rounds: int) -> Took:
    """One design of the mean: all briefs in turn, again and again, as a process that is asked the same designs them."""
    run = _ready()
    for brief in briefs * 2:
        run(brief)
    wall, cpu = time.perf_counter(), time.process_time()
    for brief in briefs * rounds:
        run(brief)
    count = len(briefs) * rounds
    return Took((time.perf_counter() - wall) * 1000 / count, (time.process_time() - cpu) * 1000 / count)


def anew(brief: str, number: int) -> str:
    """The brief with other figures, so that nothing that was worked out before is of use."""
    return _FIGURE.sub(lambda figure: f"{int(figure[0].replace(',', '')) + 7 * number:,}", brief)


_FIGURE = re.compile(r"(?<![\d,.])\d{1,3},\d{3}\b(?![,.]\d)")
"""Thousands, which are loads and populations; nobody writes limits and years that way."""


def stages_ms(brief: str, rounds: int) -> Stages:
    """Milliseconds of every stage, each the median of several runs, called one after the other without the graph."""
    knowledge, planner = open_knowledge(lambda _: None), planner_named("embedded")
    from agent.state import Deps

    deps = Deps(planner, knowledge, lambda _, __: None)
    found = [_staged(anew(brief, number), deps) for number in range(rounds + 2)][2:]
    return {name: median(stages[name] for stages in found) for name in found[0]}


def designs_per_second(briefs: tuple[str, ...], seconds: float, workers: int = 2) -> float:
    """Texts read and designs planned a second by several processes, as evaluations do it."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_rate, briefs, seconds) for _ in range(workers)]
        return sum(future.result() for future in futures)


def _rate(briefs: tuple[str, ...], seconds: float) -> float:
    from agent.nodes.propose import known_patterns
    from evals.predict import services_of_text

    planner, patterns = planner_named("embedded"), known_patterns(open_knowledge(lambda _: None))
    for brief in briefs:
        services_of_text(brief, planner, patterns)
    started, count = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        services_of_text(anew(briefs[count % len(briefs)], count), planner, patterns)
        count += 1
    return count / (time.perf_counter() - started)


def _ready() -> Callable[[str], None]:
    knowledge, planner = open_knowledge(lambda _: None), planner_named("embedded")

    def run(brief: str) -> None:
        outcome = design(brief, {}, planner=planner, knowledge=knowledge, say=lambda _, __: None)
        _print(outcome.evidence.design)

    return run


def _staged(brief: str, deps: Deps) -> Stages:
    from agent.nodes.assess import assess
    from agent.nodes.intake import intake
    from agent.nodes.propose import propose
    from agent.nodes.repair import is_worth_repair, repair
    from agent.nodes.retrieve import retrieve
    from agent.nodes.verify import verify
    from agent.options import compared

    clock = Clock()
    state: dict[str, Any] = {"brief": brief, "answers": {}}

    def step(*nodes: Node) -> Any:
        for node in nodes:
            with clock.stage(node.__name__):
                state.update(node(state, deps))
        return state

    step(intake, assess, retrieve, propose, verify)
    while is_worth_repair(step()) and step(repair)["draft"] is not state["evidence"].design:
        step(verify)
    with clock.stage("render"):
        _print(state["evidence"].design)
    with clock.stage("(options, when looked at)"):
        compared(cast("Verified", state), deps.say)
    return clock.stages


def _print(made: Design) -> None:
    from tools.blueprint.plan import plan
    from tools.blueprint.targets import target

    target("sam").render(plan(made), "src")


def _timed(run: Callable[[str], None], brief: str) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    run(brief)
    return Took((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def read_briefs(folder: Path) -> tuple[str, ...]:
    """Every brief of a folder, by name."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md")))
