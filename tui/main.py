"""The console script: the table of commands, and a way to call them that ends in good order whatever happens."""

from __future__ import annotations

import gc
import sys
from typing import Any

YOUNG_AT_MOST = 500_000
"""Objects made before garbage is looked for. A command lives for a second, and most of what it makes is kept."""

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
    "chat": ("tui.commands.chat", "Talk a design through, in plain lines."),
    "sessions": ("tui.commands.sessions", "The conversations: list, show, resume, branch, export, delete."),
    "prompt": ("tui.commands.prompt", "List, show and fill the templates of briefs."),
    "eval": ("tui.commands.evaluate", "Measure the planner on requirement texts."),
    "completion": ("tui.commands.completion", "Print the completion script of a shell."),
}
"""Name to the module that holds `command`, and what it is for."""


def main() -> None:
    """Runs the command line and ends with its exit code."""
    gc.set_threshold(YOUNG_AT_MOST)
    try:
        from tui.endings import ended
        from tui.plugless import without_plugins

        without_plugins()
        code = ended(_called)
    except KeyboardInterrupt:
        code = 130
    gc.freeze()  # the process ends: looking for garbage among all it holds would take longer than the ending
    sys.exit(code)


def _called() -> Any:
    from tui.group import command_line

    return command_line(COMMANDS).main(prog_name="cloudwright", standalone_mode=False)


if __name__ == "__main__":
    main()
