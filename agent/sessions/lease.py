"""One writer at a time: a lease with a fencing token in the database, and a lock that dies with its process.

The lease decides, the lock hastens: whoever gets the lock of a session knows that the process that held its lease is
gone, and need not wait for it to run out. A writer that stood still while its lease ran out finds another fence in the
database, and writes nothing more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from agent.sessions.database import Database
from agent.sessions.engine import Connection, NoLock, Unlock
from agent.sessions.errors import BusyError, DamagedError, SessionError, UnknownSessionError

LEASE_MS = 60_000
"""How long a lease lasts unless renewed; how long others wait for a writer that stands still."""

TRIES, PAUSE_S = 100, 0.005
"""How often, and how long after each other, a lease that is free is looked at while somebody else has the lock."""

GLANCE_S = 1.0
"""How often a writer looks whether its turn is still wanted."""

Clock = Callable[[], int]
"""Milliseconds since 1970."""


def now_ms() -> int:
    """What the system says."""
    return time.time_ns() // 1_000_000


class Lease:
    """Held until it is released; renewed in the background as long as the process runs."""

    def __init__(self, database: Database, fence: int, lock: Unlock | None, clock: Clock, length_ms: int) -> None:
        self.fence = fence
        self._database = database
        self._lock = lock
        self._clock = clock
        self._length_ms = length_ms
        self._end = threading.Event()
        self._unwanted = threading.Event()
        self._turn: int | None = None
        self._thread = threading.Thread(target=self._renew, daemon=True, name="lease")
        self._thread.start()

    @property
    def is_unwanted(self) -> bool:
        """Whether somebody asked for the turn under way to be left."""
        return self._unwanted.is_set()

    def work_on(self, turn: int) -> None:
        """Says which turn is under way; looks at once whether it is wanted."""
        self._turn = turn
        self._unwanted.clear()
        self._look()

    def release(self, *, unless_queued: bool = False) -> bool:
        """Lets go of it; with `unless_queued` not where a turn was queued meanwhile. Whether it let go."""
        if not _released(self._database, self.fence, unless_queued=unless_queued):
            return False
        self.drop()
        return True

    def close(self) -> None:
        """Lets go of it if it is still held. Where nothing can be written, it runs out by itself."""
        if not self._end.is_set():
            with suppress(SessionError):
                _released(self._database, self.fence, unless_queued=False)
            self.drop()

    def drop(self) -> None:
        """Ends the renewing and frees the lock, whatever the database says; it runs out by itself."""
        self._end.set()
        if self._thread is not threading.current_thread():
            self._thread.join()
        if self._lock is not None:
            self._lock()
            self._lock = None

    def _renew(self) -> None:
        beats = 0
        while not self._end.wait(min(self._length_ms / 4000, GLANCE_S)):
            beats += 1
            try:
                self._look()
                if beats * GLANCE_S * 4000 >= self._length_ms:
                    beats = 0
                    self._prolong()
            except SessionError:
                return  # the next write of the turn finds out, and says so

    def _look(self) -> None:
        """A glance at the database, without a write."""
        query = "SELECT unwanted FROM turns WHERE session = ? AND number = ?"
        if self._turn is not None and any(row[0] for row in self._database.rows(query, self._turn)):
            self._unwanted.set()

    def _prolong(self) -> None:
        with self._database.writing("renew", self.fence) as connection:
            until = self._clock() + self._length_ms
            query = "UPDATE lease SET until = ? WHERE session = ? AND until > 0"  # one that was let go of stays so
            connection.execute(query, (until, self._database.session))


def take_lease(database: Database, clock: Clock, length_ms: int = LEASE_MS) -> Lease:
    """The lease of a session. Raises BusyError where somebody holds it."""
    for left in reversed(range(TRIES)):
        lock = database.try_lock()
        unlock = lock if callable(lock) else None
        try:
            now = clock()
            fence = _taken(database, now, now + length_ms, lock, waits=left > 0)
            if fence is not None:
                return Lease(database, fence, unlock, clock, length_ms)
        except BaseException:
            if unlock is not None:
                unlock()
            raise
        database.watch("lease:between")
        time.sleep(PAUSE_S)
    raise AssertionError("the last try does not wait")


def is_held(connection: Connection, session: str, now: int) -> bool:
    """Whether a lease runs."""
    return _standing(connection, session).until > now


def _taken(database: Database, now: int, until: int, lock: Unlock | NoLock, *, waits: bool) -> int | None:
    """The fence of the lease, now taken; None where it is worth to look again in a moment."""
    with database.writing("lease") as connection:
        standing = _standing(connection, database.session)
        _ensure_free(standing, now, lock)
        if lock == "taken" and waits:
            return None
        connection.execute(
            "UPDATE lease SET fence = ?, until = ?, locked = ? WHERE session = ?",
            (standing.fence + 1, until, int(callable(lock)), database.session),
        )
    return standing.fence + 1


def _ensure_free(standing: _Standing, now: int, lock: Unlock | NoLock) -> None:
    """Raises BusyError where somebody holds the lease.

    Whoever has the lock knows that a holder who had it is gone; of one who never had it nothing is known, and the lease
    has to run out. Where the lease is free and somebody has the lock, they are about to take it or to let go of it, or
    they stand still: that is seen by looking again. Taking it from the last without the lock is safe: what they find
    then is a lease that runs and was taken without the lock, which is nobody's orphan.
    """
    if standing.until > now and not (callable(lock) and standing.is_locked):
        raise BusyError(f"somebody else is at it, for up to {max((standing.until - now) // 1000, 1)} s more. Try again")


def _released(database: Database, fence: int, *, unless_queued: bool) -> bool:
    with database.writing("release", fence) as connection:
        if unless_queued and _is_queued(connection, database.session):
            return False
        connection.execute("UPDATE lease SET until = 0 WHERE session = ?", (database.session,))
    return True


def _is_queued(connection: Connection, session: str) -> bool:
    """Whether the first turn that is not over could be gone on with."""
    row = connection.execute(
        "SELECT status FROM turns WHERE session = ? AND status NOT IN ('answered', 'failed', 'cancelled')"
        " ORDER BY number LIMIT 1",
        (session,),
    ).fetchone()
    return bool(row) and row[0] == "accepted"


class _Standing(NamedTuple):
    """The lease as the database has it."""

    fence: int
    until: int
    """0 where it was let go of."""
    is_locked: bool
    """Whether its holder has the lock as well."""


def _standing(connection: Connection, session: str) -> _Standing:
    row = connection.execute("SELECT fence, until, locked FROM lease WHERE session = ?", (session,)).fetchone()
    if row is None or not all(isinstance(value, int) for value in row):
        if row is None and not connection.execute("SELECT 1 FROM session WHERE id = ?", (session,)).fetchone():
            raise UnknownSessionError("the session was deleted meanwhile. See `cloudwright sessions list`")
        raise DamagedError("the session has no lease")
    return _Standing(row[0], row[1], bool(row[2]))
