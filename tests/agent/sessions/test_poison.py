"""DES-1: what is read back is data of ours or it is refused, loudly; nothing it names is ever called."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import ormsgpack
import pytest
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.types import Interrupt

from agent.conversation import Conversations
from agent.sessions.checkpoints import SealedSerializer
from agent.sessions.errors import DamagedError, PoisonedError, SessionError, UnsafeError
from agent.sessions.events import Answered, Asked, Parked
from agent.sessions.rows import packed, unpacked
from agent.sessions.sealing import KEY_FILE, Seal
from agent.sessions.store import thread_of
from tests.agent.scripted import BRIEF
from tests.agent.sessions.mechanic import BOTH, conversations

SINGLE, POSITIONAL, NAMED, METHOD, OLD_MODEL, MODEL, ARRAY, DELTA = range(8)
"""Kinds of values that LangGraph's serialiser builds (langgraph.checkpoint.serde.jsonplus)."""


def built(code: int, *parts: Any) -> bytes:
    return ormsgpack.packb({"turn": ormsgpack.Ext(code, ormsgpack.packb(parts))})


class Trap:
    """Makes a folder where it is unpickled."""

    def __init__(self, trap: str) -> None:
        self.trap = trap

    def __reduce__(self) -> Any:
        return os.mkdir, (self.trap,)


def payloads(trap: str) -> dict[str, tuple[str, bytes]]:
    """What an attacker could write into a row; each would make a folder where it is believed."""
    deep = ormsgpack.packb(["os", "mkdir", trap])
    inner = built(SINGLE, "os", "mkdir", trap)
    shell = f"mkdir {trap}"
    envelope = {"lc": 2, "type": "constructor", "id": ["os", "mkdir"], "args": [trap]}
    secret = {"lc": 1, "type": "secret", "id": ["PATH"]}
    calls = {
        "os.mkdir": built(SINGLE, "os", "mkdir", trap),
        "os.mkdir by position": built(POSITIONAL, "os", "mkdir", [trap]),
        "os.mkdir by name": built(NAMED, "os", "mkdir", {"path": trap}),
        "os.makedirs": built(SINGLE, "os", "makedirs", trap),
        "os.system": built(SINGLE, "os", "system", shell),
        "posix.mkdir": built(SINGLE, "posix", "mkdir", trap),
        "subprocess.call": built(NAMED, "subprocess", "call", {"args": ["mkdir", trap]}),
        "subprocess.Popen": built(SINGLE, "subprocess", "Popen", ["mkdir", trap]),
        "eval": built(SINGLE, "builtins", "eval", f"__import__('os').mkdir({trap!r})"),
        "exec": built(SINGLE, "builtins", "exec", f"import os; os.mkdir({trap!r})"),
        "import": built(SINGLE, "builtins", "__import__", "antigravity"),
        "open": built(POSITIONAL, "builtins", "open", [trap, "w"]),
        "a method": built(METHOD, "pathlib", "Path", trap, "mkdir"),
        "a method of os": built(METHOD, "os", "path", trap, "exists"),
        "a model": built(MODEL, "os", "mkdir", {"path": trap}, "model_validate_json"),
        "an old model": built(OLD_MODEL, "os", "mkdir", {"path": trap}),
        "a safe type": built(SINGLE, "decimal", "Decimal", "1"),
        "a safe path": built(POSITIONAL, "pathlib", "Path", [trap]),
        "a safe pattern": built(POSITIONAL, "re", "compile", ["(a+)+$", 0]),
        "a message to a node": built(POSITIONAL, "langgraph.types", "Send", ["plan", {}]),
        "a command": built(NAMED, "langgraph.types", "Command", {"goto": "answer"}),
        "an interrupt with more in it": built(NAMED, "langgraph.types", "Interrupt", {"value": 1, "ns": ["x"]}),
        "an interrupt of another module": built(NAMED, "os", "Interrupt", {"value": 1}),
        "an array": built(ARRAY, "<f8", [1], "C", b"\0" * 8),
        "an array of objects": built(ARRAY, "|O", [1], "C", b"\0" * 8),
        "a delta": ormsgpack.packb({"turn": ormsgpack.Ext(DELTA, inner)}),
        "nested": built(NAMED, "langgraph.types", "Interrupt", {"value": ormsgpack.Ext(SINGLE, deep)}),
        "an unknown extension": ormsgpack.packb({"turn": ormsgpack.Ext(99, b"x")}),
        "an empty extension": ormsgpack.packb({"turn": ormsgpack.Ext(SINGLE, b"")}),
        "garbage": os.urandom(200),
        "cut": ormsgpack.packb({"turn": 1, "base": "x" * 50})[:20],
        "nothing": b"",
    }  # fmt: skip
    others = {
        "json, an envelope": ("json", json.dumps(envelope).encode()),
        "json, a secret": ("json", json.dumps(secret).encode()),
        "pickle": ("pickle", pickle.dumps(Trap(trap))),
        "pickle as msgpack": ("msgpack", pickle.dumps(Trap(trap))),
        "bytes": ("bytes", b"x"),
        "a kind of its own": ("os.mkdir", trap.encode()),
        "no kind": ("", trap.encode()),
    }
    return {name: ("msgpack", data) for name, data in calls.items()} | others


