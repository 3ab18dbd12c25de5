"""`cloudwright eval`: measuring the planner."""

from __future__ import annotations

from pathlib import Path

import click

from tui.console import InputError, Progress, read_input, show


@click.group("eval")
def command() -> None:
    """Measure the planner on requirement texts."""


@command.command("predict", epilog="Example: cloudwright eval predict texts.jsonl -o services.jsonl")
@click.argument("texts", metavar="TEXTS")
@click.option("-o", "--output", metavar="FILE", help="Where the services go; stdout where not given.")
def predict(texts: str, output: str | None) -> int:
    """Name the services of the design for every line of TEXTS, JSON Lines of {"id", "text"}."""
    from evals.predict import CaseError, predicted_lines

    progress = Progress()
    try:
        lines = predicted_lines(read_input(texts, 200_000_000), texts, lambda text: progress("predict", text))
    except CaseError as error:
        raise InputError(str(error)) from None
    finally:
        progress.done()
    if output is None:
        show("".join(lines), end="")
    else:
        Path(output).write_bytes("".join(lines).encode())
    return 0
