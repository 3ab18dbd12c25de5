"""`cloudwright check`."""

from __future__ import annotations

import click

from tui.console import FOUND, show
from tui.designs import open_design


@click.command("check", epilog="Example: cloudwright check build/shop/design.yaml --format sarif > findings.sarif")
@click.argument("design", metavar="DESIGN")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info"]), default="error", show_default=True,
    help="Severity from which findings make the command end with 1.",
)  # fmt: skip
def command(design: str, form: str, fail_on: str) -> int:
    """Hold DESIGN (a design.yaml, a bundle's folder, or "-") against the rules."""
    from tools.bundle.evidence import gather
    from tools.checks.reports import to_json, to_sarif, to_text
    from tools.design.codec import line_map

    found, text = open_design(design)
    report = gather(found).report
    lines = line_map(text)
    show({"text": to_text, "json": to_json, "sarif": to_sarif}[form](report, lines=lines).rstrip("\n"))
    return FOUND if report.at_least(fail_on) else 0  # type: ignore[arg-type]
