"""PostgreSQL, as far as it is otherwise than SQLite. The driver comes in here and nowhere else."""

from __future__ import annotations

import hashlib
import re
import ssl
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from agent.sessions.address import Address
from agent.sessions.engine import Connection, NoLock, Unlock
from agent.sessions.errors import (
    ChoiceError,
    DamagedError,
    SessionError,
    StorageError,
    UnknownSessionError,
    UnsafeError,
)
from agent.sessions.rows import Row

if TYPE_CHECKING:
    from pg8000.native import Connection as Line

WAIT_S = 15.0
"""How long the server may be silent before it counts as gone."""

_ID = re.compile(r"[0-9a-f]{32}")


class LostError(Exception):
    """The connection is gone."""


class Rows:
    """What a statement found."""

    def __init__(self, rows: Sequence[Sequence[Any]] | None) -> None:
        self._rows: Iterator[Row] = map(tuple, rows or ())

    def fetchone(self) -> Row | None:
        """The next row; None after the last."""
        return next(self._rows, None)

    def fetchall(self) -> list[Row]:
        """All rows that are left."""
        return list(self._rows)


class ServerConnection:
    """A connection that is spoken to as one to SQLite is: `?` for values, transactions begun by hand.

    Statements with values are prepared once. Where an answer was not heard to its end (the line broke, somebody
    interrupted), the line is dropped: what comes next on it would be the answer to something else.
    """

    def __init__(self, line: Line) -> None:
        self._line: Line | None = line
        self._prepared: dict[str, Any] = {}
        self._is_begun = False

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction was begun that can still be taken back."""
        return self._is_begun and self._line is not None

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows:
        """Runs a statement; without values several at once, of which the rows come one after the other."""
        from pg8000.exceptions import DatabaseError

        if self._line is None:
            raise LostError
        self._is_begun = self._is_begun or statement.startswith("BEGIN")
        try:
            rows = self._answer(self._line, statement, values)
        except DatabaseError as error:
            if _told(error).get("V") in ("FATAL", "PANIC"):
                self._drop()
            raise
        except BaseException:
            self._drop()
            raise
        if statement in ("COMMIT", "ROLLBACK"):
            self._is_begun = False
        return Rows(rows)

    def _answer(self, line: Line, statement: str, values: Sequence[Any]) -> Any:
        driver: Any = line  # it says nothing of its types
        if not values:
            return driver.run(statement)
        prepared = self._prepared.get(statement)
        if prepared is None:
            prepared = self._prepared[statement] = driver.prepare(numbered(statement))
        return prepared.run(**{f"p{number}": value for number, value in enumerate(values)})

    def close(self) -> None:
        """Lets go of it."""
        self._drop()

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(Exception):
                line.close()


@cache
def numbered(statement: str) -> str:
    """A statement with $1, $2 for its question marks; there are none in our own texts."""
    first, *rest = statement.split("?")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))


class ServerEngine:
    """PostgreSQL, all sessions in one database (see `engine.Engine`)."""

    def __init__(self, address: Address, session: str, key: Callable[[], bytes]) -> None:
        if not _ID.fullmatch(session):
            raise UnknownSessionError(f"'{session[:80]}' is not the id of a session")
        self.session = session
        self.name = str(address)
        self.key = key
        self._address = address
        self._has_lock = False

    @contextmanager
    def guarded(self) -> Generator[None]:
        """PostgreSQL's errors in our words."""
        with guarded(self._address):
            yield

    def begin(self, connection: Connection) -> None:
        """The session's lease is locked: writers of one session come one after the other, and see what stands."""
        connection.execute(
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL synchronous_commit TO on;"
            f" SELECT fence FROM lease WHERE session = '{self.session}' FOR UPDATE"
        )

    def give_back(self, connection: Connection) -> None:
        """The server sweeps by itself."""

    def try_lock(self, connection: Connection) -> Unlock | NoLock:
        """A lock of the server's that goes with the connection, and the connection with the process."""
        if self._has_lock:
            return "taken"
        rows = connection.execute("SELECT pg_try_advisory_lock(?)", (lock_number(self.session),))
        self._has_lock = bool(rows.fetchone()[0])

        def unlock() -> None:
            self._has_lock = False
            with suppress(Exception):  # a line that is gone has let go of it
                connection.execute("SELECT pg_advisory_unlock(?)", (lock_number(self.session),))

        return unlock if self._has_lock else "taken"


