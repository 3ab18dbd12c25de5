"""`cloudwright design`: from a written brief to a bundle."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.console import FOUND, InputError, Progress, read_input, show

if TYPE_CHECKING:
    from agent.service import Outcome


@click.command("design", epilog="Example: cloudwright design examples/ecommerce-orders.md -o build/ecommerce-orders")
@click.argument("brief", metavar="BRIEF")
@click.option("-o", "--output", metavar="DIR", help="Folder of the bundle; named after the design where not given.")
@click.option("--planner", default="embedded", show_default=True, help="Who plans.")
@click.option(
    "--target", "targets", multiple=True, metavar="NAME", help="Infrastructure language to print; repeatable."
)
@click.option("--answers", metavar="FILE", help="YAML or JSON file of answers: question id to answer.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    brief: str, output: str | None, planner: str, targets: tuple[str, ...], answers: str | None, as_json: bool
) -> int:
    """Design a system from BRIEF, a text file in any form ("-" for standard input), and write the bundle.

    Ends with 1 when findings of severity error are left.
    """
    from agent import service

    progress = Progress()
    text = _brief(brief)
    said = _answers(answers) if answers else {}
    try:
        knowledge = service.open_knowledge(lambda line: progress("index", line))
        outcome = service.design(
            text, said, planner=service.planner_named(planner), knowledge=knowledge, say=progress, targets=targets
        )
        folder = Path(output or outcome.summary.name)
        progress("write", str(folder))
        written = service.write(outcome.dossier, folder)
    except (ValueError, service.BriefError) as error:
        raise InputError(str(error)) from None
    finally:
        progress.done()
    show(_as_json(outcome, folder, written) if as_json else _as_text(outcome, folder, written))
    return FOUND if outcome.summary.errors else 0


def _brief(source: str) -> str:
    from agent.service import MOST_BYTES, read_brief

    data = read_input(source, MOST_BYTES)
    try:
        return read_brief(data, "standard input" if source == "-" else source)
    except ValueError as error:
        raise InputError(str(error)) from None


def _answers(source: str) -> dict[str, str]:
    from tools.design.codec import DesignError, parse

    try:
        found = parse(read_input(source, 100_000), source)
    except DesignError as error:
        raise InputError(str(error)) from None
    if not isinstance(found, dict):
        raise InputError(f"{source}:1: must map questions to answers, `traffic: 50,000 orders a day` say")
    return {str(name): str(answer) for name, answer in found.items()}


def _as_json(outcome: Outcome, folder: Path, written: tuple[str, ...]) -> str:
    plain: dict[str, Any] = dataclasses.asdict(outcome.summary)
    for field in ("questions", "conflicts"):
        plain[field] = [item.model_dump(mode="json") for item in getattr(outcome.summary, field)]
    return json.dumps(plain | {"bundle": str(folder), "files": list(written)}, indent=2, ensure_ascii=False)


def _as_text(outcome: Outcome, folder: Path, written: tuple[str, ...]) -> str:
    from tui.screen import summary_screen

    return summary_screen(outcome.summary, str(folder), len(written))
