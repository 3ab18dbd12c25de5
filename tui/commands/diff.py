"""`cloudwright diff`."""

from __future__ import annotations

import click

from tui.completing import FILE
from tui.console import DONE, show
from tui.designs import open_design

MARKS = {"added": "+", "removed": "-", "changed": "~"}


@click.command("diff", epilog="Example: cloudwright diff old/design.yaml build/shop")
@click.argument("old", metavar="OLD", type=FILE)
@click.argument("new", metavar="NEW", type=FILE)
def command(old: str, new: str) -> int:
    """Compare the designs OLD and NEW: what was added, removed and changed, and what a month costs."""
    from tools.cost import estimate
    from tools.design.diff import diff
    from tools.workload import propagate

    before, after = open_design(old).design, open_design(new).design
    for change in diff(before, after):
        values = " -> ".join(text for text in (change.before, change.after) if text is not None)
        show(f"{MARKS[change.kind]} {change.path}: {values}")
    costs = [estimate(design, propagate(design)).total for design in (before, after)]
    show(f"${costs[0]:,.2f} -> ${costs[1]:,.2f} a month ({costs[1] - costs[0]:+,.2f})")
    return DONE
