"""LangGraph's saver, sealed and fenced: what it reads back is data of ours, and who lost the lease writes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from agent.strictness import serialiser

# isort: split
import ormsgpack
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    BaseCheckpointSaver,
    CheckpointTuple,
    get_checkpoint_id,
    get_checkpoint_metadata,
)
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.types import Interrupt

from agent.sessions.database import Database
from agent.sessions.engine import Connection
from agent.sessions.errors import PoisonedError, SessionError, UnsafeError
from agent.sessions.rows import Row
from agent.sessions.sealing import Seal

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, PendingWrite

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


class SealedSaver(BaseCheckpointSaver[str]):
    """Checkpoints of one turn, in the database of its session. Every write is a transaction that the lease is looked
    at in, and that takes away what nothing goes back to."""

    def __init__(self, database: Database, thread: str, key: bytes, fence: int) -> None:
        ensure_strict()
        super().__init__(serde=SealedSerializer(Seal(key, thread)))
        self._database = database
        self._thread = thread
        self._fence = fence

    def get_next_version(self, current: str | None, channel: None) -> str:
        """The version after this one; versions sort as text."""
        return f"{int(current.split('.')[0]) + 1 if current else 1:032}.{0:016}"

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The last checkpoint of a turn. Raises PoisonedError, DamagedError."""
        try:
            found = self._found(_place(config), get_checkpoint_id(config))
            if found is not None:
                _ensure_checkpoint(found.checkpoint)
            return found
        except SessionError:
            raise
        except Exception as error:
            raise PoisonedError(
                f"a saved step cannot be read ({type(error).__name__}); nothing of it was run"
            ) from None

    def _found(self, place: Place, wanted: str | None) -> CheckpointTuple | None:
        named = " AND checkpoint_id = ?" if wanted else ""
        rows = self._database.select(
            "SELECT checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata FROM checkpoints"
            f" WHERE thread_id = ? AND checkpoint_ns = ?{named} ORDER BY checkpoint_id DESC LIMIT 1",
            *place,
            *([wanted] if wanted else []),
        )
        if not rows:
            return None
        name, parent, kind, data, metadata = rows[0]
        return CheckpointTuple(
            _config(place, name),
            self.serde.loads_typed((kind, data)),
            json.loads(metadata),
            _config(place, parent) if parent else None,
            self._writes(place, name),
        )

    def _writes(self, place: Place, checkpoint: str) -> list[PendingWrite]:
        """What steps gave since a checkpoint, in the order LangGraph applies it in."""
        rows: list[Row] = self._database.select(
            "SELECT task_id, channel, type, value FROM writes WHERE thread_id = ? AND checkpoint_ns = ?"
            " AND checkpoint_id = ? ORDER BY task_path, task_id, idx",
            *place,
            checkpoint,
        )
        return [(task, channel, self.serde.loads_typed((kind, data))) for task, channel, kind, data in rows]

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Keeps a checkpoint."""
        place, parent = _place(config), get_checkpoint_id(config)
        told = json.dumps(get_checkpoint_metadata(config, metadata), ensure_ascii=False).encode("utf-8", "ignore")
        values = (*place, checkpoint["id"], parent, *self.serde.dumps_typed(checkpoint), told)
        with self._database.writing("checkpoint", self._fence) as connection:
            connection.execute(
                "INSERT INTO checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type,"
                " checkpoint, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (thread_id, checkpoint_ns, checkpoint_id) DO UPDATE SET type = excluded.type,"
                " checkpoint = excluded.checkpoint, metadata = excluded.metadata",
                values,
            )
            self._prune(connection)
        return _config(place, checkpoint["id"])

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Keeps what a step gave; what it gave before stays, marks of its own end (an interrupt, an error) apart."""
        known = ("DO NOTHING", "DO UPDATE SET channel = excluded.channel, type = excluded.type, value = excluded.value")
        place, checkpoint = _place(config), get_checkpoint_id(config)
        then = known[all(channel in WRITES_IDX_MAP for channel, _ in writes)]
        with self._database.writing("writes", self._fence) as connection:
            for number, (channel, value) in enumerate(writes):
                connection.execute(
                    "INSERT INTO writes (thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel,"
                    " type, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    f" ON CONFLICT (thread_id, checkpoint_ns, checkpoint_id, task_id, idx) {then}",
                    (
                        *place, checkpoint, task_id, task_path, WRITES_IDX_MAP.get(channel, number), channel,
                        *self.serde.dumps_typed(value),
                    ),
                )  # fmt: skip
            self._prune(connection)

    def _prune(self, connection: Connection) -> None:
        """Takes those away that nothing goes back to."""
        rows = connection.execute(
            "SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? ORDER BY checkpoint_id DESC LIMIT ?",
            (self._thread, _KEPT),
        ).fetchall()
        for table in ("checkpoints", "writes") if len(rows) == _KEPT else ():
            connection.execute(
                f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ?", (self._thread, rows[-1][0])
            )


Place = tuple[str, str]
"""Thread and namespace of a checkpoint."""


def _place(config: RunnableConfig) -> Place:
    told = config.get("configurable", {})
    return str(told["thread_id"]), str(told.get("checkpoint_ns", ""))


def _config(place: Place, checkpoint: str) -> RunnableConfig:
    return {"configurable": {"thread_id": place[0], "checkpoint_ns": place[1], "checkpoint_id": checkpoint}}
