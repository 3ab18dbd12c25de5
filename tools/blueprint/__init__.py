"""Blueprints: a design as infrastructure somebody can deploy, and the code that runs in it.

Owns the plan (names, wiring, permissions and settings, decided once), the printers of infrastructure languages, one
package each, and the printers of handlers. Refuses judgement of designs, prices, and any decision inside a printer.
"""

from __future__ import annotations

from tools.blueprint.plan import Plan, complete, plan
from tools.blueprint.targets import Files, Target, UnknownTargetError, target, targets

__all__ = [
    "Files",
    "Plan",
    "Target",
    "UnknownTargetError",
    "complete",
    "plan",
    "print_source",
    "render",
    "target",
    "targets",
]


def print_source(plan: Plan) -> Files:
    """The code of a plan's functions, containers and jobs, with tests and sample events; paths from its folder."""
    from tools.blueprint.source import print_source as printed

    return printed(plan)


def render(plan: Plan, name: str = "sam", *, code: bool = True) -> Files:
    """Everything a target prints, and the code it deploys under `src/`. Raises UnknownTargetError."""
    files = dict(target(name).render(plan, "src"))
    if code:
        files |= {f"src/{path}": text for path, text in print_source(plan).items()}
    return files
