"""The bill: what a design costs in a month under its workload.

Owns the meters (what of each component is billed), tiers, free allowances, totals and what drives them. Refuses rates
of its own (they come from the catalogue, with source and date), traffic of its own (it comes from the workload), and
silence: what has no rate, or a rate from elsewhere, is a line that says so.
"""

from __future__ import annotations

from tools.cost.assumptions import Assumption, Assumptions
from tools.cost.bill import Bill, Line
from tools.cost.estimate import estimate
from tools.cost.report import to_csv, to_json, to_markdown, to_text
from tools.cost.sensitivity import Sensitivity, sensitivity

__all__ = [
    "Assumption",
    "Assumptions",
    "Bill",
    "Line",
    "Sensitivity",
    "estimate",
    "sensitivity",
    "to_csv",
    "to_json",
    "to_markdown",
    "to_text",
]
