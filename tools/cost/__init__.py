"""The bill: what a design costs in a month under its workload.

Owns the meters (what of each component is billed), tiers, free allowances, totals and what drives them. Refuses rates
of its own (they come from the catalogue, with source and date), traffic of its own (it comes from the workload), and
silence: what has no rate, or a rate from elsewhere, is a line that says so.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.cost.assumptions import Assumption, Assumptions
    from tools.cost.bill import Bill, Line
    from tools.cost.elasticity import Point, Sensitivity, sensitivity
    from tools.cost.estimating import estimate, monthly_cost
    from tools.cost.report import to_csv, to_json, to_markdown, to_text

__all__ = [
    "Assumption",
    "Assumptions",
    "Bill",
    "Line",
    "Point",
    "Sensitivity",
    "estimate",
    "monthly_cost",
    "sensitivity",
    "to_csv",
    "to_json",
    "to_markdown",
    "to_text",
]

_HOMES = {
    "Assumption": "assumptions",
    "Assumptions": "assumptions",
    "Bill": "bill",
    "Line": "bill",
    "estimate": "estimating",
    "monthly_cost": "estimating",
    "to_csv": "report",
    "to_json": "report",
    "to_markdown": "report",
    "to_text": "report",
    "Point": "elasticity",
    "Sensitivity": "elasticity",
    "sensitivity": "elasticity",
}


def __getattr__(name: str) -> Any:
    """Imports a module when something of it is first asked for: most callers need one or two of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
