"""`cloudwright targets`."""

from __future__ import annotations

import click

from tui.console import DONE, show


@click.command("targets", epilog="Example: cloudwright targets")
def command() -> int:
    """List the infrastructure languages that can be printed: name, language, cloud and main file."""
    from tools.blueprint.targets import targets

    for target in targets().values():
        show(f"{target.name:<15} {target.title} ({target.cloud}), {target.entry}")
    return DONE
