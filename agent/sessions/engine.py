"""What databases do each in their own way, and nothing more: a statement, a transaction, a lock, a word for a failure.

The statements themselves are the same for all of them (`store`, `lease`, `checkpoints`), with `?` where a value goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

Watch = Callable[[str], None]
"""Told of every point at which an end of the process would matter."""

Unlock = Callable[[], None]
"""Lets go of a lock; once, and never raises."""

NoLock = Literal["taken", "absent"]
"""Why there is no lock: somebody who lives has it, or the system has none."""


def unwatched(point: str) -> None:
    """Watches nothing."""


class Found(Protocol):
    """What a statement found."""

    def fetchone(self) -> Any:
        """The next row; None after the last."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...


class Connection(Protocol):
    """A connection, as Python's own for SQLite is one."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction was begun that can still be taken back."""
        ...

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Found:
        """Runs one statement, each `?` in it a value."""
        ...

    def close(self) -> None:
        """Lets go of it."""
        ...


class Engine(Protocol):
    """How the database of one session does what each does differently."""

    @property
    def session(self) -> str:
        """The session that is meant."""
        ...

    @property
    def name(self) -> str:
        """What people are told it is in."""
        ...

    def guarded(self) -> AbstractContextManager[None]:
        """What the database or the system raises inside comes out as a SessionError."""
        ...

    def begin(self, connection: Connection) -> None:
        """Begins a transaction; until it ends, nobody else writes to this session."""
        ...

    def give_back(self, connection: Connection) -> None:
        """Gives back to the system what rows that are gone took."""
        ...

    def try_lock(self, connection: Connection) -> Unlock | NoLock:
        """Takes the lock of the session without waiting. It dies with the process that holds it."""
        ...

    def key(self) -> bytes:
        """The key of the seal on saved steps. Raises StorageError, UnsafeError."""
        ...
