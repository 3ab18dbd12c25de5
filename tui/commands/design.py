"""`cloudwright design`: from a written brief to a bundle."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from tui.completing import FILE, complete_planners, complete_targets
from tui.console import DONE, FOUND, InputError, ModelFailedError, read_input, reason_of, say, show
from tui.progress import Progress

if TYPE_CHECKING:
    from agent.planners.claude.budget import Spending
    from agent.planners.claude.exchange import Delta
    from agent.planners.protocol import Planner
    from agent.service import Outcome
    from knowledge.knowledge import Knowledge

MOST_ANSWERS = 100_000


@click.command("design", epilog="Example: cloudwright design brief.md -o build/shop --answers answers.yaml")
@click.argument("brief", metavar="BRIEF", type=FILE)
@click.option(
    "-o", "--output", metavar="DIR", type=FILE, help="Folder of the bundle; named after the design where not given."
)
@click.option(
    "--target", "targets", multiple=True, metavar="NAME", shell_complete=complete_targets,
    help="Infrastructure language to print; repeatable. The brief's own, or sam, where not given.",
)  # fmt: skip
@click.option(
    "--answers", metavar="FILE", type=FILE, help='Answers to open questions, YAML or JSON: "budget: 500" a line.'
)
@click.option("--planner", default="embedded", show_default=True, shell_complete=complete_planners, help="Who plans.")
@click.option("--model", metavar="NAME", help="Model that --planner claude asks; else CLOUDWRIGHT_MODEL.")
@click.option("--effort", metavar="LEVEL", help="How hard it thinks: low, medium, high, xhigh or max.")
@click.option("--budget", metavar="DOLLARS", help="Most that asking it may cost; CLOUDWRIGHT_BUDGET, else 5.")
@click.option("--force", is_flag=True, help="Replace a bundle that was edited since it was written.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    brief: str,
    output: str | None,
    targets: tuple[str, ...],
    answers: str | None,
    planner: str,
    model: str | None,
    effort: str | None,
    budget: str | None,
    force: bool,
    as_json: bool,
) -> int:
    """Design a system from BRIEF, a text in any form ("-" for standard input), and write the bundle.

    Ends with 0; with 1 when findings of severity error are left; with 2 when the brief cannot be designed from; with 3
    when the model cannot be asked or does not answer.
    """
    text = _brief(brief)
    said = _answers(answers) if answers else {}
    wish = Wish(planner, {"model": model, "effort": effort, "budget": budget})
    made = _made(brief, text, said, wish, targets, output, force)
    show(_as_json(made) if as_json else _as_text(made))
    return FOUND if made.outcome.summary.errors else DONE


@dataclass(frozen=True)
class Wish:
    """Who is to plan, and what is wished of the model."""

    planner: str
    model: dict[str, str | None]


@dataclass(frozen=True)
class Made:
    """What came of a run."""

    outcome: Outcome
    folder: Path
    written: tuple[str, ...]
    spent: Spending | None
    """What a model took for it; None where none was asked."""


def _made(
    source: str,
    text: str,
    said: dict[str, str],
    wish: Wish,
    targets: tuple[str, ...],
    output: str | None,
    force: bool,
) -> Made:
    from agent import service

    progress = Progress()
    try:
        if output is not None:
            service.check_place(Path(output), replace=force)
        knowledge = service.open_knowledge(partial(progress, "index"))
        planner = _planner(wish, knowledge, progress)
        outcome = _designed(text, said, planner, knowledge, progress, targets)
        dossier = outcome.dossier
        folder = Path(output or dossier.evidence.design.name)
        progress("write", str(folder))
        return Made(outcome, folder, service.write(dossier, folder, replace=force), _spent(planner))
    except service.model_failure() as error:
        progress.done()
        again = "Try again, or finish" if error.is_resumable else "Or finish"
        raise ModelFailedError(f"{error.sentence} {again} with --planner embedded.") from None
    except service.refusals() as error:
        progress.done()
        raise InputError(_located(error, source)) from None
    except OSError as error:
        progress.done()
        raise InputError(reason_of(error)) from None
    finally:
        progress.done()


def _planner(wish: Wish, knowledge: Knowledge, progress: Progress) -> Planner:
    from agent import service

    if wish.planner != "claude":
        return service.planner_named(wish.planner)
    from agent.planners.claude.making import Surroundings
    from agent.planners.claude.settings import settings_from

    settings = settings_from(os.environ, **wish.model)
    around = Surroundings(listen=partial(_show_piece, progress), note=partial(progress, "claude"))
    return service.planner_named("claude", knowledge=knowledge, settings=settings, around=around)


def _show_piece(progress: Progress, piece: Delta) -> None:
    match piece.kind:
        case "discarded":
            progress.forget()
        case "tool":
            progress("claude", piece.text)
        case _:
            progress.hear("claude", piece.text, is_thought=piece.kind == "thinking")


def _designed(
    text: str,
    said: dict[str, str],
    planner: Planner,
    knowledge: Knowledge,
    progress: Progress,
    targets: tuple[str, ...],
) -> Outcome:
    """The run; what a model took for it is said however it ends."""
    from agent import service

    try:
        return service.design(text, said, planner=planner, knowledge=knowledge, say=progress, targets=targets)
    finally:
        getattr(planner, "close", _kept_open)()
        spent = _spent(planner)
        if spent is not None:
            progress.done()
            say(f"claude    {spent.line()}")


def _kept_open() -> None:
    """There is no line to let go of."""


def _spent(planner: Planner) -> Spending | None:
    """What a planner has spent on a model; None for one that asks none, or has not yet."""
    spent: Spending | None = getattr(planner, "spent", None)
    return spent if spent is not None and spent.calls else None


def _located(error: Exception, source: str) -> str:
    """What is wrong with the brief names the brief; what is wrong with an option speaks for itself."""
    from agent.planners.protocol import UnclearBriefError

    name = "standard input" if source == "-" else source
    return f"{name}: {error}" if isinstance(error, UnclearBriefError) else str(error)


def _brief(source: str) -> str:
    from agent.service import MOST_BYTES, BriefError, read_brief
    from tools.checks.credentials import credential, shown

    name = "standard input" if source == "-" else source
    try:
        text = read_brief(read_input(source, MOST_BYTES), name)
    except BriefError as error:
        raise InputError(str(error)) from None
    if (found := credential(text)) is not None:
        say(f"{name}: holds {found[0]} ({shown(found[1])}), which is left out. Change it at its issuer")
    return text


def _answers(source: str) -> dict[str, str]:
    from tools.design.codec import DesignError, parse

    example = 'one line for each question, "budget: 500" say'
    try:
        found: object = parse(read_input(source, MOST_ANSWERS), source)
    except DesignError as error:
        raise InputError(str(error).split("\n")[0]) from None
    if not isinstance(found, dict):
        raise InputError(f"{source}:1: must map questions to answers, {example}")
    return {str(name): _answer(name, value, source) for name, value in cast("dict[object, object]", found).items()}


def _answer(name: object, value: object, source: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float) and str(value).strip():
        return str(value)
    raise InputError(f"{source}: the answer to '{name}' must be words or a number, \"{name}: 500\" say")


def _as_json(made: Made) -> str:
    import json

    from agent.summary import plain_summary

    plain: dict[str, Any] = plain_summary(made.outcome.summary)
    plain |= {"bundle": str(made.folder), "files": list(made.written)}
    if made.spent is not None:
        plain["model"] = made.spent.plain()
    return json.dumps(plain, indent=2, ensure_ascii=False)


def _as_text(made: Made) -> str:
    from tui.screen import summary_screen

    return summary_screen(made.outcome.summary, str(made.folder), len(made.written))
