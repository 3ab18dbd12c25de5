"""Opens a PostgreSQL database for sessions, and refuses one that would forget or that is newer than we are."""

from __future__ import annotations

import re
from functools import cache

from agent.sessions.address import Address
from agent.sessions.errors import DamagedError, NewerError, UnsafeError
from agent.sessions.opening import columns_of
from agent.sessions.schema import MIGRATIONS
from agent.sessions.server import ServerConnection, dialled, guarded, lock_number

SCHEMA = "cloudwright"

_SET = (
    ("synchronous_commit", "on"),
    ("default_transaction_isolation", "'read committed'"),
    ("default_transaction_read_only", "off"),
    ("client_encoding", "'UTF8'"),
    ("lock_timeout", "'5s'"),
    ("statement_timeout", "'10s'"),
    ("idle_in_transaction_session_timeout", "'20s'"),
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
    ("client_min_messages", "error"),
    ("search_path", SCHEMA),
)
"""What is set on every connection. A machine that vanishes is noticed, and lets go of its locks, within half a minute;
a process that stands still within a transaction, too."""

_WANTED = (
    ("synchronous_commit", "on"),
    ("fsync", "on"),
    ("full_page_writes", "on"),
    ("default_transaction_isolation", "read committed"),
    ("transaction_read_only", "off"),
    ("server_encoding", "UTF8"),
    ("client_encoding", "UTF8"),
)
"""How settings have to read back: a commit that returned survives a loss of power, and text comes back as it came."""

_TYPES = {"INTEGER": "BIGINT", "BLOB": "BYTEA", "TEXT": 'TEXT COLLATE "C"', ") STRICT": ")"}
_TYPE = re.compile(r"\b(?:INTEGER|BLOB|TEXT)\b|\) STRICT")

_FRAME = f"""
CREATE TABLE format (version INTEGER NOT NULL) STRICT;
INSERT INTO format (version) VALUES (0);
CREATE TABLE quarantine (
    session TEXT NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (session, hash)
) STRICT;
COMMENT ON SCHEMA {SCHEMA} IS 'Sessions of Cloudwright';
"""


def in_postgres(script: str) -> str:
    """A script of `schema` in PostgreSQL's types; texts are compared and sorted byte by byte, as in SQLite."""
    return _TYPE.sub(lambda found: _TYPES[found[0]], script)


def opened(address: Address, migrations: tuple[str, ...] = MIGRATIONS) -> ServerConnection:
    """A connection that keeps what it acknowledges, to tables of this version; older ones are brought up to it.

    Raises ChoiceError, StorageError, UnsafeError, NewerError, DamagedError.
    """
    connection = dialled(address)
    try:
        with guarded(address):
            connection.execute("; ".join(f"SET {name} TO {value}" for name, value in _SET))
            has_tables = _ensure_durable(connection, address)
            version = _version(connection) if has_tables else 0
            _ensure_known(version, len(migrations), address)
            if version < len(migrations):
                _migrate(connection, migrations, address)
            _ensure_whole(connection, migrations, address)
    except BaseException:
        connection.close()
        raise
    return connection


def _ensure_durable(connection: ServerConnection, address: Address) -> bool:
    """Raises UnsafeError where a setting reads back otherwise than it must. Whether there are tables."""
    asked = ", ".join(f"current_setting('{name}')" for name, _ in _WANTED)
    (row,) = connection.execute(f"SELECT {asked}, to_regclass('{SCHEMA}.format') IS NOT NULL").fetchall()
    for (name, wanted), found in zip(_WANTED, row[:-1], strict=True):
        if found != wanted:
            raise UnsafeError(
                f"{address}: the database says {name} = {found} where {wanted} is needed: it would not keep what it"
                " acknowledges"
            )
    return bool(row[-1])


def _version(connection: ServerConnection) -> int:
    row = connection.execute("SELECT version FROM format").fetchone()
    if row is None or not isinstance(row[0], int):
        raise DamagedError("the tables of sessions do not say their version")
    return row[0]


def _ensure_known(version: int, newest: int, address: Address) -> None:
    if version > newest:
        raise NewerError(
            f"{address}: the sessions are of a newer version (format {version}, this one reads up to {newest})."
            " Install that version; they are as they were"
        )


def _migrate(connection: ServerConnection, migrations: tuple[str, ...], address: Address) -> None:
    """All missing steps or none; of many that come at once, one takes them and the others find them taken."""
    connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL synchronous_commit TO on")
    try:
        connection.execute("SELECT pg_advisory_xact_lock(?)", (lock_number("schema"),))
        found = connection.execute(
            f"SELECT to_regnamespace('{SCHEMA}') IS NOT NULL, to_regclass('{SCHEMA}.format') IS NOT NULL"
        ).fetchone() or (False, False)
        if not found[0]:
            connection.execute(f"CREATE SCHEMA {SCHEMA}")
        if not found[1]:
            connection.execute(in_postgres(_FRAME))
        version = _version(connection)
        _ensure_known(version, len(migrations), address)
        for script in migrations[version:]:
            connection.execute(in_postgres(script))
        connection.execute("UPDATE format SET version = ?", (len(migrations),))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _ensure_whole(connection: ServerConnection, migrations: tuple[str, ...], address: Address) -> None:
    """Raises DamagedError where tables are not as they must be: nothing hides in a trigger, a rule or a view."""
    rows = connection.execute(_COLUMNS).fetchall()
    if frozenset(rows) != _expected(migrations):
        raise DamagedError(f"{address}: its tables are not those of sessions")


_COLUMNS = f"""
SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = to_regnamespace('{SCHEMA}') AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT c.relname::text, 'relation ' || c.relkind::text FROM pg_class c
WHERE c.relnamespace = to_regnamespace('{SCHEMA}') AND c.relkind NOT IN ('r', 'i', 't')
UNION ALL SELECT c.relname::text, 'trigger ' || t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = to_regnamespace('{SCHEMA}') AND NOT t.tgisinternal
UNION ALL SELECT c.relname::text, 'rule ' || r.rulename::text FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE c.relnamespace = to_regnamespace('{SCHEMA}')
"""
"""Columns of tables, and whatever else there is that could be made to run."""


@cache
def _expected(migrations: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    frame = {("format", "version"), *(("quarantine", name) for name in ("session", "hash", "content"))}
    return columns_of(migrations) | frame
