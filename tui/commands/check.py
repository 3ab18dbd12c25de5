"""`cloudwright check`."""

from __future__ import annotations

from typing import Literal

import click

from tui.completing import FILE
from tui.console import DONE, FOUND, show
from tui.designs import open_design


@click.command("check", epilog="Example: cloudwright check build/shop --format sarif > findings.sarif")
@click.argument("design", metavar="DESIGN", type=FILE)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True,
    help="Form of the report.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info"]), default="error", show_default=True,
    help="Severity from which findings make the command end with 1.",
)  # fmt: skip
def command(design: str, form: str, fail_on: Literal["error", "warning", "info"]) -> int:
    """Hold DESIGN (a design.yaml, a bundle's folder, or "-") against the rules."""
    from tools.bundle.evidence import gather
    from tools.checks.reports import to_json, to_sarif, to_text

    opened = open_design(design)
    report = gather(opened.design).report
    printer = {"text": to_text, "json": to_json, "sarif": to_sarif}[form]
    show(printer(report, source=opened.source, lines=opened.written.lines() if report.findings else {}), end="")
    return FOUND if report.at_least(fail_on) else DONE
