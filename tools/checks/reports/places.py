"""Where findings are, and what may be printed of them."""

from __future__ import annotations

from collections.abc import Mapping

from tools.checks.findings import SEVERITIES, Finding, Report, Severity
from tools.design.design import Path

Lines = Mapping[Path, int]
"""Line, from 1, of every part of a design file, as the codec's `line_map` gives it."""

PLURAL: dict[Severity, str] = {"error": "errors", "warning": "warnings", "info": "notes"}
SINGULAR: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def line_of(path: Path, lines: Lines | None) -> int | None:
    """The line of a path, or of the nearest part around it that the file has: a default stands nowhere."""
    if not lines:
        return None
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path)


def located(finding: Finding, source: str, lines: Lines | None) -> str:
    """Where a finding is: `design.yaml:12` where the line is known, else its path."""
    line = line_of(finding.path, lines)
    return f"{source}:{line}" if line is not None else finding.where


def summary(report: Report) -> str:
    """What was found in one sentence: "2 errors, 1 warning and 0 notes; 2 can be mended automatically; 120 rules"."""
    found = [_counted(report.count(severity), severity) for severity in SEVERITIES]
    mended = sum(finding.fix == "auto" for finding in report.findings)
    parts = [f"{', '.join(found[:-1])} and {found[-1]}"]
    if mended:
        parts.append(f"{mended} can be mended automatically")
    if report.waived:
        parts.append(f"{len(report.waived)} waived")
    return "; ".join([*parts, f"{report.rules} rules"])


def _counted(count: int, severity: Severity) -> str:
    return f"{count} {SINGULAR[severity] if count == 1 else PLURAL[severity]}"
