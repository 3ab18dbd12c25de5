"""The report as lines of a terminal or a log: one finding, one line, in the form editors can jump from."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import SEVERITIES, Finding, Report
from tools.checks.reports.places import PLURAL, SINGULAR, Lines, located, summary
from tools.design.plaintext import revealed


def to_text(report: Report, *, source: str = "design.yaml", lines: Lines | None = None, reasons: bool = False) -> str:
    """The findings, worst first and grouped by severity, then what was waived, then a summary. Ends in a newline.

    With `lines` each begins with `source:line`, else with its path. With `reasons` each is followed by why it matters
    and what to do.
    """
    return "\n".join([*_groups(report, source, lines, reasons), *_waivers(report), f"{summary(report)}."]) + "\n"


def _groups(report: Report, source: str, lines: Lines | None, reasons: bool) -> Iterator[str]:
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        if found:
            yield f"{PLURAL[severity].capitalize()} ({len(found)})"
            for finding in found:
                yield from _lines_of(finding, source, lines, reasons)
            yield ""


def _lines_of(finding: Finding, source: str, lines: Lines | None, reasons: bool) -> Iterator[str]:
    where = revealed(located(finding, source, lines))
    mark = " [auto-fix]" if finding.fix == "auto" else ""
    yield f"  {where}: {SINGULAR[finding.severity]} {finding.rule} {revealed(finding.message)}{mark}"
    if reasons:
        yield f"      why: {revealed(finding.reason)}"
        yield f"      do:  {revealed(finding.remedy)}"


def _waivers(report: Report) -> Iterator[str]:
    if report.waived:
        yield f"Waived ({len(report.waived)})"
        for waived in report.waived:
            waiver = waived.waiver
            until = f"until {revealed(waiver.expires)}: {revealed(waiver.reason)}"
            yield f"  {waived.finding.rule} {revealed(waived.finding.message)} Waived {until}"
        yield ""
    for waiver in report.idle:
        about = f" of {waiver.component}" if waiver.component else ""
        yield f"The waiver of {revealed(waiver.rule)}{about} waives nothing that was found."
