"""The benchmarks measure what they say, and say when a figure is over its bound."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evals.speed.bill import bill_time
from evals.speed.children import FailedError, measured, medians, slow_packages
from evals.speed.model import Instant, overhead
from evals.speed.report import Row, table
from evals.speed.warm import anew

ROOT = Path(__file__).resolve().parents[3]


def program(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


@pytest.mark.parametrize(("value", "is_floor", "holds"), [(24, False, True), (26, False, False), (24, True, False)])
def test_a_row_holds_on_the_right_side_of_its_bound(value: float, is_floor: bool, holds: bool) -> None:
    row = Row("design, warm", value, "ms", 25, is_floor=is_floor)
    assert row.holds is holds
    assert ("OVER" in table([row]) or "UNDER" in table([row])) is not holds


def test_work_costs_cpu_and_sleep_does_not() -> None:
    busy, idle = medians((program("sum(range(10**7))"), program("import time; time.sleep(0.3)")), 3)
    assert busy.cpu_s > 2 * idle.cpu_s
    assert idle.wall_s >= 0.3


def test_memory_is_counted_in_megabytes() -> None:
    """Measured by a small process: Linux counts what the measuring one holds as its child's."""
    code = f"""
from evals.speed.children import measured
for made in ("", "x = b'x' * 300_000_000"):
    print(measured([{sys.executable!r}, "-S", "-c", made]).peak_mb)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    small, large = map(float, done.stdout.split())
    assert 250 < large - small < 350


def test_a_program_that_fails_is_not_measured() -> None:
    with pytest.raises(FailedError, match="ended with 3"):
        measured(program("raise SystemExit(3)"))
    assert measured(program("raise SystemExit(3)"), accepted=(0, 3)).wall_s > 0


def test_slow_packages_of_a_command_are_seen() -> None:
    assert slow_packages(["rules"]) == ()
    assert "numpy" in slow_packages(["knowledge", "search", "charged twice"])


def test_briefs_differ_from_round_to_round_in_their_figures_alone() -> None:
    brief = (ROOT / "examples" / "ecommerce-orders.md").read_text(encoding="utf-8")
    rounds = {anew(brief, number) for number in range(5)}
    assert len(rounds) == 5
    assert anew(brief, 0) == brief
    assert len({text.count("\n") for text in rounds}) == 1
    assert (
        anew("1,000 a day, 12 times, 1,234,567 in all, $2,000.50", 1)
        == "1,007 a day, 12 times, 1,234,567 in all, $2,000.50"
    )


def test_a_model_that_answers_at_once_shows_what_we_take(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("CLOUDWRIGHT_HOME", str(home))
    took = overhead((ROOT / "examples" / "avatar-pipeline.md").read_text(encoding="utf-8"), 1)
    assert 0 < took.cpu_ms < 1000
    assert took.wall_ms > 0


def test_what_comes_before_a_session_is_not_counted() -> None:
    model = Instant("x")
    model.begin()
    assert model.waits == []


def test_the_bill_that_is_timed_is_whole() -> None:
    took = bill_time(1)
    assert took.components == 60
    assert took.lines > 100
    assert took.bill_ms > 0
