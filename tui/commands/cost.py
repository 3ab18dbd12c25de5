"""`cloudwright cost`."""

from __future__ import annotations

from decimal import Decimal

import click

from tui.completing import FILE
from tui.console import DONE, InputError, show
from tui.designs import open_design
from tui.places import checked_region


@click.command(
    "cost",
    epilog="Example: cloudwright cost build/shop --format csv > bill.csv. "
    "Without a design: echo '{service: aws.sqs, inputs: {requests: 5000000}}' | cloudwright cost --usage -",
)
@click.argument("design", metavar="DESIGN", type=FILE, required=False)
@click.option("--usage", metavar="FILE", type=FILE, help="Price plain quantities instead (YAML or JSON; - is stdin).")
@click.option(
    "--verify", "evidence", metavar="FILE", type=FILE, help="Recompute the bill of an evidence.json, or a bundle."
)
@click.option("--region", metavar="REGION", help="Region to price; the design's own where not given.")
@click.option("--hours", type=click.FloatRange(600, 750), help="Hours a month counts as.  [default: 730]")
@click.option("--free-tier/--no-free-tier", default=None, help="Deduct always-free allowances, or take none.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv", "md"]), default="text", show_default=True,
    help="Form of the bill.",
)  # fmt: skip
def command(
    design: str | None,
    usage: str | None,
    evidence: str | None,
    region: str | None,
    hours: float | None,
    free_tier: bool | None,
    form: str,
) -> int:
    """Price DESIGN (a design.yaml, a bundle's folder, or "-"), line by line."""
    place = checked_region(region)
    if evidence is not None:
        from tui.costing import verify_file

        if design is not None or usage is not None:
            raise InputError("--verify recomputes what an evidence.json says: give nothing else to price")
        return verify_file(evidence)
    if usage is not None:
        from tui.costing import price_file

        if design is not None:
            raise InputError("--usage prices quantities without a design: give one or the other")
        return price_file(usage, form, place, hours, free_tier)
    if design is None:
        raise InputError("name a DESIGN, or quantities with --usage FILE")
    return _bill(design, form, place, hours or 730.0, free_tier is not False)


def _bill(design: str, form: str, region: str | None, hours: float, free_tier: bool) -> int:
    from tools.cost import estimate, to_csv, to_json, to_markdown, to_text
    from tools.workload import propagate

    found = open_design(design).design
    month = Decimal(str(hours))
    bill = estimate(found, propagate(found), region=region, hours_per_month=month, free_tier=free_tier)
    show({"text": to_text, "json": to_json, "csv": to_csv, "md": to_markdown}[form](bill), end="")
    return DONE
