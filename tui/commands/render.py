"""`cloudwright render`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.completing import FILE, complete_targets
from tui.console import DONE, FOUND, InputError, reason_of, say, show
from tui.designs import Opened, open_design

if TYPE_CHECKING:
    from tools.blueprint.plan.model import Plan
    from tools.blueprint.targets import Target


@click.command("render", epilog="Example: cloudwright render build/shop --target sam,terraform --verify")
@click.argument("design", metavar="DESIGN", type=FILE)
@click.option(
    "--target", "names", multiple=True, metavar="NAME", shell_complete=complete_targets,
    help="Infrastructure language, see `cloudwright targets`; more than once or with commas for several, or `all`.  "
    "[default: sam; with --verify: all that are read back]",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="DIR", type=FILE,
    help="Folder to write to, new or written before, with a folder for each of several targets; the main file goes to "
    "stdout where not given.",
)  # fmt: skip
@click.option(
    "--verify", is_flag=True,
    help="Read what is printed back and compare the targets: resources, permissions, settings. Ends with 1 where they "
    "are not the same system.",
)  # fmt: skip
def command(design: str, names: tuple[str, ...], output: str | None, verify: bool) -> int:
    """Print DESIGN (a design.yaml, a bundle's folder, or "-") in infrastructure languages."""
    from tools.blueprint.plan import plan

    chosen = _chosen(names, "readable" if verify else "sam")
    if len(chosen) > 1 and output is None and not verify:
        raise InputError(f"--target: {len(chosen)} targets are printed into a folder: say where with --output DIR")
    opened = open_design(design)
    _refuse_secrets(opened)
    decided = plan(opened.design)
    if output is not None:
        _write(decided, chosen, Path(output))
    elif not verify:
        show(chosen[0].render(decided, "src")[chosen[0].entry], end="")
    return _verify(decided, chosen) if verify else DONE


def _refuse_secrets(opened: Opened) -> None:
    """Raises InputError where a text of the design looks like a credential: it would be in everything printed."""
    from tools.checks.credentials import literals, shown
    from tools.design.design import dotted

    for path, what, literal in literals(opened.design):
        raise InputError(
            f"{opened.source}: {dotted(path)} looks like {what} ({shown(literal)}), which would be printed. "
            "Replace it by a reference to a secret, and change the exposed value at its issuer"
        )


def _chosen(names: tuple[str, ...], default: str) -> list[Target]:
    from tools.blueprint.targets import UnknownTargetError, target, targets

    words = [word.strip() for name in names or (default,) for word in name.split(",") if word.strip()]
    if "all" in words:
        words = list(targets())
    elif words == ["readable"]:
        words = [name for name, found in targets().items() if found.read is not None]
    try:
        return [target(word) for word in dict.fromkeys(words)]
    except UnknownTargetError as error:
        raise InputError(f"--target: {error}") from None


def _write(decided: Plan, chosen: list[Target], folder: Path) -> None:
    from tools.blueprint.deployer import deployer_files
    from tools.bundle.writing import write_printed

    several = len(chosen) > 1
    files = {
        f"{found.name}/{path}" if several else path: text
        for found in chosen
        for path, text in found.render(decided, "src").items()
    }
    files |= {f"deploy/{path}": text for path, text in deployer_files(decided).items()}
    try:
        write_printed(files, folder)
    except OSError as error:
        raise InputError(reason_of(error)) from None
    say(f"{len(files)} files in {folder}")


def _verify(decided: Plan, chosen: list[Target]) -> int:
    from tools.blueprint.verifying import to_text, verify

    found = verify(decided, [each.name for each in chosen])
    show(to_text(found), end="")
    return DONE if found.equal else FOUND
