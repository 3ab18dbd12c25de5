"""The console script: a group whose commands are imported when they are called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

COMMANDS: dict[str, tuple[str, str]] = {
    "design": ("tui.commands.design", "From a written brief to a deployable, proven design."),
    "check": ("tui.commands.check", "Hold a design against the rules."),
    "cost": ("tui.commands.cost", "Price a design, line by line."),
    "scale": ("tui.commands.scale", "Show how far a design scales, and where it breaks first."),
    "render": ("tui.commands.render", "Print a design in an infrastructure language."),
    "explain": ("tui.commands.explain", "Say why a design is as it is."),
    "diff": ("tui.commands.diff", "Compare two designs."),
    "targets": ("tui.commands.targets", "List the infrastructure languages that can be printed."),
    "rules": ("tui.commands.rules", "List the rules, or explain one."),
    "schema": ("tui.commands.schema", "Print the JSON Schema of design files, for editors."),
    "knowledge": ("tui.commands.knowledge", "Search, list, show and add patterns."),
    "prompt": ("tui.commands.prompt", "List, show and fill the templates of briefs."),
    "eval": ("tui.commands.evaluate", "Measure the planner on requirement texts."),
}
"""Name to the module that holds `command`, and what it is for."""


class LazyGroup(click.Group):
    """Lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports one command; None where there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help text, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: cloudwright design brief.md -o build/shop",
)
@click.version_option(package_name="cloudwright", message="cloudwright %(version)s")
def cli() -> None:
    """An architect for serverless systems: a brief in, a deployable and proven design out."""


def main() -> None:
    """Runs the command line and ends with its exit code."""
    from tui.console import guarded

    sys.exit(guarded(_call))


def _call() -> Any:
    return cli.main(standalone_mode=False)


if __name__ == "__main__":
    main()
