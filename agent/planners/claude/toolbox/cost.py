"""What the design costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.planners.claude.schemas import record, text
from agent.planners.claude.telling import cost_line, fitted
from agent.planners.claude.tooling import Told, Tool
from agent.planners.claude.workbench import Bench
from tools.cost import Line

TOKENS = 1800


def run(bench: Bench, given: Mapping[str, Any]) -> tuple[Bench, Told]:
    """Components dearest first; or the lines of one component."""
    bill, name = bench.proven.bill, given["component"]
    if name:
        lines = [_line(line) for line in bill.lines if line.component == name]
        return bench, {"total": cost_line(bench.proven), name: fitted(lines, TOKENS) or "nothing is billed for it"}
    sums = [
        f"{part or 'the system as a whole'} {amount:,.2f}" for part, amount in bill.by_component.items() if amount > 0
    ]
    unpriced = [f"{line.component} {line.title}: no rate known" for line in bill.unpriced]
    return bench, {"total": cost_line(bench.proven), "dollars a month": fitted([*sums, *unpriced], TOKENS)}


def _line(line: Line) -> str:
    amount = "no rate known" if line.amount is None else f"{line.amount:,.2f}"
    return f"{line.title}: {line.quantity:,.0f} {line.unit} = {amount}"


TOOL = Tool(
    "cost",
    "Monthly cost by component, or the lines of one. Every answer of `edit` has the total and what moved already.",
    record(component=text("Name of a component, or empty for all", most=48)),
    run,
)
