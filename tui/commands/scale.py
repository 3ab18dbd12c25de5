"""`cloudwright scale`."""

from __future__ import annotations

import click

from tui.console import show
from tui.designs import open_design


@click.command("scale", epilog="Example: cloudwright scale build/shop --format svg > concurrency.svg")
@click.argument("design", metavar="DESIGN")
@click.option("--region", metavar="REGION", help="Region whose limits count; the design's own where not given.")
@click.option("--format", "form", type=click.Choice(["text", "json", "svg"]), default="text", show_default=True)
def command(design: str, region: str | None, form: str) -> int:
    """Show how far DESIGN (a design.yaml, a bundle's folder, or "-") scales, and where it breaks first."""
    from tools.scaling.analysis import analyse
    from tools.workload import propagate

    found, _ = open_design(design)
    report = analyse(found, propagate(found), region=region)
    if form == "svg":
        from tools.scaling.plot import concurrency_svg

        show(concurrency_svg(report), end="")
        return 0
    from tools.scaling.report import report_json, report_markdown

    show((report_json(report) if form == "json" else report_markdown(report)).rstrip("\n"))
    return 0
