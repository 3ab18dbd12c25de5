"""`cloudwright schema`."""

from __future__ import annotations

import click

from tui.console import DONE, show


@click.command("schema", epilog="Example: cloudwright schema > design.schema.json")
def command() -> int:
    """Print the JSON Schema of design files; editors complete and check with it."""
    from tools.design.schema import text

    show(text(), end="")
    return DONE
