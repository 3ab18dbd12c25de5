from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from agent.service import Outcome
from agent.summary import FirstLimit
from tests.runs import designed, example
from tools.bundle.asked import Statement
from tools.bundle.model import Fitness
from tools.design.requirements import Conflict
from tui.screen import MOST_LINES, WIDTH, summary_screen


@pytest.fixture(scope="module", params=["ecommerce-orders", "iot-telemetry", "trading", "avatar-pipeline"])
def outcome(request: pytest.FixtureRequest, home: Path) -> Outcome:
    """A finished run."""
    return designed(example(request.param), home)


def test_the_screen_says_everything_that_counts(outcome: Outcome) -> None:
    screen = summary_screen(outcome.summary, "build/shop", 70)
    lines = screen.split("\n")
    assert len(lines) <= MOST_LINES + 4
    assert max(map(len, lines)) <= WIDTH
    for label in ("built", "cost", "limit", "why", "assumed", "ask", "bundle"):
        assert any(line.startswith(f"{label} ") for line in lines), label
    assert "a month" in screen
    assert "build/shop" in screen
    assert "times the expected peak" in " ".join(screen.split())
    assert "…" not in screen.split("\n", 1)[1] or outcome.summary.findings


def test_a_long_screen_gives_way_evenly(outcome: Outcome) -> None:
    statement = Statement("Setting", "x", "Region", "somewhere " * 12, "nobody said where " * 8, "assumed")
    conflict = Conflict(id="c", text="One thing. " * 9, between=("a", "b"), resolution="Another. " * 9, impact=0.5)
    crowded = dataclasses.replace(
        outcome.summary,
        assumptions=(statement,) * 9,
        conflicts=(conflict,) * 5,
        fitness=tuple(Fitness(f"work {n}", "containers", "it takes hours " * 9) for n in range(6)),
    )
    lines = summary_screen(crowded, "x", 1).split("\n")
    assert len(lines) <= MOST_LINES + 8
    assert max(map(len, lines)) <= WIDTH
    for label in ("assumed", "conflict", "but", "ask"):
        assert any(line.startswith(f"{label} ") for line in lines), label


def test_what_is_beyond_its_limit_is_said(outcome: Outcome) -> None:
    limit = FirstLimit("api", "requests a second", 0.5, "requests are rejected", True)
    broken = dataclasses.replace(outcome.summary, first_limit=limit, budget=1.0)
    screen = summary_screen(broken, "x", 1)
    assert "already exceeded" in screen
    assert "OVER the budget of $1" in screen
    none = dataclasses.replace(outcome.summary, first_limit=None)
    assert "no known limit is within reach" in summary_screen(none, "x", 1)


def test_words_of_people_cannot_command_the_terminal(outcome: Outcome) -> None:
    hostile = dataclasses.replace(outcome.summary, title="\x1b[2J\x1b]0;x\x07shop\r\n\nsecond line\u202e")
    screen = summary_screen(hostile, "x\x1b[31m", 1)
    assert "\x1b" not in screen
    assert "\u202e" not in screen
    assert screen.split("\n")[0].startswith("[2J]0;xshop second line")
