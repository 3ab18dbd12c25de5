"""One connection to one file, and what a transaction on it is."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agent.sessions.errors import StaleLeaseError
from agent.sessions.opening import guarded
from agent.sessions.rows import Row

Watch = Callable[[str], None]
"""Told of every point at which an end of the process would matter."""


def unwatched(point: str) -> None:
    """Watches nothing."""


class Database:
    """Safe to share between threads. Raises SessionError and nothing else."""

    def __init__(self, connection: sqlite3.Connection, path: Path, watch: Watch = unwatched) -> None:
        self.path = path
        self.session = path.stem
        self.watch = watch
        self._connection = connection
        self._lock = threading.RLock()

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock, guarded(self.path):
            self._connection.close()

    @contextmanager
    def writing(self, point: str, fence: int | None = None) -> Generator[sqlite3.Connection]:
        """One transaction: all of it is on the disk afterwards, or nothing of it is.

        `fence` is that of the lease the caller holds: whoever lost it writes nothing.
        """
        with self._lock, guarded(self.path):
            self.watch(f"{point}:before")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
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
        with self._lock, guarded(self.path):
            return self._connection.execute(query, (self.session, *values)).fetchall()

    def give_back(self) -> None:
        """Gives free pages back to the system and empties the log."""
        with self._lock, guarded(self.path):
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def ensure_fence(connection: sqlite3.Connection | sqlite3.Cursor, session: str, fence: int) -> None:
    """Raises StaleLeaseError where another writer has taken the lease since. To be asked within the transaction."""
    row = connection.execute("SELECT fence FROM lease WHERE session = ?", (session,)).fetchone()
    if row is None or row[0] != fence:
        raise StaleLeaseError("another process went on with this session meanwhile; look at it again")
