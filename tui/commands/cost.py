"""`cloudwright cost`."""

from __future__ import annotations

from decimal import Decimal

import click

from tui.completing import FILE
from tui.console import DONE, show
from tui.designs import open_design
from tui.places import checked_region


@click.command("cost", epilog="Example: cloudwright cost build/shop --format csv > bill.csv")
@click.argument("design", metavar="DESIGN", type=FILE)
@click.option("--region", metavar="REGION", help="Region to price; the design's own where not given.")
@click.option(
    "--hours", type=click.FloatRange(600, 750), default=730, show_default=True, help="Hours a month counts as."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv", "md"]), default="text", show_default=True,
    help="Form of the bill.",
)  # fmt: skip
def command(design: str, region: str | None, hours: float, form: str) -> int:
    """Price DESIGN (a design.yaml, a bundle's folder, or "-"), line by line."""
    from tools.cost import estimate, to_csv, to_json, to_markdown, to_text
    from tools.workload import propagate

    found = open_design(design).design
    place = checked_region(region)
    bill = estimate(found, propagate(found), region=place, hours_per_month=Decimal(str(hours)))
    show({"text": to_text, "json": to_json, "csv": to_csv, "md": to_markdown}[form](bill), end="")
    return DONE
