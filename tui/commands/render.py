"""`cloudwright render`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.completing import FILE, complete_targets
from tui.console import DONE, InputError, reason_of, say, show
from tui.designs import open_design


@click.command("render", epilog="Example: cloudwright render build/shop --target sam -o infra")
@click.argument("design", metavar="DESIGN", type=FILE)
@click.option(
    "--target", "name", default="sam", show_default=True, metavar="NAME", shell_complete=complete_targets,
    help="Infrastructure language, see `cloudwright targets`.",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="DIR", type=FILE,
    help="Folder to write to, new or written before; the main file goes to stdout where not given.",
)  # fmt: skip
def command(design: str, name: str, output: str | None) -> int:
    """Print DESIGN (a design.yaml, a bundle's folder, or "-") in an infrastructure language."""
    from tools.blueprint.plan import plan
    from tools.blueprint.targets import UnknownTargetError, target
    from tools.bundle.writing import write_printed

    try:
        printer = target(name)
    except UnknownTargetError as error:
        raise InputError(f"--target {name}: {error}") from None
    files = printer.render(plan(open_design(design).design), "src")
    if output is None:
        show(files[printer.entry], end="")
        return DONE
    try:
        write_printed(files, Path(output))
    except OSError as error:
        raise InputError(reason_of(error)) from None
    say(f"{len(files)} files in {output}")
    return DONE
