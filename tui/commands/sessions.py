"""`cloudwright sessions`: the conversations that were had."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.completing import FILE, complete_planners, complete_sessions
from tui.console import DONE, NO_MODEL, InputError, read_input, reason_of, show

if TYPE_CHECKING:
    from agent.conversation import Conversations
    from agent.planners.claude.settings import Settings
    from agent.sessions.rows import Turn
    from agent.sessions.shelf import Glance
    from agent.sessions.versions import Record

SHORT = 8
"""Digits of an id that are shown; as many as are needed to tell sessions apart are enough to name one."""

STORE = "cloudwright.sessions"
"""Under which name a command's context remembers where sessions are kept."""


def _remember(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        ctx.meta[STORE] = value


store_option = click.option(
    "--store", metavar="PLACE", expose_value=False, callback=_remember,
    help="Where conversations are kept: a folder or a postgresql:// URL; else CLOUDWRIGHT_SESSIONS.",
)  # fmt: skip

_SESSION = click.argument("session", metavar="SESSION", shell_complete=complete_sessions)


@contextmanager
def conversations(**wishes: str | None) -> Generator[Conversations]:
    """The sessions of this user; what they refuse is one line. `wishes` are settings of a model."""
    from agent.conversation import Conversations
    from agent.sessions.choosing import shelf_at
    from agent.sessions.errors import SessionError

    def settings() -> Settings:
        from agent.planners.claude.settings import settings_from

        return settings_from(os.environ, **wishes)

    try:
        with closing(Conversations(shelf_at(_place()), settings=settings)) as found:
            yield found
    except SessionError as error:
        raise InputError(str(error)) from None


def _place() -> str:
    """Where the command line says that sessions are kept; empty where it does not."""
    context = click.get_current_context(silent=True)
    return str(context.meta.get(STORE, "")) if context else ""


@click.group("sessions", epilog="Example: cloudwright sessions list shop")
@store_option
def command() -> None:
    """List, show, resume, rename, branch, export, import and delete conversations.

    SESSION is an id, the first digits of one, or a name. A conversation is begun with `cloudwright chat`.
    """


@command.command("list", epilog="Example: cloudwright sessions list orders --json")
@click.argument("query", metavar="[QUERY]", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_sessions(query: str, as_json: bool) -> int:
    """List the conversations, the latest first; with QUERY those whose name or words hold it."""
    with conversations() as found:
        glances = found.list(query)
    if as_json:
        show(json.dumps([_plain_glance(glance) for glance in glances], indent=2, ensure_ascii=False))
        return DONE
    for glance in glances:
        show(_line(glance))
    if not glances:
        show("no conversation yet; begin one with `cloudwright chat`" if not query else "none speaks of that")
    return DONE


@command.command("show", epilog="Example: cloudwright sessions show 3f2a --turn 2")
@_SESSION
@click.option("--turn", type=int, metavar="N", help="The answer of one turn, whole.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show_session(session: str, turn: int | None, as_json: bool) -> int:
    """Show what was said in SESSION, and what became of it."""
    with conversations() as found:
        name = found.find(session)
        if turn is not None:
            answer = found.answer_of(name, turn)
            if answer is None:
                raise InputError(f"turn {turn} has no answer")
            show(json.dumps(answer, indent=2, ensure_ascii=False) if as_json else "\n".join(answer["lines"]))
            return DONE
        record = found.record(name)
        if as_json:
            show(json.dumps(_plain_record(record), indent=2, ensure_ascii=False))
            return DONE
        show("\n".join(history(record)))
    return DONE


@command.command("resume", epilog="Example: cloudwright sessions resume 3f2a --planner embedded")
@_SESSION
@click.option(
    "--planner", metavar="NAME", shell_complete=complete_planners, help="Who goes on; as before if not given."
)
@click.option("--decide", is_flag=True, help="Leave open questions to the planner.")
@click.option("--anew", is_flag=True, help="Begin the open turn anew, where its saved steps cannot be read.")
def resume(session: str, planner: str | None, decide: bool, anew: bool) -> int:
    """Go on with the turn of SESSION that was interrupted, is parked or waits."""
    from agent.sessions.events import Asked, Parked
    from tui.talking import Teller

    teller = Teller()
    with conversations() as found:
        name = found.find(session)
        ending = found.resume(name, planner=planner, anew=anew, listen=teller)
        if decide and isinstance(ending, Asked):
            ending = found.answer(name, "you decide", listen=teller)
    teller.end(ending)
    return NO_MODEL if isinstance(ending, Parked) else DONE


@command.command("cancel", epilog="Example: cloudwright sessions cancel 3f2a")
@_SESSION
def cancel(session: str) -> int:
    """Leave the open turn of SESSION; the design stands where it stood."""
    with conversations() as found:
        turn = found.cancel(found.find(session))
    show(turn.sentence or f"turn {turn.number} is asked to stop at its next step")
    return DONE


@command.command("rename", epilog='Example: cloudwright sessions rename 3f2a "Shop, spring"')
@_SESSION
@click.argument("name", metavar="NAME")
def rename(session: str, name: str) -> int:
    """Give SESSION the name NAME."""
    with conversations() as found:
        found.rename(found.find(session), name)
    return DONE


@command.command("branch", epilog="Example: cloudwright sessions branch 3f2a --turn 2 --name cheaper")
@_SESSION
@click.option("--turn", type=int, metavar="N", help="The last turn to take along; all that are over if not given.")
@click.option("--name", metavar="NAME", default="", help="Name of the new one; that of SESSION if not given.")
def branch(session: str, turn: int | None, name: str) -> int:
    """Begin a new conversation with the turns of SESSION up to one; prints its id."""
    with conversations() as found:
        show(found.branch(found.find(session), turn=turn, name=name))
    return DONE


@command.command("export", epilog="Example: cloudwright sessions export 3f2a -o shop.session")
@_SESSION
@click.option("-o", "--output", metavar="FILE", type=FILE, help="File to write; standard output if not given.")
def export(session: str, output: str | None) -> int:
    """Write SESSION as one file, which `import` reads anywhere."""
    with conversations() as found:
        data = found.export(found.find(session))
    if output is None:
        show(data.decode(), end="")
        return DONE
    from tools.bundle.writing import write_file

    try:
        write_file(data.decode(), Path(output))
    except OSError as error:
        raise InputError(reason_of(error)) from None
    return DONE


@command.command("import", epilog="Example: cloudwright sessions import shop.session")
@click.argument("file", metavar="FILE", type=FILE)
def import_session(file: str) -> int:
    """Take in a conversation from FILE ("-" for standard input); prints its id. A changed file is refused."""
    from agent.sessions.packing import MOST_BYTES

    data = read_input(file, MOST_BYTES)
    with conversations() as found:
        show(found.import_file(data))
    return DONE


@command.command("delete", epilog="Example: cloudwright sessions delete 3f2a --yes")
@_SESSION
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(session: str, yes: bool) -> int:
    """Take SESSION away for good, with all it made."""
    from agent.sessions.errors import DamagedError

    with conversations() as found:
        name = found.find(session)
        _ensure_meant(name, found, yes=yes)
        try:
            found.delete(name)
        except DamagedError:
            found.discard(name)
    return DONE


def _ensure_meant(session: str, found: Conversations, *, yes: bool) -> None:
    if yes:
        return
    if not (sys.stdin is not None and sys.stdin.isatty()):  # pyright: ignore[reportUnnecessaryComparison]
        raise InputError("deleting is for good. Say --yes")
    click.confirm(f"Delete {_line(found.shelf.glance(session))} for good?", abort=True, err=True)


def history(record: Record) -> list[str]:
    """A conversation for people: what was said, what became of it, which design stands."""
    head, versions = record.head, record.versions
    lines = [f"{head.id}  {head.name or '(no name yet)'}", f"planner {head.planner}, begun {_when(head.created)}"]
    if head.parent:
        lines.append(f"branched from {head.parent[:SHORT]} after turn {head.parent_turn or 0}")
    for turn in record.turns:
        mark = "*" if versions.made_by and turn.number == versions.made_by[-1] else " "
        lines.append(f"{mark}{turn.number:>3}  {turn.status:<9} {_said(turn)}")
        if turn.sentence:
            lines.append(f"      {turn.sentence}")
    return [*lines, "* made the design that stands"] if versions.made_by else lines


def _said(turn: Turn) -> str:
    line = " ".join((turn.text or turn.kind).split())
    return line if len(line) <= 100 else f"{line[:97]}..."


def _line(glance: Glance) -> str:
    if glance.problem:
        return f"{glance.id[:SHORT]}  {glance.problem}"
    turns = f"{glance.turns} turn{'s' * (glance.turns != 1)}"
    status = glance.status or "empty"
    return f"{glance.id[:SHORT]}  {_when(glance.updated)}  {turns:>9}  {status:<9}  {glance.name}".rstrip()


def _when(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000).astimezone().strftime("%Y-%m-%d %H:%M")


def _plain_glance(glance: Glance) -> dict[str, object]:
    import dataclasses

    return dataclasses.asdict(glance)


def _plain_record(record: Record) -> dict[str, Any]:
    import dataclasses

    turns = [
        {"number": t.number, "kind": t.kind, "text": t.text, "status": t.status, "sentence": t.sentence,
         "planner": t.planner, "accepted": t.accepted, "design": t.design}
        for t in record.turns
    ]  # fmt: skip
    return dataclasses.asdict(record.head) | {"turns": turns, "standing": record.versions.standing}