def lock_number(name: str) -> int:
    """A name as the number of a lock, the same in every process."""
    return int.from_bytes(hashlib.sha256(f"cloudwright {name}".encode()).digest()[:8], "big", signed=True)


def dialled(address: Address) -> ServerConnection:
    """A connection to the server. Raises ChoiceError without the driver, StorageError."""
    try:
        from pg8000.native import Connection as Line
    except ImportError:
        raise ChoiceError(
            "sessions in PostgreSQL need the extra 'postgres': pip install 'cloudwright[postgres]'"
        ) from None
    with guarded(address):
        return ServerConnection(
            Line(
                address.user,
                password=address.password or "",
                host=None if address.socket else address.host,
                port=address.port,
                unix_sock=address.socket,
                database=address.database,
                timeout=WAIT_S,
                application_name="cloudwright",
                ssl_context=_tls(address),
            )
        )


def _tls(address: Address) -> ssl.SSLContext | bool | None:
    """As the driver takes it: False for none, None for whatever the server offers, True for any that is encrypted."""
    if address.socket or address.tls == "disable":
        return False
    if address.tls == "verify-full":
        return ssl.create_default_context(cafile=address.roots or None)
    return True if address.tls == "require" else None


@contextmanager
def guarded(address: Address) -> Generator[None]:
    """What the driver or the system raises inside comes out as a SessionError."""
    try:
        yield
    except SessionError:
        raise
    except LostError:
        raise _lost(address) from None
    except Exception as error:
        found = explained(error, address)
        if found is None:
            raise
        raise found from None  # what the driver quotes may be anything


def explained(error: Exception, address: Address) -> SessionError | None:
    """The error by its kind, in a line; None for one that is none of the driver's or the system's."""
    from pg8000.exceptions import DatabaseError, InterfaceError

    chain = list(_behind(error))
    told = next((one for one in chain if isinstance(one, DatabaseError)), None)
    if told is not None:
        return _refused(_told(told), address)
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return StorageError(f"{address}: the server is not the one that was meant, or its TLS cannot be trusted")
    if not isinstance(error, InterfaceError | OSError):
        return None
    words = str(error)
    if words == "Server refuses SSL":
        return StorageError(f"{address}: the server offers no TLS, and sslmode wants it")
    if words == "communication error" or words.startswith("Can't create a connection"):
        return StorageError(f"{address}: no server answers there. Start it, or look at the address")
    return _lost(address)


def _behind(error: BaseException) -> Iterator[BaseException]:
    """An error and those during which it came: a line that cannot be closed hides why it was to be."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _lost(address: Address) -> SessionError:
    return StorageError(
        f"{address}: the connection was lost. What was accepted is stored; resume it when the server is back"
    )


def _told(error: BaseException) -> dict[str, str]:
    """The fields of a server's error (PostgreSQL manual, 55.8): C is its code, M its words, V how bad it is."""
    told: object = error.args[0] if error.args else None
    return cast("dict[str, str]", told) if isinstance(told, dict) else {}


_BY_CODE: tuple[tuple[str, type[SessionError], str], ...] = (
    ("28", StorageError, "the server refuses this user or password"),
    ("3D000", StorageError, "there is no such database. Create it, or look at the address"),
    ("42501", StorageError, "this user may not do that there: they need to create or use the schema 'cloudwright'"),
    ("53100", StorageError, "the disk is full; nothing of this was stored. Free some space and try again"),
    ("53300", StorageError, "the server has no connection left. Try again in a moment"),
    ("55P03", StorageError, "the session is locked by another process. Try again in a moment"),
    ("57P03", StorageError, "the server is starting or stopping. Try again in a moment"),
    ("25006", UnsafeError, "the server is a copy that takes no writes. Name the one that does"),
    ("XX001", DamagedError, "the database is damaged"),
    ("XX002", DamagedError, "an index of the database is damaged"),
    ("42P01", DamagedError, "its tables are not those of sessions"),
    ("42703", DamagedError, "its tables are not those of sessions"),
)
"""Beginnings of codes (PostgreSQL manual, appendix A), and what they mean here."""


def _refused(told: dict[str, str], address: Address) -> SessionError:
    code = told.get("C", "")
    for begins, kind, words in _BY_CODE:
        if code.startswith(begins):
            return kind(f"{address}: {words}")
    if code.startswith(("08", "57P")) or told.get("V") in ("FATAL", "PANIC"):
        return _lost(address)
    words = " ".join(told.get("M", "no reason given").split())[:160]
    return StorageError(f"{address}: the server cannot do it ({code}: {words})")
