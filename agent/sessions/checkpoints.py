"""LangGraph's saver, sealed and fenced: what it reads back is data of ours, and who lost the lease writes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from agent.strictness import serialiser

# isort: split
import ormsgpack
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.types import Interrupt

from agent.sessions.database import Watch, ensure_fence
from agent.sessions.errors import PoisonedError, SessionError, UnsafeError
from agent.sessions.opening import guarded
from agent.sessions.sealing import Seal

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple

_KEPT = 2
"""Checkpoints of a turn that stay: the last and the one before, whose writes it may still lack."""

_BY_FIELDS = 2
"""How msgpack marks a value that is built from its fields (langgraph.checkpoint.serde.jsonplus)."""


def ensure_strict() -> None:
    """Raises UnsafeError where LangGraph would build whatever a row names."""
    if not serialiser.STRICT_MSGPACK_ENABLED:
        raise UnsafeError(
            "langgraph was imported before Cloudwright could forbid it to call what stored state names. "
            "Set LANGGRAPH_STRICT_MSGPACK=true before Python starts, or import agent first"
        )


class SealedSerializer(JsonPlusSerializer):
    """Plain data and questions that wait, under a seal; nothing else is written, nothing else is built."""

    def __init__(self, seal: Seal) -> None:
        super().__init__(pickle_fallback=False, allowed_msgpack_modules=None, __unpack_ext_hook__=_built)
        self._seal = seal

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:
        """Kind and sealed bytes."""
        kind, data = super().dumps_typed(obj)
        return kind, self._seal.put_on(kind, data)

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        """The value. Raises PoisonedError before anything is looked into that is not ours."""
        kind, sealed = data
        if kind not in ("msgpack", "null"):
            raise PoisonedError(f"a saved step is of kind {str(kind)[:20]!r}, which is never written; it was not read")
        body = self._seal.taken_off(kind, sealed)
        try:
            return super().loads_typed((kind, body))
        except PoisonedError:
            raise
        except Exception as error:
            raise PoisonedError(f"a saved step holds what may not be built ({error}); nothing of it was run") from None


def _built(code: int, data: bytes) -> Interrupt:
    """The one type of state that is more than plain data."""
    parts: Any = ormsgpack.unpackb(data, ext_hook=_built, option=ormsgpack.OPT_NON_STR_KEYS)
    if code == _BY_FIELDS and parts[:2] == ["langgraph.types", "Interrupt"] and set(parts[2]) <= _INTERRUPT:
        return Interrupt(**parts[2])
    raise PoisonedError("a saved step names a type that is none of ours; nothing of it was run")


_INTERRUPT = {"value", "id", "response_schema"}


def _ensure_checkpoint(found: Any) -> None:
    """Raises PoisonedError for what a seal was put on that was never ours to give."""
    plain = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    fits = all(type(plain.get(name)) is kind for name, kind in _CHECKPOINT.items())
    if not fits:
        raise PoisonedError("a saved step is none; nothing of it was run")


_CHECKPOINT = {"v": int, "id": str, "ts": str, "channel_values": dict, "channel_versions": dict, "versions_seen": dict}


class SealedSaver(SqliteSaver):
    """Checkpoints of one turn. Every write is a transaction that the lease is looked at in."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, thread: str, key: bytes, fence: int, watch: Watch
    ) -> None:
        ensure_strict()
        super().__init__(connection, serde=SealedSerializer(Seal(key, thread)))
        self.is_setup = True  # its tables are in our schema
        self._path = path
        self._thread = thread
        self._fence = fence
        self._watch = watch

    @contextmanager
    def cursor(self, transaction: bool = True) -> Generator[sqlite3.Cursor]:
        """A cursor within a transaction of its own, which stands whole or not at all, and prunes."""
        with self.lock, guarded(self._path):
            found = self.conn.cursor()
            try:
                if transaction:
                    found.execute("BEGIN IMMEDIATE")
                    ensure_fence(found, self._path.stem, self._fence)
                yield found
                if transaction:
                    self._prune(found)
                    found.execute("COMMIT")
            finally:
                found.close()
                if self.conn.in_transaction:
                    self.conn.execute("ROLLBACK")

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The last checkpoint of a turn. Raises PoisonedError, DamagedError."""
        try:
            found = super().get_tuple(config)
            if found is not None:
                _ensure_checkpoint(found.checkpoint)
            return found
        except SessionError:
            raise
        except Exception as error:
            raise PoisonedError(
                f"a saved step cannot be read ({type(error).__name__}); nothing of it was run"
            ) from None

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Keeps a checkpoint."""
        self._watch("checkpoint:before")
        kept = super().put(config, checkpoint, metadata, new_versions)
        self._watch("checkpoint:after")
        return kept

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Keeps what a step gave."""
        self._watch("writes:before")
        super().put_writes(config, writes, task_id, task_path)
        self._watch("writes:after")

    def _prune(self, found: sqlite3.Cursor) -> None:
        """Takes those away that nothing goes back to."""
        rows = found.execute(
            "SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? ORDER BY checkpoint_id DESC LIMIT ?",
            (self._thread, _KEPT),
        ).fetchall()
        for table in ("checkpoints", "writes") if len(rows) == _KEPT else ():
            found.execute(
                f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ?",  # noqa: S608  (our own words)
                (self._thread, rows[-1][0]),
            )
