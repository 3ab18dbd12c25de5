"""What printing takes: a design of sixty components in every infrastructure language there is, one after the other."""

from __future__ import annotations

import time
from statistics import median
from typing import NamedTuple

from evals.speed.bill import sixty
from tools.blueprint.plan import plan
from tools.blueprint.targets import targets


class PrintTime(NamedTuple):
    """Milliseconds of CPU, the median: the plan once, and all languages of it."""

    components: int
    targets: int
    plan_ms: float
    all_ms: float
    slowest: str


def print_time(rounds: int) -> PrintTime:
    """Times all languages, warm; each round's design is new, so that nothing remembered is of use."""
    planned: list[float] = []
    printed: list[dict[str, float]] = []
    designs = [sixty(number) for number in range(rounds + 2)]
    for design in designs:
        started = time.process_time()
        decided = plan(design)
        planned.append((time.process_time() - started) * 1000)
        took: dict[str, float] = {}
        for name, target in targets().items():
            started = time.process_time()
            target.render(decided, "src")
            took[name] = (time.process_time() - started) * 1000
        printed.append(took)
    each = {name: median(took[name] for took in printed[2:]) for name in printed[0]}
    slowest = max(each, key=lambda name: each[name])
    whole = median(sum(took.values()) for took in printed[2:])
    return PrintTime(
        len(designs[0].components), len(each), median(planned[2:]), whole, f"{slowest} {each[slowest]:.1f}"
    )
