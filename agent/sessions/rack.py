"""Sessions in one PostgreSQL database, which many processes and machines may share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager

from agent.sessions.address import Address
from agent.sessions.engine import Connection, Watch, unwatched
from agent.sessions.errors import DamagedError, PoisonedError, SessionError, UnknownSessionError
from agent.sessions.founding import SCHEMA, opened
from agent.sessions.rows import Head
from agent.sessions.server import ServerConnection, ServerEngine, guarded
from agent.sessions.shelf import Glance, glance_at, is_session
from agent.sessions.store import Store, thread_of

Connect = Callable[[Address], ServerConnection]

_TABLES = {
    "session": "id", "turns": "session", "replies": "session", "artefacts": "session", "journal": "session",
    "checkpoints": "thread_id", "writes": "thread_id",
}  # fmt: skip
"""What there is of a session, and by which column; the lease apart, which differs each time one looks."""


class Rack:
    """Sessions by id, as `shelf.Shelf` has them. Methods raise SessionError and nothing else."""

    def __init__(
        self, address: Address, *, key: Callable[[], bytes], connect: Connect = opened, watch: Watch = unwatched
    ) -> None:
        self.address = address
        self._key = key
        self._connect = connect
        self._watch = watch

    def ids(self) -> tuple[str, ...]:
        """Every session there is."""
        with closing(self._connect(self.address)) as connection, guarded(self.address):
            rows = connection.execute("SELECT id FROM session ORDER BY id").fetchall()
        return tuple(row[0] for row in rows if is_session(row[0]))

    def create(self, head: Head, fill: Callable[[Connection], None] | None = None) -> None:
        """A new session, there whole or not at all."""
        with closing(self._connect(self.address)) as connection:
            self._store(connection, head.id).found(head, fill)
        self._watch("create:after")

    @contextmanager
    def opened(self, session: str) -> Generator[Store]:
        """A session. Where it shows to be damaged or poisoned, a copy is put aside and nothing is deleted."""
        if not is_session(session):
            raise UnknownSessionError(f"'{session[:80]}' is not the id of a session")
        with closing(self._connect(self.address)) as connection:
            store = self._store(connection, session)
            if not store.rows("SELECT 1 FROM session WHERE id = ?"):
                raise UnknownSessionError(f"there is no session '{session}'. See `cloudwright sessions list`")
            try:
                yield store
            except (DamagedError, PoisonedError) as error:
                raise type(error)(f"session {session[:8]}: {error}. {self._put_aside(session)}") from None

    def glances(self) -> tuple[Glance, ...]:
        """A line about every session; what is wrong with one is said in its line."""
        ids = self.ids()
        with closing(self._connect(self.address)) as connection:
            return tuple(self._glance(connection, session) for session in ids)

    def glance(self, session: str) -> Glance:
        """A line about one session; never raises for what is wrong with it."""
        try:
            with closing(self._connect(self.address)) as connection:
                return self._glance(connection, session)
        except SessionError as error:
            return Glance(session, problem=str(error))

    def _glance(self, connection: ServerConnection, session: str) -> Glance:
        try:
            return glance_at(self._store(connection, session))
        except (DamagedError, PoisonedError) as error:
            return Glance(session, problem=f"session {session[:8]}: {error}")

    def remove(self, session: str) -> None:
        """Takes away what there is of a session, and every copy that was put aside of it."""
        if not is_session(session):
            raise UnknownSessionError(f"'{session[:80]}' is not the id of a session")
        with closing(self._connect(self.address)) as connection:
            store = self._store(connection, session)
            with store.writing("remove") as transaction:
                for table in ("checkpoints", "writes"):
                    query = f"DELETE FROM {table} WHERE thread_id LIKE ?"
                    transaction.execute(query, (thread_of(session, "%"),))
                transaction.execute("DELETE FROM turns WHERE session = ?", (session,))
                transaction.execute("DELETE FROM session WHERE id = ?", (session,))
                transaction.execute("DELETE FROM quarantine WHERE session = ?", (session,))

    def _store(self, connection: ServerConnection, session: str) -> Store:
        return Store(connection, ServerEngine(self.address, session, self._key), self._watch)

    def _put_aside(self, session: str) -> str:
        """Copies the rows as they are, once for each state they are in; says where."""
        try:
            with closing(self._connect(self.address)) as connection:
                content = _content(self._store(connection, session))
                name = hashlib.sha256(content.encode()).hexdigest()[:12]
                with guarded(self.address):
                    query = "INSERT INTO quarantine (session, hash, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                    connection.execute(query, (session, name, content))
        except SessionError as error:
            return f"It was left as it is; no copy could be made ({error})"
        return f"Nothing was deleted; a copy is in the table {SCHEMA}.quarantine under {name}"


def _content(store: Store) -> str:
    """What there is of a session, row by row, as JSON."""
    found: dict[str, list[str]] = {}
    for table, column in _TABLES.items():
        meant = thread_of(store.session, "%") if column == "thread_id" else store.session
        query = f"SELECT to_jsonb(t)::text FROM {table} t WHERE {column} LIKE ? ORDER BY 1"
        found[table] = [row[0] for row in store.select(query, meant)]
    return json.dumps(found)
