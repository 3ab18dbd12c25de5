"""`cloudwright completion`."""

from __future__ import annotations

import click

from tui.console import show


@click.command(
    "completion",
    epilog="Example: cloudwright completion bash > ~/.local/share/bash-completion/completions/cloudwright",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the script by which SHELL completes commands, options and names.

    \b
    bash  save it as ~/.local/share/bash-completion/completions/cloudwright
    zsh   save it as _cloudwright in a folder of $fpath
    fish  save it as ~/.config/fish/completions/cloudwright.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:
        show(kind(ctx.find_root().command, {}, "cloudwright", "_CLOUDWRIGHT_COMPLETE").source())
    return 0
