"""One connection to one session, and what a transaction on it is."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from agent.sessions.engine import Connection, Engine, NoLock, Unlock, Watch, unwatched
from agent.sessions.errors import StaleLeaseError
from agent.sessions.rows import Row


class Database:
    """Safe to share between threads. Raises SessionError and nothing else."""

    def __init__(self, connection: Connection, engine: Engine, watch: Watch = unwatched) -> None:
        self.engine = engine
        self.session = engine.session
        self.watch = watch
        self._connection = connection
        self._lock = threading.RLock()

    def close(self) -> None:
        """Lets go of the connection."""
        with self._lock, self.engine.guarded():
            self._connection.close()

    @contextmanager
    def writing(self, point: str, fence: int | None = None) -> Generator[Connection]:
        """One transaction: all of it is on the disk afterwards, or nothing of it is.

        `fence` is that of the lease the caller holds: whoever lost it writes nothing.
        """
        with self._lock, self.engine.guarded():
            self.watch(f"{point}:before")
            try:
                self.engine.begin(self._connection)
                if fence is not None:
                    ensure_fence(self._connection, self.session, fence)
                yield self._connection
                self.watch(f"{point}:inside")
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self.watch(f"{point}:after")

    def rows(self, query: str, *values: Any) -> list[Row]:
        """All rows of a query about this session, whose id is its first value."""
        return self.select(query, self.session, *values)

    def select(self, query: str, *values: Any) -> list[Row]:
        """All rows of a query."""
        with self._lock, self.engine.guarded():
            return self._connection.execute(query, values).fetchall()

    def give_back(self) -> None:
        """Gives back to the system what rows that are gone took."""
        with self._lock, self.engine.guarded():
            self.engine.give_back(self._connection)

    def try_lock(self) -> Unlock | NoLock:
        """Takes the lock of the session without waiting."""
        with self._lock, self.engine.guarded():
            found = self.engine.try_lock(self._connection)
        if not callable(found):
            return found
        unlock = found

        def unlocked() -> None:
            with self._lock:
                unlock()

        return unlocked


def ensure_fence(connection: Connection, session: str, fence: int) -> None:
    """Raises StaleLeaseError where another writer has taken the lease since. To be asked within the transaction."""
    row = connection.execute("SELECT fence FROM lease WHERE session = ?", (session,)).fetchone()
    if row is None or row[0] != fence:
        raise StaleLeaseError("another process went on with this session meanwhile; look at it again")
