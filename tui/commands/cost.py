"""`cloudwright cost`."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import click

from tui.completing import FILE
from tui.console import DONE, InputError, show
from tui.designs import open_design
from tui.places import checked_region

if TYPE_CHECKING:
    from tools.cost.analysis.pricing import Case


@click.command(
    "cost",
    epilog="Example: cloudwright cost build/shop --format csv > bill.csv. In CI: cloudwright cost design.yaml "
    "--against main/design.yaml --fail-over 10%. Without a design: cloudwright cost --usage usage.yaml",
)
@click.argument("design", metavar="DESIGN", type=FILE, required=False)
@click.option("--usage", metavar="FILE", type=FILE, help="Price plain quantities (YAML or JSON) instead of a design.")
@click.option("--verify", "evidence", metavar="FILE", type=FILE, help="Recompute the bill of an evidence.json.")
@click.option("--analysis", is_flag=True, help="Costs a transaction, what it hangs on, the worst day, what saves.")
@click.option("--range", "ranges", metavar="NAME=LOW..HIGH", multiple=True, help="A figure not known exactly.")
@click.option("--worst-day", "amount", metavar="AMOUNT", type=click.FloatRange(0), help="Most a flooded day may cost.")
@click.option("--tune", "points", metavar="POINTS", help="Right-size memory from MB:ms points: 512:148,1024:119.")
@click.option("--aim", type=click.Choice(["cost", "time", "balance"]), default="cost", help="What --tune looks for.")
@click.option("--arch", type=click.Choice(["arm64", "x86_64"]), default="arm64", help="Processor of --tune.")
@click.option("--against", "other", metavar="DESIGN", type=FILE, help="Show what changed since this other design.")
@click.option("--fail-over", "bar", metavar="AMOUNT|PERCENT", help="Exit with 1 where it grew by more: 25 or 10%.")
@click.option("--prices", metavar="SHEET", type=FILE, help="Newer prices, as --refresh wrote them.")
@click.option(
    "--refresh", "lists", metavar="FILE|URL", multiple=True, help="Read a vendor's price list into the --prices sheet."
)
@click.option("--on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Flag prices over 180 days old on it.")
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
    analysis: bool,
    ranges: tuple[str, ...],
    amount: float | None,
    points: str | None,
    aim: Literal["cost", "time", "balance"],
    arch: str,
    other: str | None,
    bar: str | None,
    prices: str | None,
    lists: tuple[str, ...],
    on: datetime | None,
    region: str | None,
    hours: float | None,
    free_tier: bool | None,
    form: str,
) -> int:
    """Price DESIGN (a design.yaml, a bundle's folder, or "-"), line by line."""
    place = checked_region(region)
    if lists:
        from tui.costing import refresh_prices

        return refresh_prices(lists, prices or "prices.json")
    if points is not None:
        from tui.costing import tune_memory

        return tune_memory(points, aim, arch, place or "", form)
    if usage is not None or evidence is not None:
        from tui.costing import price_file, verify_file

        if design is not None or (usage is not None and evidence is not None):
            raise InputError("a DESIGN, --usage and --verify are three things to look at: give one of them")
        if evidence is not None:
            return verify_file(evidence)
        return price_file(usage or "-", form, place, hours, free_tier, prices)
    if design is None:
        raise InputError("name a DESIGN, or quantities with --usage FILE")
    if bar is not None and other is None:
        raise InputError("--fail-over needs --against DESIGN to compare with")
    case = _case(design, place, hours or 730.0, free_tier is not False, prices)
    if other is not None:
        from tui.costing import compare_designs

        return compare_designs(case, other, form, bar)
    if analysis or ranges or amount is not None:
        from tui.costing import analyse_design

        return analyse_design(case, form, ranges, amount)
    return _bill(case, form, on)


def _case(design: str, region: str | None, hours: float, free_tier: bool, prices: str | None) -> Case:
    from tools.cost.analysis.pricing import Case
    from tools.cost.estimating import VolumeError, checked_volumes
    from tui.costing import open_sheet

    month, found = Decimal(str(hours)), open_design(design).design
    try:
        checked_volumes(found)
    except VolumeError as error:
        raise InputError(f"{design}: {error}") from None
    return Case(found, region, month, free_tier=free_tier, sheet=open_sheet(prices))


def _bill(case: Case, form: str, on: datetime | None) -> int:
    from tools.cost import to_csv, to_json, to_markdown, to_text

    bill = case.bill()._replace(on=on.date() if on is not None else None)
    show({"text": to_text, "json": to_json, "csv": to_csv, "md": to_markdown}[form](bill), end="")
    return DONE
