"""`cloudwright cost`."""

from __future__ import annotations

from decimal import Decimal

import click

from tui.console import show
from tui.designs import open_design


@click.command("cost", epilog="Example: cloudwright cost build/shop --format csv > bill.csv")
@click.argument("design", metavar="DESIGN")
@click.option("--region", metavar="REGION", help="Region to price; the design's own where not given.")
@click.option("--hours", type=click.FloatRange(600, 750), default=730, show_default=True, help="Hours of the month.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv", "md"]), default="text", show_default=True)
def command(design: str, region: str | None, hours: float, form: str) -> int:
    """Price DESIGN (a design.yaml, a bundle's folder, or "-"), line by line."""
    from tools.cost import estimate, to_csv, to_json, to_markdown, to_text
    from tools.workload import propagate

    found, _ = open_design(design)
    bill = estimate(found, propagate(found), region=region, hours_per_month=Decimal(str(hours)))
    show({"text": to_text, "json": to_json, "csv": to_csv, "md": to_markdown}[form](bill).rstrip("\n"))
    return 0
