"""The report as JSON: stable names, stable order, stable bytes."""

from __future__ import annotations

import json
from typing import Any

from tools.checks.findings import SEVERITIES, Finding, Report
from tools.checks.reports.places import Lines, line_of
from tools.design.codec import plain
from tools.design.decisions import Waiver

VERSION = 1


def to_json(report: Report, *, source: str = "design.yaml", lines: Lines | None = None, edits: bool = True) -> str:
    """The report as one JSON object. With `edits` each finding carries the edits that mend it."""
    value = {
        "version": VERSION,
        "design": report.design,
        "source": source,
        "rules": report.rules,
        "counts": {severity: report.count(severity) for severity in SEVERITIES},
        "findings": [_finding(finding, lines, edits) for finding in report.findings],
        "waived": [
            {**_finding(waived.finding, lines, False), "waiver": _waiver(waived.waiver)} for waived in report.waived
        ],
        "expired_waivers": [_waiver(waiver) for waiver in report.expired],
        "idle_waivers": [_waiver(waiver) for waiver in report.idle],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding, lines: Lines | None, edits: bool) -> dict[str, Any]:
    value: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "subject": finding.subject,
        "components": list(finding.place.components),
        "path": finding.where,
        "line": line_of(finding.path, lines),
        "message": finding.message,
        "evidence": finding.evidence,
        "reason": finding.reason,
        "fix": finding.fix,
        "remedy": finding.remedy,
    }
    if edits:
        value["edits"] = [plain(edit) for edit in finding.edits]
    return value


def _waiver(waiver: Waiver) -> dict[str, Any]:
    value: dict[str, Any] = plain(waiver)
    return value
