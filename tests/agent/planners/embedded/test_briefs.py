"""How many of the facts that a careful reader extracts from briefs of many styles are read, and how many made up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.planners.embedded.reading.intake import read
from tools.design.requirements import SECONDS_PER, Requirements

CASES = Path(__file__).parents[4] / "evals" / "cases" / "briefs.jsonl"

LEAST_RECALL, LEAST_PRECISION = 0.80, 0.85
"""What has been reached, a little rounded down: less is a loss of reading."""

Fact = tuple[str, float | str]


def told(expect: dict[str, Any]) -> Iterator[Fact]:
    """The facts of a case, each a kind and a value."""
    yield from (("load", load["count"] / SECONDS_PER[load["per"]]) for load in expect.get("loads", ()))
    yield from (("latency", goal["milliseconds"]) for goal in expect.get("latencies", ()))
    yield from (("retention", kept["days"]) for kept in expect.get("retentions", ()))
    yield from (("population", who["count"]) for who in expect.get("populations", ()))
    for name in ("budget_usd_month", "availability", "rpo_s", "rto_s"):
        if expect.get(name) is not None:
            yield name, expect[name]
    for name in ("regimes", "languages", "iac"):
        yield from ((name, value) for value in expect.get(name) or ())


def found(read_as: Requirements) -> Iterator[Fact]:
    """The facts read, the same way."""
    yield from (("load", load.per_second) for load in read_as.loads if load.origin.kind == "quoted")
    yield from (("latency", goal.milliseconds) for goal in read_as.latencies)
    yield from (("retention", kept.days) for kept in read_as.retentions)
    yield from (("population", who.count) for who in read_as.populations)
    recovery = read_as.recovery
    figures = {
        "budget_usd_month": read_as.budget.value if read_as.budget else None,
        "availability": read_as.availability.value if read_as.availability else None,
        "rpo_s": recovery.rpo_s if recovery else None,
        "rto_s": recovery.rto_s if recovery else None,
    }
    yield from ((name, value) for name, value in figures.items() if value is not None)
    yield from (("regimes", regime.name) for regime in read_as.regimes)
    for name, stated in (("languages", read_as.languages), ("iac", read_as.targets)):
        yield from ((name, value) for value in stated.value if stated.origin.kind == "quoted")


def is_same(one: Fact, other: Fact) -> bool:
    """Whether two facts agree: figures within three parts in a hundred."""
    if isinstance(one[1], str) or isinstance(other[1], str):
        return one == other
    return one[0] == other[0] and other[1] == pytest.approx(one[1], rel=0.03)


def hits(wanted: list[Fact], given: list[Fact], same: Callable[[Fact, Fact], bool]) -> int:
    """How many facts are there, each given one counted once."""
    left = list(given)
    count = 0
    for fact in wanted:
        match = next((other for other in left if same(fact, other)), None)
        if match is not None:
            left.remove(match)
            count += 1
    return count


def test_facts_of_briefs_are_read_and_not_made_up() -> None:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if case["split"] == "train"]
    wanted = given = common = 0
    for case in cases:
        facts, seen = list(told(case["expect"])), list(found(read(case["text"]).requirements))
        wanted, given = wanted + len(facts), given + len(seen)
        common += hits(facts, seen, is_same)
    assert common / wanted >= LEAST_RECALL
    assert common / given >= LEAST_PRECISION
