"""Conversations as use cases: what every face calls to talk about a design over days, and to come back to any of it.

Each call opens the session's file, does one thing that stands whole or not at all, and lets go. Raises SessionError.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.casting import EMBEDDED, Casting
from agent.sessions.choosing import shelf_at
from agent.sessions.errors import (
    BusyError,
    ChoiceError,
    NothingToDoError,
    OpenTurnError,
    SessionError,
    StorageError,
    UnknownSessionError,
)
from agent.sessions.events import Accepted, Ending, Listen, unheard
from agent.sessions.fidelity import checked_name, checked_text
from agent.sessions.lease import LEASE_MS, Clock, Lease, now_ms, take_lease
from agent.sessions.rows import Head, Kind, Turn
from agent.sessions.running import Room, answered, run_open_turns, waiting
from agent.sessions.shelf import Glance, Shelves
from agent.sessions.store import Store
from agent.sessions.versions import Record, messages_after, standing_after, turn_numbered, versions_of, words_asked

if TYPE_CHECKING:
    from agent.planners.claude.settings import Settings
    from agent.sessions.running import Cast
    from knowledge.knowledge import Knowledge
    from tools.bundle.model import Dossier
    from tools.design.design import Design

TRIES, PAUSE_S = 100, 0.01
"""How often a turn is offered to a holder that is just beginning or ending."""


class Conversations:
    """Everything one can do with sessions. Safe to share between threads."""

    def __init__(
        self,
        shelf: Shelves | None = None,
        *,
        cast: Cast | None = None,
        settings: Callable[[], Settings] | None = None,
        knowledge: Callable[[], Knowledge] | None = None,
        clock: Clock = now_ms,
        fresh_id: Callable[[], str] = lambda: secrets.token_hex(16),
        lease_ms: int = LEASE_MS,
    ) -> None:
        self.shelf = shelf or shelf_at()
        self._cast = cast
        self._open_knowledge = knowledge
        self._clock = clock
        self._fresh_id = fresh_id
        self._lease_ms = lease_ms
        self._casting = Casting(settings, lambda: self.knowledge)

    def close(self) -> None:
        """Lets go of the line to a model, which all sessions share; it is taken up again where one is asked."""
        self._casting.close()

    @cached_property
    def knowledge(self) -> Knowledge:
        """The patterns, opened when first needed."""
        from agent.service import open_knowledge

        return self._open_knowledge() if self._open_knowledge else open_knowledge(lambda _: None)

    # Finding and keeping

    def create(self, *, name: str = "", planner: str = EMBEDDED) -> str:
        """A new session; its id."""
        head = Head(self._fresh_id(), checked_name(name) if name else "", self._known(planner), self._clock())
        self.shelf.create(head)
        return head.id

    def list(self, query: str = "") -> tuple[Glance, ...]:
        """Every session, the latest first; with a query those whose name or words hold it. Damaged ones say so."""
        found = list(self.shelf.glances())
        if query:
            found = [glance for glance in found if self._speaks_of(glance, query.casefold())]
        return tuple(sorted(found, key=lambda glance: (-glance.updated, glance.id)))

    def _speaks_of(self, glance: Glance, query: str) -> bool:
        if glance.problem or query in glance.name.casefold():
            return not glance.problem
        try:
            with self.shelf.opened(glance.id) as store:
                return any(query in turn.text.casefold() for turn in store.turns())
        except SessionError:
            return False

    def find(self, meant: str) -> str:
        """The id of the session that an id, its beginning (four digits at least) or a name means."""
        ids = self.shelf.ids()
        if meant in ids:
            return meant
        begun = [session for session in ids if len(meant) >= 4 and session.startswith(meant)]
        named = [] if begun else [found.id for found in self.list() if found.name.casefold() == meant.casefold()]
        found = begun or (named if meant else [])
        if len(found) != 1:
            why = f"{len(found)} sessions are meant by" if found else "there is no session"
            raise UnknownSessionError(f"{why} '{meant[:80]}'. See `cloudwright sessions list`")
        return found[0]

    def record(self, session: str) -> Record:
        """A session with all its turns, read at once."""
        with self.shelf.opened(session) as store:
            return Record(store.head(), store.turns())

    def answer_of(self, session: str, turn: int) -> dict[str, Any] | None:
        """The answer of a turn, None where it has none."""
        from agent.sessions.desk import plain_in

        with self.shelf.opened(session) as store:
            name = turn_numbered(store.turns(), turn).answer
            return plain_in(store, name) if name else None

    def rename(self, session: str, name: str) -> None:
        """Gives a session a name."""
        with self.shelf.opened(session) as store:
            store.rename(checked_name(name))

    # Talking

    def say(
        self,
        session: str,
        text: str,
        *,
        key: str | None = None,
        planner: str | None = None,
        asks: bool = True,
        queues: bool = False,
        listen: Listen = unheard,
    ) -> Ending:
        """Accepts a turn, which is stored before anybody is told, and runs it; how it ended.

        The first one is a brief, later ones change the design that stands. What looks like a credential is taken out
        before anything is kept. The same `key` again is the same turn.
        Without `asks` defaults hold where something is open. Where somebody else is at the session, BusyError; with
        `queues` the turn is stored, and they go on with it.
        """
        from tools.checks.credentials import redacted

        said = self._said("say", redacted(checked_text(text)), key, self._known(planner), asks)
        with self.shelf.opened(session) as store:
            said = replace(said, planner=said.planner or store.head().planner)
            for _ in range(TRIES if queues else 1):
                try:
                    with self._leased(store) as lease:
                        return self._accepted(store, lease, said, listen)
                except BusyError:
                    if not queues:
                        raise
                with suppress(BusyError):  # whoever held it has let go of it meanwhile
                    return self._queued(store, said, listen)
                time.sleep(PAUSE_S)
            raise BusyError("somebody is at it, and neither goes on nor ends. Try again in a minute")

    def _queued(self, store: Store, said: Turn, listen: Listen) -> Ending:
        turn, is_new = store.accept(said, fence=None, now=self._clock())
        queued = Accepted(store.session, turn.number, is_queued=True)
        if is_new:
            listen(queued)
        return queued

    def _accepted(self, store: Store, lease: Lease, said: Turn, listen: Listen) -> Ending:
        turn, is_new = store.accept(said, fence=lease.fence, now=self._clock())
        if is_new:
            listen(Accepted(store.session, turn.number))
        return self._ended(store, lease, turn, listen)

    def answer(self, session: str, text: str, *, key: str | None = None, listen: Listen = unheard) -> Ending:
        """Replies to the questions of the turn that waits: by number, in words, or "you decide"."""
        from tools.checks.credentials import redacted

        words = redacted(checked_text(text, "the answer"))
        with self.shelf.opened(session) as store, self._leased(store) as lease:
            turn = store.next_open()
            if turn is None or turn.status != "asking":
                raise NothingToDoError("no question is open. Say what is to change")
            store.reply(turn.number, key or self._fresh_id(), words, lease.fence)
            return self._ended(store, lease, turn, listen)

    def resume(
        self, session: str, *, planner: str | None = None, anew: bool = False, listen: Listen = unheard
    ) -> Ending:
        """Goes on with what was interrupted or parked, with another planner if one is given.

        `anew` forgets how far the turn had come: for one whose saved steps cannot be read. A turn that waits for an
        answer is told again.
        """
        planner = self._known(planner)
        with self.shelf.opened(session) as store, self._leased(store) as lease:
            turn = store.next_open()
            if turn is None:
                raise NothingToDoError("nothing is open here. Say what is to change")
            if anew:
                store.forget_progress(turn.number, lease.fence)
            if planner or anew or turn.status == "parked":
                status = "running" if turn.status == "parked" or anew else turn.status
                store.change("resume", turn.number, lease.fence, status=status, planner=planner or turn.planner)
            return self._ended(store, lease, turn, listen)

    def cancel(self, session: str) -> Turn:
        """Leaves the open turn; the session stands where it stood. One that runs elsewhere stops at its next step."""
        with self.shelf.opened(session) as store:
            turn = store.next_open()
            if turn is None:
                raise NothingToDoError("nothing is open here that could be cancelled")
            try:
                with self._leased(store) as lease:
                    sentence = "cancelled; the session stands where it stood"
                    store.change(
                        "cancel", turn.number, lease.fence, status="cancelled", sentence=sentence, code="cancelled",
                        questions="[]",
                    )  # fmt: skip
                    store.sweep(lease.fence)
            except BusyError:
                store.unwant(turn.number)
            return store.turn(turn.number)

    def undo(self, session: str, *, key: str | None = None, listen: Listen = unheard) -> Ending:
        """Goes back to the design before; how the two differ. Raises NothingToDoError."""
        return self._moved(session, "undo", key, listen)

    def redo(self, session: str, *, key: str | None = None, listen: Listen = unheard) -> Ending:
        """Goes forth again to what was undone. Raises NothingToDoError."""
        return self._moved(session, "redo", key, listen)

    # Taking along

    def branch(self, session: str, *, turn: int | None = None, name: str = "") -> str:
        """A new session with the turns up to one, the last that is over if none is given; its id."""
        from agent.sessions.packing import packed

        with self.shelf.opened(session) as store:
            turns = store.turns()
            over = turn or max((found.number for found in turns if found.is_final), default=0)
            if any(not found.is_final for found in turns if found.number <= over):
                raise OpenTurnError(f"turn {over} is not over yet")
            taken = packed(store, over or None) if over else replace(packed(store), turns=(), replies={}, artefacts=())
        own = replace(taken, name=checked_name(name) if name else taken.name, created=self._clock())
        new = self._fresh_id()
        self.shelf.create(own.head(new, parent=session, parent_turn=over or None), own.fill(new))
        return new

    def export(self, session: str) -> bytes:
        """The whole session as one file: the same session, the same bytes."""
        from agent.sessions.packing import packed, to_bytes

        with self.shelf.opened(session) as store:
            return to_bytes(packed(store))

    def import_file(self, data: bytes) -> str:
        """A new session from such a file; its id. Raises PackedError for one that was changed or is none."""
        from agent.sessions.desk import design_of
        from agent.sessions.packing import from_bytes

        found, new = from_bytes(data, design_of), self._fresh_id()
        self.shelf.create(found.head(new), found.fill(new))
        return new

    def delete(self, session: str) -> None:
        """Takes a session away for good, with every copy that was put aside. Raises BusyError while it runs."""
        with self.shelf.opened(session) as store:
            lease = take_lease(store, self._clock, self._lease_ms)
            try:
                store.erase(lease.fence)
            finally:
                lease.drop()
        self.shelf.remove(session)

    def discard(self, session: str) -> None:
        """Takes a damaged session away for good: its file cannot be emptied first."""
        self.shelf.remove(session)

    # Looking at designs

    def design(self, session: str, turn: int | None = None) -> Design:
        """The design that stands, or that stood after a turn. Raises NothingToDoError before the first."""
        from agent.sessions.desk import design_in

        with self.shelf.opened(session) as store:
            return design_in(store, standing_after(store.turns(), turn))

    def dossier(self, session: str, turn: int | None = None) -> Dossier:
        """Everything a bundle of that design is made from."""
        from agent.service import dossier_of
        from agent.sessions.desk import design_in, plain_in

        with self.shelf.opened(session) as store:
            turns = store.turns()
            name = standing_after(turns, turn)
            versions = versions_of(turns[:turn])
            asked, messages = words_asked(turns, versions), messages_after(turns, versions)
            made = next((found for found in turns if found.design == name and found.extra), None)
            extra = plain_in(store, made.extra) if made and made.extra else {}
            design = design_in(store, name)
        return dossier_of(asked, design, self.knowledge, options=extra.get("options", ()), messages=messages)

    def write(
        self, session: str, directory: Path, *, turn: int | None = None, replace: bool = False
    ) -> tuple[str, ...]:
        """Writes the bundle of the design that stands, or stood after a turn: whole or not at all."""
        from agent.service import check_place, write

        try:
            check_place(directory, replace=replace)
            return write(self.dossier(session, turn), directory, replace=replace)
        except OSError as error:
            raise StorageError(str(error)) from None

    # How it is done

    def _known(self, planner: str | None) -> str:
        """The name of a planner there is; empty where none is named. Raises ChoiceError."""
        from agent.service import PLANNERS

        if planner and self._cast is None and planner not in PLANNERS:
            raise ChoiceError(f"there is no planner '{planner[:80]}'; there is: {', '.join(PLANNERS)}")
        return planner or ""

    def _said(self, kind: Kind, text: str, key: str | None, planner: str, asks: bool) -> Turn:
        own = checked_name(key) if key else self._fresh_id()
        return Turn(0, own, kind, text, planner, asks, self._clock())

    @contextmanager
    def _leased(self, store: Store) -> Generator[Lease]:
        lease = take_lease(store, self._clock, self._lease_ms)
        try:
            yield lease
        finally:
            lease.close()

    def _ended(self, store: Store, lease: Lease, turn: Turn, listen: Listen) -> Ending:
        """Runs what is open, also what is queued meanwhile; how this turn ended."""
        room = Room(self._cast or self._casting, lambda: self.knowledge, listen)
        last: Ending | None = None
        while True:
            last = run_open_turns(store, lease, room) or last
            if lease.release(unless_queued=True):
                break
        found = store.turn(turn.number)
        if found.is_final:
            return answered(store, found)
        return waiting(found) or last or Accepted(store.session, turn.number, is_queued=True)

    def _moved(self, session: str, kind: Kind, key: str | None, listen: Listen) -> Ending:
        from agent.sessions.desk import design_in
        from agent.sessions.telling import answer_to
        from tools.bundle.evidence import gather

        said = self._said(kind, "", key, EMBEDDED, False)
        with self.shelf.opened(session) as store, self._leased(store) as lease:
            done = store.turn_by_key(said.key)
            if done is None:
                versions = versions_of(store.turns())
                target = versions.before if kind == "undo" else versions.after
                if target is None or versions.standing is None:
                    raise NothingToDoError(f"there is nothing to {kind}")
                before, after = (gather(design_in(store, name)) for name in (versions.standing, target))
                moved = replace(said, base=versions.standing, design=target)
                done = store.record(moved, lease.fence, answer_to(before, after, _DONE[kind]))
            ending = answered(store, done)
            listen(ending)
            return ending


_DONE: dict[str, str] = {"undo": "Undone.", "redo": "Done again."}
