"""The report as a Markdown page for a bundle."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import SEVERITIES, Finding, Report
from tools.checks.reports.places import PLURAL, Lines, located, summary
from tools.design.markdown import escaped
from tools.design.plaintext import revealed


def to_markdown(report: Report, *, source: str = "design.yaml", lines: Lines | None = None) -> str:
    """A page: the summary, a section for each severity, the waivers. Ends in a newline."""
    parts = ["# Findings", "", f"{summary(report)}."]
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        if found:
            parts += [
                "",
                f"## {PLURAL[severity].capitalize()}",
                "",
                "| Rule | Where | What | Why it matters | What to do |",
            ]
            parts += ["|---|---|---|---|---|", *(_row(finding, source, lines) for finding in found)]
    return "\n".join([*parts, *_waivers(report)]) + "\n"


def _row(finding: Finding, source: str, lines: Lines | None) -> str:
    cells = (finding.rule, located(finding, source, lines), finding.message, finding.reason, finding.remedy)
    return f"| {' | '.join(map(_cell, cells))} |"


def _waivers(report: Report) -> Iterator[str]:
    if report.waived:
        yield from ("", "## Waived", "", "| Rule | What | Reason | Until |", "|---|---|---|---|")
        for waived in report.waived:
            waiver = waived.waiver
            cells = (waived.finding.rule, waived.finding.message, waiver.reason, waiver.expires)
            yield f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return escaped(revealed(text))
