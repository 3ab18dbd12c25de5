"""`cloudwright eval`: measuring the planner."""

from __future__ import annotations

from functools import partial

import click

from tui.completing import FILE
from tui.console import DONE, InputError
from tui.lines import deliver, read_lines
from tui.progress import Progress


@click.group("eval", epilog="Example: cloudwright eval predict texts.jsonl -o services.jsonl")
def command() -> None:
    """Measure the planner on requirement texts."""


@command.command("predict", epilog="Example: cloudwright eval predict texts.jsonl -o services.jsonl")
@click.argument("texts", metavar="TEXTS", type=FILE)
@click.option("-o", "--output", metavar="FILE", type=FILE, help="Where the services go; stdout where not given.")
def predict(texts: str, output: str | None) -> int:
    """Name the services of the design for every line of TEXTS, JSON Lines of {"id", "text"}.

    Every line becomes a line {"id", "services"}.
    """
    data = read_lines(texts)
    from evals.predict import CaseError, predicted_lines

    progress = Progress()
    try:
        lines = predicted_lines(data, texts, partial(progress, "predict"))
    except CaseError as error:
        progress.done()
        raise InputError(str(error)) from None
    finally:
        progress.done()
    deliver("".join(lines), output)
    return DONE
