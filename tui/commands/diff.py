"""`cloudwright diff`."""

from __future__ import annotations

import json

import click

from tui.completing import FILE
from tui.console import DONE, show
from tui.designs import open_design


@click.command("diff", epilog="Example: cloudwright diff old/design.yaml build/shop")
@click.argument("old", metavar="OLD", type=FILE)
@click.argument("new", metavar="NEW", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def command(old: str, new: str, as_json: bool) -> int:
    """Compare the designs OLD and NEW: parts, decisions, permissions, cost, latency, limits, findings."""
    from agent.turns import lines, plain, told
    from tools.bundle.evidence import gather

    answer = told(gather(open_design(old).design), gather(open_design(new).design), "")
    show(json.dumps(plain(answer), indent=2) if as_json else "\n".join(lines(answer, whole=True)))
    return DONE
