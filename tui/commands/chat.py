"""`cloudwright chat`: a conversation in plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from tui.commands.sessions import conversations, store_option
from tui.completing import FILE, complete_planners, complete_sessions
from tui.console import InputError, read_input, show

if TYPE_CHECKING:
    from tui.chatting import Chat
    from tui.listening import Unit


@click.command("chat", epilog="Example: cloudwright chat --brief brief.md")
@click.argument("session", metavar="[SESSION]", required=False, shell_complete=complete_sessions)
@store_option
@click.option("--planner", metavar="NAME", shell_complete=complete_planners, help="Who plans; as before, or embedded.")
@click.option("--model", metavar="NAME", help="Model that --planner claude asks; else CLOUDWRIGHT_MODEL.")
@click.option("--effort", metavar="LEVEL", help="How hard it thinks: low, medium, high, xhigh or max.")
@click.option("--budget", metavar="DOLLARS", help="Most that asking it may cost; CLOUDWRIGHT_BUDGET, else 5.")
@click.option("--brief", metavar="FILE", type=FILE, help="Say what stands in FILE first.")
@click.option("--ask/--no-ask", default=None, help="Ask what would change the design; on a terminal if not said.")
@click.option(
    "--turns", type=click.Choice(["paragraph", "line"]), default="paragraph", show_default=True,
    help="What one turn is in a pipe.",
)  # fmt: skip
def command(
    session: str | None, planner: str | None, brief: str | None, ask: bool | None, turns: str, **wishes: str | None
) -> int:
    """Talk a design through: begin a conversation, or go on with SESSION (an id, its first digits, or a name).

    Words are turns, the first one is the brief, later ones change the design; a line that begins with a slash is a
    command, /help lists them. Every turn is stored before it is worked on. From a pipe, a paragraph is a turn. Ends
    with 0; with 2 where something was refused; with 3 when the model's service failed and the turn is parked.
    """
    from tui.chatting import Chat
    from tui.listening import is_conversation

    is_person = is_conversation()
    with conversations(**wishes) as found:
        name = found.find(session) if session else None
        planned = planner or (found.record(name).head.planner if name else "embedded")
        chat = Chat(found, name, planned, asks=is_person if ask is None else ask)
        chat.greet()
        _hear_all(chat, brief, cast("Unit", turns), is_person=is_person)
        chat.leave(is_person=is_person)
    return chat.code


def _hear_all(chat: Chat, brief: str | None, unit: Unit, *, is_person: bool) -> None:
    """Hears everything there is to hear."""
    from tui.listening import piped_turns, typed_turns

    if brief is not None:
        chat.hear(_brief(brief))
    for text in typed_turns() if is_person else piped_turns(unit):
        if not _heard(chat, text, is_person=is_person):
            break


def _heard(chat: Chat, text: str, *, is_person: bool) -> bool:
    """Hears one turn; a person may interrupt it and go on."""
    try:
        return chat.hear(text)
    except KeyboardInterrupt:
        if not is_person:
            raise
        show("Interrupted; what you said is kept. Go on with /resume, or leave it with /cancel.")
        return True


def _brief(source: str) -> str:
    from agent.service import MOST_BYTES, BriefError, read_brief

    try:
        return read_brief(read_input(source, MOST_BYTES), "standard input" if source == "-" else source)
    except BriefError as error:
        raise InputError(str(error)) from None
