"""Measures everything and prints it: python -m evals.speed [--hold]. With --hold a figure over its bound ends in 1."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from evals.speed.bill import bill_time
from evals.speed.children import CONSOLE, medians, slow_packages
from evals.speed.model import overhead
from evals.speed.report import Row, table
from evals.speed.screen import first_words
from evals.speed.simulating import simulation_rows
from evals.speed.targets import print_time
from evals.speed.warm import designs_per_second, in_turn, read_briefs, stages_ms, whole

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BRIEF = EXAMPLES / "ecommerce-orders.md"
ROUNDS = 7
LIGHT = (("check",), ("cost",), ("scale",), ("render",))
FINISHED = (0, 1)
"""Exit codes of a command that did its work; 1 says that the design has findings."""


def help_row() -> Row:
    """The CPU of `--help`, as a multiple of importing click."""
    floor, ours = medians(([sys.executable, "-c", "import click"], [CONSOLE, "--help"]), 2 * ROUNDS)
    note = f"{ours.cpu_s:.3f} s, import click {floor.cpu_s:.3f} s"
    return Row("help / import click, CPU", ours.cpu_s / floor.cpu_s, "times", 1.5, note=note)


def design_rows(folder: Path) -> Iterator[Row]:
    """A whole design, as a multiple of importing what it cannot do without, and its memory."""
    design = [CONSOLE, "design", str(BRIEF), "-o", str(folder / "shop")]
    imports = [sys.executable, "-c", "import langgraph.graph, chromadb"]
    floor, ours = medians((imports, design), ROUNDS, FINISHED)
    note = f"{ours.cpu_s:.2f} s, the imports {floor.cpu_s:.2f} s, wall {ours.wall_s:.2f} s"
    yield Row("design / its imports, CPU", ours.cpu_s / floor.cpu_s, "times", 1.25, note=note)
    yield Row("design, memory", ours.peak_mb, "MB", 250, note=f"the imports {floor.peak_mb:.0f} MB")


def light_rows(folder: Path) -> Iterator[Row]:
    """Every light command on the design made before: wall time, and that it loads nothing slow."""
    commands = [[CONSOLE, *name, str(folder / "shop")] for name in LIGHT]
    for command, run in zip(commands, medians(commands, ROUNDS, FINISHED), strict=True):
        loaded = slow_packages(command[1:])
        note = f"{run.cpu_s:.2f} s CPU" + (f", loads {', '.join(loaded)}" if loaded else "")
        yield Row(f"{command[1]}, wall", run.wall_s, "s", 0.35, note=note)


def warm_rows() -> Iterator[Row]:
    """One design in a warm process, its stages, and designs a second."""
    brief = BRIEF.read_text(encoding="utf-8")
    stages = stages_ms(brief, 3 * ROUNDS)
    took = whole(brief, 3 * ROUNDS)
    note = f"{took.cpu_ms:.1f} ms CPU; " + ", ".join(f"{name} {part:.1f}" for name, part in stages.items())
    yield Row("design, warm, all figures new", took.wall_ms, "ms", 25, note=note)
    again = in_turn(read_briefs(EXAMPLES), ROUNDS)
    yield Row("design, warm, in turn", again.wall_ms, "ms", 25, note=f"{again.cpu_ms:.1f} ms CPU; mean of all examples")
    rate = designs_per_second(read_briefs(EXAMPLES), 5.0)
    yield Row("plans a second, two processes", rate, "/s", 100, is_floor=True, note="all examples in turn")


def bill_row() -> Row:
    """A full bill of sixty components."""
    took = bill_time(3 * ROUNDS)
    note = f"{took.components} components, {took.lines} lines; the workload before it {took.workload_ms:.1f} ms"
    return Row("bill of 60 components, CPU", took.bill_ms, "ms", 20, note=note)


def targets_row() -> Row:
    """Sixty components in every infrastructure language."""
    took = print_time(3 * ROUNDS)
    note = f"{took.components} components, {took.targets} languages, {took.slowest} ms; the plan {took.plan_ms:.1f} ms"
    return Row("60 components, all languages, CPU", took.all_ms, "ms", 150, note=note)


def model_row() -> Row:
    """Our own work for one call of a model."""
    took = overhead(BRIEF.read_text(encoding="utf-8"), ROUNDS)
    note = f"{took.wall_ms:.1f} ms wall; everything but the wire, p50"
    return Row("a call of a model, own work, CPU", took.cpu_ms, "ms", 15, note=note)


def screen_row(folder: Path) -> Row:
    """A word of a model, from the service's line to the terminal."""
    took = first_words(BRIEF, folder / "home")
    note = f"median of {took.replies} replies, {took.most_ms:.1f} ms at most; through a pseudo-terminal"
    return Row("a model's first word on the screen", took.median_ms, "ms", 50, note=note)


def main(arguments: list[str]) -> int:
    """Measures, prints, and says whether every figure holds where that was asked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CLOUDWRIGHT_HOME"] = str(folder / "home")
        light = [help_row(), *design_rows(folder), *light_rows(folder)]
        rows = [*light, *warm_rows(), bill_row(), targets_row(), model_row(), screen_row(folder)]
        rows += simulation_rows()
    print(table(rows))
    if (busy := os.getloadavg()[1]) > 1.5:
        print(f"the machine had {busy:.1f} things to do on average: believe ratios and CPU, not the wall")
    return 1 if "--hold" in arguments and not all(row.holds for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
