"""Every rule: lets a good design pass, finds what breaks it where it stands, and mends what it says it can mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.checks import Figures, Finding, StepIssue, TightLimit, check, registered
from tools.design.design import Design
from tools.design.diff import diff
from tools.design.edits import apply

Plain = dict[str, Any]
Build = Callable[[Plain], Design]

CASES: list[Plain] = [
    case
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
]
RULES = {entry.rule.id: entry for entry in registered()}
FIGURES = ("figures", "at", "says", "severity", "fix", "changes", "remains", "day", "why")
GOOD = [(case["rule"], number, good) for case in CASES for number, good in enumerate(case["good"])]
BAD = [(case["rule"], number, bad) for case in CASES for number, bad in enumerate(case["bad"])]


def found(rule: str, design: Design, case: Plain) -> tuple[Finding, ...]:
    """What one rule finds. Waivers do not count here."""
    on = date.fromisoformat(case["day"]) if "day" in case else None
    given = dict(case.get("figures", {}))
    given["step_issues"] = tuple(StepIssue(**issue) for issue in given.get("step_issues", ()))
    given["tight_limits"] = tuple(TightLimit(**limit) for limit in given.get("tight_limits", ()))
    report = check(design, Figures(**given), on=on, rules=[RULES[rule]])
    return report.findings


def parts(case: Plain) -> Plain:
    return {key: value for key, value in case.items() if key not in FIGURES}


def test_every_rule_has_a_passing_and_a_violating_case() -> None:
    assert sorted(case["rule"] for case in CASES) == sorted(RULES)
    assert all(case["good"] and case["bad"] for case in CASES)


@pytest.mark.parametrize(("rule", "number", "case"), GOOD, ids=[f"{r}-{n}" for r, n, _ in GOOD])
def test_a_good_design_passes(build: Build, rule: str, number: int, case: Plain) -> None:
    assert [f.message for f in found(rule, build(parts(case)), case)] == []


@pytest.mark.parametrize(("rule", "number", "case"), BAD, ids=[f"{r}-{n}" for r, n, _ in BAD])
def test_a_bad_design_is_found_where_it_is_bad(build: Build, rule: str, number: int, case: Plain) -> None:
    (finding,) = found(rule, build(parts(case)), case)
    assert finding.rule == rule
    assert finding.where == case["at"]
    assert finding.severity == case.get("severity", RULES[rule].rule.severity)
    assert case.get("says", "") in finding.message
    assert "failed:" not in finding.message
    assert finding.message.endswith((".", "?", "!"))


@pytest.mark.parametrize(("rule", "number", "case"), BAD, ids=[f"{r}-{n}" for r, n, _ in BAD])
def test_what_can_be_mended_is_mended_and_nothing_else(build: Build, rule: str, number: int, case: Plain) -> None:
    before = build(parts(case))
    (finding,) = found(rule, before, case)
    assert finding.fix == case.get("fix", RULES[rule].rule.fix)
    if not finding.edits:
        assert finding.fix != "auto"
        assert "changes" not in case
        return
    after = apply(before, *finding.edits)
    assert [change.path for change in diff(before, after)] == case["changes"]
    remaining = [f for f in found(rule, after, case) if f.fix == "auto" or not case.get("remains")]
    assert [f.message for f in remaining] == []
    if all(edit.edit != "remove-component" for edit in finding.edits):
        assert apply(after, *finding.edits) == after
