"""`cloudwright render`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.console import InputError, say, show
from tui.designs import open_design


@click.command("render", epilog="Example: cloudwright render build/shop --target sam -o infra")
@click.argument("design", metavar="DESIGN")
@click.option("--target", "name", default="sam", show_default=True, metavar="NAME", help="See `cloudwright targets`.")
@click.option("-o", "--output", metavar="DIR", help="Folder to write to; the main file goes to stdout where not given.")
def command(design: str, name: str, output: str | None) -> int:
    """Print DESIGN (a design.yaml, a bundle's folder, or "-") in an infrastructure language."""
    from tools.blueprint.plan import plan
    from tools.blueprint.targets import UnknownTargetError, target

    found, _ = open_design(design)
    try:
        printer = target(name)
    except UnknownTargetError as error:
        raise InputError(str(error)) from None
    files = printer.render(plan(found), "src")
    if output is None:
        show(files[printer.entry], end="")
        return 0
    for path, text in files.items():
        place = Path(output) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    say(f"{len(files)} files in {output}")
    return 0
