"""What the rules say of the design."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.planners.claude.schemas import choice, record
from agent.planners.claude.telling import count_line, finding_line, fitted
from agent.planners.claude.tooling import Told, Tool
from agent.planners.claude.workbench import Bench
from tools.checks import SEVERITIES

TOKENS = 2200


def run(bench: Bench, given: Mapping[str, Any]) -> tuple[Bench, Told]:
    """The findings of a severity or worse."""
    found = bench.proven.report.at_least(given["severity"])
    return bench, {"count": count_line(bench.proven), "findings": fitted([*map(finding_line, found)], TOKENS) or "none"}


TOOL = Tool(
    "check",
    "Lists findings: severity, rule, part, what is wrong, what to do, and 'mend' where a remedy is ready. Every answer"
    " of `edit` has the new ones already.",
    record(severity=choice(SEVERITIES, "This severity and worse")),
    run,
)
