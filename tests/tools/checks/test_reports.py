"""Reports: readable, stable, escaped, with lines where they are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tools.checks import Finding, Place, Report, all_rules, check
from tools.checks.reports import to_json, to_markdown, to_sarif, to_text
from tools.checks.reports.places import line_of
from tools.checks.reports.sarif import fingerprint
from tools.design.codec import dumps, line_map
from tools.design.design import Design
from tools.design.plaintext import revealed

Build = Callable[[dict[str, Any]], Design]

CASE: dict[str, Any] = {
    "components": {
        "api": {"kind": "api", "access_logs": False, "auth": "none"},
        "q": "queue",
        "k": {"kind": "key", "rotation": False},
    },
    "waivers": [
        {"rule": "SL-K01", "component": "k", "reason": "imported material", "expires": "2027-01-01"},
        {"rule": "SL-K02", "component": "k", "reason": "nothing to see here", "expires": "2027-01-01"},
    ],
}


@pytest.fixture
def report(build: Build) -> Report:
    return check(build(CASE))


def test_text_has_one_line_for_each_finding(report: Report) -> None:
    text = to_text(report)
    assert "components[0].auth: error SL-A02 api lets anyone call it.\n" in text
    assert "components[0].access_logs: warning SL-A01 api keeps no access logs. [auto-fix]\n" in text
    assert "SL-K01 k never rotates. Waived until 2027-01-01: imported material\n" in text
    assert "The waiver of SL-K02 of k waives nothing that was found.\n" in text
    assert text.endswith(f"1 waived; {report.rules} rules.\n")
    marks = (": error SL-", ": warning SL-", ": note SL-")
    assert sum(any(mark in line for mark in marks) for line in text.splitlines()) == len(report.findings)


def test_text_names_lines_where_they_are_known(build: Build, report: Report) -> None:
    design = build(CASE)
    written = dumps(design)
    lines = line_map(written)
    line = next(number for number, text in enumerate(written.splitlines(), 1) if "auth: none" in text)
    text = to_text(report, source="shop/design.yaml", lines=lines, reasons=True)
    assert f"shop/design.yaml:{line}: error SL-A02" in text
    assert "      why: One forgotten door" in text
    assert "      do:  Choose who may call" in text


def test_a_field_that_is_not_written_is_at_its_component(build: Build) -> None:
    lines = line_map(dumps(build(CASE)))
    assert line_of(("components", 1, "dead_letter"), lines) == lines["components", 1]
    assert line_of(("nowhere",), lines) == 1
    assert line_of(("components", 1), {}) is None
    assert line_of((), None) is None


def test_an_empty_report_says_so() -> None:
    assert to_text(Report("d", (), rules=7)) == "0 errors, 0 warnings and 0 notes; 7 rules.\n"
    assert "## " not in to_markdown(Report("d", (), rules=7))


def test_json_is_whole_and_stable(report: Report) -> None:
    value = json.loads(to_json(report))
    assert value["counts"] == {s: report.count(s) for s in ("error", "warning", "info")}
    assert len(value["findings"]) == len(report.findings)
    logs = next(finding for finding in value["findings"] if finding["rule"] == "SL-A01")
    assert logs["edits"] == [{"edit": "set-field", "name": "api", "field": "access_logs", "value": True}]
    assert value["waived"][0]["waiver"]["reason"] == "imported material"
    assert value["idle_waivers"][0]["rule"] == "SL-K02"
    assert to_json(report) == to_json(report)
    assert "edits" not in json.loads(to_json(report, edits=False))["findings"][0]


def test_sarif_has_what_the_standard_requires(build: Build, report: Report) -> None:
    log = json.loads(to_sarif(report, source="a b/design.yaml", lines=line_map(dumps(build(CASE))), version="1.2"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("Cloudwright", "1.2")
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in all_rules()]
    assert len(run["results"]) == len(report.findings) + len(report.waived)
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/design.yaml"
        assert location["physicalLocation"]["region"]["startLine"] >= 1
    marks = [result["partialFingerprints"]["cloudwrightFinding/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)
    (waived,) = [result for result in run["results"] if "suppressions" in result]
    assert waived["suppressions"][0]["justification"] == "imported material (until 2027-01-01)"


def test_a_fingerprint_outlives_a_move_within_the_file(build: Build, report: Report) -> None:
    moved = build({**CASE, "components": {"new": "table", **CASE["components"]}})
    before = {fingerprint(f) for f in report.findings}
    after = {fingerprint(f) for f in check(moved).findings}
    assert before <= after


@pytest.mark.parametrize("text", ["a\nb", "\x1b[31mred", "\u202egnp.exe", "tab\there", "a\u2028b", "\x00"])
def test_what_a_terminal_would_act_upon_is_shown(text: str) -> None:
    shown = revealed(text)
    assert shown.isprintable()
    finding = Finding("SL-T01", "info", Place(text, ("x",)), f"{text}.", text, "ask", text)
    for printed in (to_text(Report("d", (finding,)), reasons=True), to_markdown(Report("d", (finding,)))):
        assert all(line.isprintable() for line in printed.split("\n"))


def test_markup_is_text_in_markdown() -> None:
    finding = Finding("SL-T01", "info", Place("x", ("x",)), "a | b <script> [x](y) `c` *d*.", "why", "ask", "do")
    row = next(line for line in to_markdown(Report("d", (finding,))).splitlines() if "script" in line)
    assert r"a \| b \<script\> \[x\](y) \`c\` \*d\*." in row


def test_any_text_survives_sarif_and_json() -> None:
    finding = Finding("SL-T01", "info", Place('"\n', ("x",)), '"quoted" \u2028 \x07.', "why", "ask", "do", "\ud7ff")
    report = Report("d", (finding,))
    assert json.loads(to_json(report))["findings"][0]["message"] == finding.message
    assert json.loads(to_sarif(report))["runs"][0]["results"][0]["properties"]["evidence"] == "\ud7ff"