NAMES = sorted(payloads("x"))
both = pytest.mark.parametrize("kind", BOTH, indirect=True)
somewhere = pytest.mark.parametrize(
    ("name", "kind"), [*((name, "files") for name in NAMES), *((name, "server") for name in NAMES[::4])],
    indirect=["kind"],
)  # fmt: skip
"""Every payload in a file; the database changes nothing about what is read, so that some of them do there."""


def test_there_are_enough_of_them() -> None:
    assert len(NAMES) >= 30


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    return tmp_path / "trap"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session in a file whose second turn waits."""
    folder = tmp_path_factory.mktemp("parked")
    park(conversations(folder))
    return folder


@pytest.fixture
def parked(kind: str, template: Path, talks: Conversations, tmp_path: Path) -> str:
    """A session whose second turn waits, with checkpoints in its database."""
    if kind == "server":
        return park(talks)
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return talks.shelf.ids()[0]


def park(talks: Conversations) -> str:
    session = talks.create(planner="mechanic")
    talks.say(session, BRIEF, asks=False, key="k1")
    assert isinstance(talks.say(session, "stumble memory 256"), Parked)
    return session


def planted(talks: Conversations, session: str, kind: str, data: bytes, *, table: str) -> None:
    """Writes into the rows of a table what somebody would who can write to the database."""
    column = {"checkpoints": "checkpoint", "writes": "value"}[table]
    with talks.shelf.opened(session) as store, store.writing("plant") as connection:
        query = f"UPDATE {table} SET type = ?, {column} = ? WHERE thread_id = ?"
        connection.execute(query, (kind, data, thread_of(session, 2)))
    with talks.shelf.opened(session) as store:
        rows = store.select(f"SELECT DISTINCT {column} FROM {table} WHERE thread_id = ?", thread_of(session, 2))
        assert rows == [(data,)]


def refused(talks: Conversations, session: str, trap: Path, *, comes_back: bool = True) -> None:
    """Whether the session says that it is poisoned, runs nothing, and comes back when told to begin anew."""
    with pytest.raises(PoisonedError, match="a saved step") as raised:
        talks.resume(session, planner="embedded")
    assert raised.value.code == "poisoned"
    assert "\n" not in str(raised.value)
    assert "a copy is in" in str(raised.value)
    assert not trap.exists()
    assert [turn.status for turn in talks.record(session).turns] in (["answered", "running"], ["answered", "parked"])
    if comes_back:
        assert isinstance(talks.resume(session, planner="embedded", anew=True), Answered)
        assert not trap.exists()


@somewhere
def test_des_1_rows_without_a_seal(name: str, parked: str, talks: Conversations, trap: Path) -> None:
    planted(talks, parked, *payloads(str(trap))[name], table="checkpoints")
    refused(talks, parked, trap, comes_back=name in NAMES[::8])


@somewhere
def test_des_1_rows_with_a_seal_that_was_stolen(name: str, parked: str, talks: Conversations, trap: Path) -> None:
    """Even then nothing is built but plain data: the second wall."""
    kind, data = payloads(str(trap))[name]
    with talks.shelf.opened(parked) as store:
        sealed = Seal(store.engine.key(), thread_of(parked, 2)).put_on(kind, data)
    planted(talks, parked, kind, sealed, table="checkpoints")
    refused(talks, parked, trap, comes_back=name in NAMES[::8])


@both
@pytest.mark.parametrize("name", ["os.mkdir", "pickle", "json, an envelope", "garbage"])
def test_des_1_writes_that_are_pending(name: str, begun: str, talks: Conversations, trap: Path) -> None:
    assert isinstance(talks.say(begun, "wonder memory 256"), Asked)
    planted(talks, begun, *payloads(str(trap))[name], table="writes")
    with pytest.raises(PoisonedError):
        talks.answer(begun, "you decide")
    assert not trap.exists()
    assert talks.cancel(begun).status == "cancelled", "a poisoned turn can be left"


def test_des_1_the_control_runs_them(trap: Path) -> None:
    """What the library does unguarded, so that the tests are seen to test something."""
    stock = JsonPlusSerializer(allowed_msgpack_modules=True)
    stock.loads_typed(payloads(str(trap))["os.mkdir"])
    assert trap.is_dir()


@both
def test_metadata_that_is_none_is_refused(parked: str, talks: Conversations, trap: Path) -> None:
    with talks.shelf.opened(parked) as store, store.writing("plant") as connection:
        connection.execute("UPDATE checkpoints SET metadata = ?", (b"{",))
    refused(talks, parked, trap)


@both
def test_a_row_of_another_turn_does_not_fit(begun: str, talks: Conversations, trap: Path) -> None:
    talks.say(begun, "stumble memory 256")
    twig = talks.import_file(talks.export(begun))
    talks.resume(twig)
    with talks.shelf.opened(twig) as store:
        query = "SELECT type, checkpoint FROM checkpoints WHERE thread_id = ? ORDER BY checkpoint_id DESC LIMIT 1"
        kind, data = store.select(query, thread_of(twig, 2))[0]
    planted(talks, begun, kind, data, table="checkpoints")
    refused(talks, begun, trap)


def test_rows_sealed_with_a_lost_key_are_refused(parked: str, tmp_path: Path, trap: Path) -> None:
    (tmp_path / "sessions" / KEY_FILE).unlink()
    refused(conversations(tmp_path), parked, trap)


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 33])
def test_a_damaged_key_is_said(key: bytes, begun: str, talks: Conversations) -> None:
    talks.say(begun, "memory 256")
    (talks.shelf.folder / KEY_FILE).write_bytes(key)
    with pytest.raises(UnsafeError, match=r"is damaged\. Take it away"):
        talks.say(begun, "memory 512")


def test_a_key_that_leads_elsewhere_is_refused(begun: str, talks: Conversations, tmp_path: Path) -> None:
    key = talks.shelf.folder / KEY_FILE
    (tmp_path / "other").write_bytes(b"k" * 32)
    key.unlink()
    key.symlink_to(tmp_path / "other")
    with pytest.raises(UnsafeError, match="symbolic link"):
        talks.say(begun, "memory 512")


PLAIN: dict[str, Any] = {"turn": 1, "words": ["a", None, True, 1.5, {"x": "é"}], "bytes": "x" * 1000}


def test_what_is_ours_comes_back() -> None:
    serializer = SealedSerializer(Seal(b"k" * 32, "here"))
    for value in (PLAIN, None, [], "text", 7, [Interrupt(value={"questions": []}, id="i")]):
        assert serializer.loads_typed(serializer.dumps_typed(value)) == value


def flipped(data: bytes, place: int) -> bytes:
    return bytes([*data[:place], data[place] ^ 1, *data[place + 1 :]])


def test_every_flipped_bit_breaks_the_seal() -> None:
    serializer = SealedSerializer(Seal(b"k" * 32, "here"))
    kind, data = serializer.dumps_typed({"turn": 1})
    for place in range(len(data)):
        with pytest.raises(PoisonedError):
            serializer.loads_typed((kind, flipped(data, place)))
    with pytest.raises(PoisonedError):
        serializer.loads_typed(("null", data))
    with pytest.raises(PoisonedError):
        SealedSerializer(Seal(b"k" * 32, "elsewhere")).loads_typed((kind, data))


ROWS: dict[str, Callable[[sqlite3.Connection, str], Any]] = {
    "a trigger": lambda c, t: c.execute("CREATE TRIGGER t AFTER INSERT ON turns BEGIN DELETE FROM turns; END"),
    "a view": lambda c, t: c.execute("CREATE VIEW v AS SELECT load_extension('x')"),
    "a table more": lambda c, t: c.execute("CREATE TABLE more (x)"),
    "an index less": lambda c, t: c.execute("ALTER TABLE lease RENAME COLUMN until TO till"),
    "words that were changed": lambda c, t: c.execute("UPDATE turns SET text = 'delete everything'"),
    "a design that was changed": lambda c, t: c.execute("UPDATE artefacts SET body = x'00'"),
    "another session": lambda c, t: c.execute("PRAGMA foreign_keys = OFF") and c.execute("UPDATE session SET id = 'x'"),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_ours_that_were_changed_are_refused(name: str, begun: str, talks: Conversations, trap: Path) -> None:
    with closing(sqlite3.connect(talks.shelf.folder / f"{begun}.db")) as connection:
        ROWS[name](connection, str(trap))
        connection.commit()
    with pytest.raises(SessionError) as raised:
        talks.say(begun, "memory 512")
    assert raised.value.code == "damaged"
    assert "a copy is in" in str(raised.value)


def test_a_design_that_was_exchanged_for_another_is_refused(begun: str, talks: Conversations) -> None:
    """A whole design, well packed, that is not the one that was stored."""
    with closing(sqlite3.connect(talks.shelf.folder / f"{begun}.db")) as connection:
        (body,) = connection.execute("SELECT body FROM artefacts WHERE kind = 'design'").fetchone()
        other = unpacked(body).replace('"title":"Orders"', '"title":"Other"')
        assert other != unpacked(body)
        connection.execute("UPDATE artefacts SET body = ? WHERE kind = 'design'", (packed(other),))
        connection.commit()
    for look in (talks.design, talks.export):
        with pytest.raises(DamagedError, match="is not what was stored"):
            look(begun)
