"""`cloudwright scale`."""

from __future__ import annotations

import click

from tui.completing import FILE
from tui.console import DONE, show
from tui.designs import open_design
from tui.places import checked_region


@click.command("scale", epilog="Example: cloudwright scale build/shop --format svg > concurrency.svg")
@click.argument("design", metavar="DESIGN", type=FILE)
@click.option("--region", metavar="REGION", help="Region whose limits count; the design's own where not given.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "svg"]), default="text", show_default=True,
    help="Form of the report; svg is the picture of the day.",
)  # fmt: skip
def command(design: str, region: str | None, form: str) -> int:
    """Show how far DESIGN (a design.yaml, a bundle's folder, or "-") scales, and where it breaks first."""
    from tools.scaling.analysis import analyse
    from tools.workload import propagate

    found = open_design(design).design
    report = analyse(found, propagate(found), region=checked_region(region))
    if form == "svg":
        from tools.scaling.plot import concurrency_svg

        show(concurrency_svg(report), end="")
        return DONE
    from tools.scaling.report import report_json, report_markdown

    show((report_json if form == "json" else report_markdown)(report), end="")
    return DONE
