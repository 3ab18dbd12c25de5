"""The command line: a group whose commands are imported when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(click.Group):
    """Lists its commands without importing them. `table` maps a name to module and purpose."""

    def __init__(self, table: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(
            "cloudwright",
            context_settings=SETTINGS,
            help="An architect for serverless systems: a brief in, a deployable and proven design out.",
            epilog="Example: cloudwright design brief.md -o build/shop",
        )
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order people need them."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports one command; None where there is none of this name."""
        if cmd_name not in self._table:
            return None
        command: click.Command = import_module(self._table[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help text, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self._table.items()])


def command_line(table: Mapping[str, tuple[str, str]]) -> click.Group:
    """The group over a table of commands."""
    group = LazyGroup(table)
    return click.version_option(package_name="cloudwright", message="cloudwright %(version)s")(group)
