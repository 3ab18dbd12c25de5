"""Opens a session's file, and refuses one that would forget, is damaged, is not ours or is newer than we are."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from agent.sessions.engine import Connection, NoLock, Unlock
from agent.sessions.errors import DamagedError, NewerError, SessionError, StorageError, UnsafeError
from agent.sessions.schema import APPLICATION, MIGRATIONS
from agent.sessions.sealing import seal_key

Connect = Callable[[Path], sqlite3.Connection]
"""How a file is connected to; another one stands in where a failing disk is tried."""

PATIENCE_S = 5.0
"""How long a write waits for another one to the same file."""

_SETTINGS = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
)
"""What is set on every connection, and how it has to read back: a commit that returned survives a loss of power."""

_OLDEST = (3, 37, 0)
"""The first SQLite with STRICT tables."""


def connected(path: Path) -> sqlite3.Connection:
    """A connection to a file that exists; it never makes one. Transactions are begun by hand."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE_S, check_same_thread=False)


def opened(path: Path, connect: Connect = connected, migrations: tuple[str, ...] = MIGRATIONS) -> sqlite3.Connection:
    """A connection that keeps what it acknowledges, to a file of this version; an older file is brought up to it.

    Raises DamagedError, NewerError, UnsafeError, StorageError.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise UnsafeError(f"SQLite {sqlite3.sqlite_version} is too old; {'.'.join(map(str, _OLDEST))} is needed")
    version = _checked_header(path, len(migrations))
    with guarded(path):
        connection = connect(path)
    try:
        with guarded(path):
            _settle(connection)
            if version < len(migrations):
                _migrate(connection, migrations)
            _ensure_whole(connection, migrations)
    except BaseException:
        connection.close()
        raise
    return connection


def create_file(path: Path, connect: Connect = connected) -> sqlite3.Connection:
    """A new file of this version, for the eyes of its owner alone. Raises StorageError."""
    with guarded(path):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
        connection = connect(path)
    try:
        with guarded(path):
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            _settle(connection)
            _migrate(connection, MIGRATIONS)
    except BaseException:
        connection.close()
        raise
    return connection


def _checked_header(path: Path, newest: int) -> int:
    """The version of a file, read so that one refused stays as it is."""
    application, version, length = _header(path)
    if application != APPLICATION or version <= 0:
        raise DamagedError(f"{path.name} is not the file of a session, or its beginning is damaged")
    if not _has_log(path) and path.stat().st_size < length:
        raise DamagedError(f"{path.name} is cut off: {length} bytes were written")
    if version > newest:
        raise NewerError(
            f"{path.name} was written by a newer version (format {version}, this one reads up to {newest}). "
            "Install that version; the file is as it was"
        )
    return version


def _header(path: Path) -> tuple[int, int, int]:
    """Mark, version and length in bytes, as the file says, whatever its log holds.

    It is SQLite that reads them: a file that this process opens and closes beside it loses every lock that connections
    of other threads hold on it (sqlite.org/howtocorrupt.html, 2.2), and what they write then is lost without a word.
    """
    try:
        if not path.stat().st_size:
            raise DamagedError(f"{path.name} is not the file of a session, or its beginning is damaged")
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with guarded(path), closing(sqlite3.connect(uri, uri=True, check_same_thread=False)) as connection:
            told = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _TOLD]
    except OSError as error:
        raise StorageError(f"{path.name}: {(error.strerror or str(error)).lower()}") from None
    return told[0], told[1], told[2] * told[3]


_TOLD = ("application_id", "user_version", "page_size", "page_count")


def _has_log(path: Path) -> bool:
    """Whether a log holds what the file has not taken over yet."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _settle(connection: sqlite3.Connection) -> None:
    for name, value, _ in _SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}")
    ensure_durable(connection)


def ensure_durable(connection: sqlite3.Connection) -> None:
    """Raises UnsafeError where a setting reads back otherwise than it must."""
    for name, _, wanted in _SETTINGS:
        row = connection.execute(f"PRAGMA {name}").fetchone()
        found = row[0] if row else None
        if found != wanted:
            raise UnsafeError(
                f"the database says {name} = {found} where {wanted} is needed: it would not keep what it acknowledges. "
                "Sessions need a local disk on which SQLite can use a write-ahead log"
            )


