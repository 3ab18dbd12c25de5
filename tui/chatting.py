"""A conversation, line by line: words are turns, a slash begins a command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.console import BAD_INPUT, DONE, NO_MODEL, InputError, reason_of, say, show
from tui.talking import Teller

if TYPE_CHECKING:
    from agent.conversation import Conversations
    from agent.sessions.events import Ending

COMMANDS: dict[str, str] = {
    "undo": "go back to the design before",
    "redo": "go forth again",
    "why": "why the design is as it is; /why PART for one part or decision",
    "write": "write the bundle; /write DIR, or /write DIR TURN for an earlier one",
    "history": "what was said, and what became of it",
    "name": "give the conversation a name; /name TEXT",
    "branch": "begin another conversation here; /branch, or /branch TURN",
    "export": "write the conversation as one file; /export FILE",
    "resume": "go on with a turn that is parked or was interrupted; /resume embedded to finish without a model",
    "cancel": "leave the turn that is open",
    "help": "this list",
    "quit": "leave; the conversation stays",
}
"""Command to what it does."""

WHO_PLANS = {
    "claude": "Claude plans, from the embedded planner's draft on; what you say is sent to the model's service.",
    "embedded": "The embedded planner plans, by rules and tables on this machine: no model is asked, no key is needed.",
}
"""Planner to the first sentence of a conversation."""


class Chat:
    """One conversation. It is stored with its first turn, so that looking in leaves nothing behind."""

    def __init__(self, conversations: Conversations, session: str | None, planner: str, *, asks: bool) -> None:
        self.code = DONE
        """What the conversation ends with: the worst that happened in it."""
        self._all = conversations
        self._session = session
        self._planner = planner
        self._asks = asks
        self._teller = Teller()

    def greet(self) -> None:
        """Says who plans, and what is open."""
        show(WHO_PLANS.get(self._planner, f"The planner '{self._planner}' plans."))
        if self._session is None:
            show("Say what is to be built; /help lists what else can be said.")
            return
        record = self._all.record(self._session)
        show(f"Conversation {record.head.id[:8]}: {record.head.name or 'no name yet'}, {len(record.turns)} turns.")
        if record.open_turn is not None:
            self._wait()

    def hear(self, text: str) -> bool:
        """Takes a turn or a command; whether the conversation goes on. What is refused is one line."""
        from agent.sessions.errors import SessionError

        try:
            if text.startswith("/"):
                return self._command(text)
            self._end(self._said(text))
        except (SessionError, InputError) as error:
            self._refused(str(error))
        except OSError as error:
            self._refused(reason_of(error))
        return True

    def leave(self, *, is_person: bool) -> None:
        """Says how to come back. Where nobody is left to answer, defaults hold: what is piped in never waits."""
        if self._session is not None:
            waiting = self._all.record(self._session).open_turn
            if waiting is not None and waiting.status == "asking" and not is_person:
                show("Nobody is left to answer: you decide.")
                self._end(self._all.answer(self._session, "you decide", listen=self._teller))
            show(f"Come back with: cloudwright chat {self._session[:8]}")

    def _said(self, text: str) -> Ending:
        session = self._begun()
        waiting = self._all.record(session).open_turn
        if waiting is not None and waiting.status == "asking":
            return self._all.answer(session, text, listen=self._teller)
        return self._all.say(session, text, planner=self._planner, asks=self._asks, listen=self._teller)

    def _begun(self) -> str:
        if self._session is None:
            self._session = self._all.create(planner=self._planner)
        return self._session

    def _there(self) -> str:
        if self._session is None:
            raise InputError("nothing was said yet")
        return self._session

    def _end(self, ending: Ending) -> None:
        from agent.sessions.events import Failed, Parked

        self._teller.end(ending)
        if isinstance(ending, Parked):
            self.code = NO_MODEL
        elif isinstance(ending, Failed):
            self.code = self.code or BAD_INPUT

    def _refused(self, message: str) -> None:
        self._teller.done()
        say(f"cloudwright: {message}")
        self.code = self.code or BAD_INPUT

    def _command(self, text: str) -> bool:
        name, _, rest = text[1:].strip().partition(" ")
        if name in ("quit", "exit", "q"):
            return False
        handler = self._handlers().get(name)
        if handler is None:
            raise InputError(f"there is no command '/{name[:40]}'; /help lists what there is")
        handler(rest.strip())
        return True

    def _handlers(self) -> dict[str, Callable[[str], None]]:
        return {
            "undo": lambda _: self._end(self._all.undo(self._there())),
            "redo": lambda _: self._end(self._all.redo(self._there())),
            "why": self._why,
            "write": self._write,
            "history": lambda _: self._history(),
            "name": lambda rest: self._all.rename(self._there(), rest),
            "branch": self._branch,
            "export": self._export,
            "resume": lambda rest: self._end(
                self._all.resume(self._there(), planner=rest or None, listen=self._teller)
            ),
            "cancel": lambda _: self._cancel(),
            "help": lambda _: self._help(),
        }

    def _wait(self) -> None:
        """Tells again what is waited for; what was interrupted is left to be resumed or cancelled."""
        from agent.sessions.running import waiting

        turn = self._all.record(self._there()).open_turn
        ending = None if turn is None else waiting(turn)
        if ending is not None:
            self._end(ending)
        elif turn is not None:
            show(f"Turn {turn.number} was interrupted. Go on with /resume, or leave it with /cancel.")

    def _why(self, rest: str) -> None:
        from tui.commands.explain import about, everything

        design = self._all.design(self._there())
        show("\n".join(about(design, rest) if rest else everything(design)))

    def _write(self, rest: str) -> None:
        place, turn = _with_number(rest)
        if not place:
            raise InputError("name a folder: /write build/shop")
        written = self._all.write(self._there(), Path(place), turn=turn)
        show(f"Wrote {len(written)} files to {place}; begin with report.html or README.md.")

    def _history(self) -> None:
        from tui.commands.sessions import history

        show("\n".join(history(self._all.record(self._there()))))

    def _branch(self, rest: str) -> None:
        _, turn = _with_number(rest)
        self._session = self._all.branch(self._there(), turn=turn)
        show(f"This is conversation {self._session[:8]} now.")

    def _export(self, rest: str) -> None:
        from tools.bundle.writing import write_file

        if not rest:
            raise InputError("name a file: /export shop.session")
        write_file(self._all.export(self._there()).decode(), Path(rest))
        show(f"Wrote {rest}.")

    def _cancel(self) -> None:
        turn = self._all.cancel(self._there())
        show(f"Turn {turn.number} is cancelled." if turn.is_final else f"Turn {turn.number} is asked to stop.")

    def _help(self) -> None:
        for name, what in COMMANDS.items():
            show(f"/{name:<8} {what}")


def _with_number(text: str) -> tuple[str, int | None]:
    """Words, and the number of a turn at their end."""
    words, _, last = text.rpartition(" ")
    if last.isdecimal() and len(last) < 7:
        return words.strip(), int(last)
    return text, None
