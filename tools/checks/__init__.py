"""The design rules: one file each, a runner that outlives a broken one, and reports as text, JSON and SARIF.

Owns what makes a design wrong, why it matters, and the edits that mend it. Refuses figures it would have to work out
itself (cost, latency and load are given to it), prices and dates (the catalog's), and printed templates (what only a
template can show is guaranteed by the printer).
"""

from tools.checks.figures import NO_FIGURES, Figures, StepIssue, TightLimit
from tools.checks.findings import SEVERITIES, Finding, FixKind, Place, Report, Rule, Severity, Waived
from tools.checks.registry import all_rules, registered
from tools.checks.runner import Judged, check, fix_all, judge
from tools.checks.subject import Subject

__all__ = [
    "NO_FIGURES",
    "SEVERITIES",
    "Figures",
    "Finding",
    "FixKind",
    "Judged",
    "Place",
    "Report",
    "Rule",
    "Severity",
    "StepIssue",
    "Subject",
    "TightLimit",
    "Waived",
    "all_rules",
    "check",
    "fix_all",
    "judge",
    "registered",
]