def _migrate(connection: sqlite3.Connection, migrations: tuple[str, ...]) -> None:
    """All missing steps or none; the version reaches the file's header before anything else is written."""
    connection.execute("BEGIN EXCLUSIVE")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for script in migrations[version:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _statements(script: str) -> list[str]:
    return [statement for statement in (part.strip() for part in script.split(";")) if statement]


def _ensure_whole(connection: sqlite3.Connection, migrations: tuple[str, ...]) -> None:
    """Raises DamagedError where pages or tables are not as they must be: nothing hides in a trigger or a view."""
    if _tables(connection) != _expected(migrations):
        raise DamagedError("its tables are not those of a session")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()
    if not found or found[0] != "ok":
        raise DamagedError(f"its pages do not hold together ({str(found[0] if found else 'no answer')[:80]})")


def _tables(connection: sqlite3.Connection) -> frozenset[tuple[Any, ...]]:
    return frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall())


@cache
def _expected(migrations: tuple[str, ...]) -> frozenset[tuple[Any, ...]]:
    with sqlite3.connect(":memory:", isolation_level=None) as memory:
        for script in migrations:
            memory.executescript(script)
        found = _tables(memory)
    memory.close()
    return found


class FileEngine:
    """SQLite, a file for each session (see `engine.Engine`)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.session = path.stem
        self.name = path.name

    def guarded(self) -> AbstractContextManager[None]:
        """SQLite's errors in our words."""
        return guarded(self.path)

    def begin(self, connection: Connection) -> None:
        """The file has one writer at a time."""
        connection.execute("BEGIN IMMEDIATE")

    def give_back(self, connection: Connection) -> None:
        """Writes the file anew without free pages, and empties the log."""
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def try_lock(self, connection: Connection) -> Unlock | NoLock:
        """A lock of the system on a file beside."""
        path = self.path.with_suffix(".lock")
        found = try_lock(path)
        if not self.path.exists():  # deleted meanwhile: nothing of it stays
            path.unlink(missing_ok=True)
        return found

    def key(self) -> bytes:
        """It lies beside the files."""
        return seal_key(self.path.parent)


def try_lock(path: Path) -> Unlock | NoLock:
    """Holds a file's lock. It goes with the process, however that ends."""
    if sys.platform == "win32":
        return "absent"
    import fcntl

    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return "taken"
    except OSError:  # a disk that knows no locks
        os.close(handle)
        return "absent"
    return partial(os.close, handle)


@cache
def columns_of(migrations: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Every column of every table of this version, as table and column."""
    with sqlite3.connect(":memory:", isolation_level=None) as memory:
        for script in migrations:
            memory.executescript(script)
        rows = memory.execute("SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c").fetchall()
    memory.close()
    return frozenset((str(table), str(column)) for table, column in rows if not table.startswith("sqlite_"))


@contextmanager
def guarded(path: Path) -> Generator[None]:
    """What the database or the system raises inside comes out as a SessionError."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except UnicodeDecodeError as error:  # SQLite quotes what it finds, whatever that is
        raise DamagedError(f"{path.name} is damaged (what is in it cannot even be quoted)") from error
    except OSError as error:
        raise StorageError(f"{path.name}: {(error.strerror or str(error)).lower()}") from error


_FULL, _LOCKED, _DAMAGED, _REFUSED = (13,), (5, 6, 15), (11, 26), (3, 8, 14, 23)
"""Result codes (sqlite.org/rescode.html): full; busy, locked, protocol; corrupt, not a database; no permission,
read-only, cannot open, not authorised."""


def explained(error: sqlite3.Error, path: Path) -> SessionError:
    """The error by its kind, in a line."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _FULL:
        return StorageError("the disk is full; nothing of this was stored. Free some space and try again")
    if code in _LOCKED:
        return StorageError(f"{path.name} is locked by another process. Try again in a moment")
    if code in _REFUSED:
        return StorageError(f"{path.name} cannot be opened or written ({error}). See who may write to it")
    if code in _DAMAGED or (not code and "UTF-8" in str(error)):
        return DamagedError(f"{path.name} is damaged ({error})")
    if code == 10:  # SQLITE_IOERR and what extends it
        return StorageError(f"the disk failed ({error}); nothing of this was stored. Look at the disk and try again")
    return StorageError(f"{path.name} cannot be worked with ({type(error).__name__}: {error})")
