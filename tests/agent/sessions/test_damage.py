"""DUR-14: a file that is damaged is said to be, is copied aside and never deleted; other conversations open."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agent.conversation import Conversations
from agent.sessions import opening
from agent.sessions.errors import DamagedError, NewerError, SessionError, StorageError, UnknownSessionError
from agent.sessions.events import Answered
from agent.sessions.rows import packed, unpacked
from agent.sessions.schema import MIGRATIONS
from tests.agent.sessions.mechanic import SCRIPT, conversations, play

FLIPS = 20


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A conversation and another one, closed."""
    folder = tmp_path_factory.mktemp("whole")
    talks = conversations(folder)
    session = play(talks, SCRIPT)
    talks.branch(session, turn=1, name="other")
    return folder


def damaged(template: Path, place: Path, data: bytes) -> tuple[Conversations, str, str]:
    """The conversations with one file replaced: that session, and the other."""
    shutil.copytree(template, place)
    talks = conversations(place, fresh_id=lambda: "f" * 32)
    one, other = talks.shelf.ids()
    (place / "sessions" / f"{one}.db").write_bytes(data)
    return talks, one, other


def holds_up(talks: Conversations, one: str, other: str, data: bytes, whole: bytes) -> bool:
    """Whether all that is said of a damaged file is said in order; whether it was seen to be damaged."""
    path = talks.shelf.folder / f"{one}.db"
    seen = False
    try:
        talks.export(one)
        talks.say(one, "memory 640", asks=False)
    except SessionError as error:
        seen = True
        text = str(error)
        if isinstance(error, DamagedError):
            (copy,) = (talks.shelf.folder / "quarantine").iterdir()
            assert (copy / path.name).read_bytes() == data
            assert str(copy) in text
            assert path.read_bytes() == data, "it was touched"
    glances = {glance.id: glance for glance in talks.list()}
    assert glances.keys() == {one, other}
    assert not glances[other].problem
    assert isinstance(talks.say(other, "memory 640", asks=False, key=f"again-{random.random()}"), Answered)
    assert path.exists()
    if not seen and data != whole:
        assert all(turn.status in ("answered", "failed") for turn in talks.record(one).turns)
    return seen


def flips(template: Path, tmp_path: Path, count: int, seed: int) -> int:
    """How many of so many flipped bytes were seen."""
    dice = random.Random(seed)
    (whole,) = (p.read_bytes() for p in sorted((template / "sessions").glob("*.db"))[:1])
    seen = 0
    for number in range(count):
        place = dice.randrange(len(whole))
        data = bytearray(whole)
        data[place] ^= dice.randrange(1, 256)
        talks, one, other = damaged(template, tmp_path / str(number), bytes(data))
        seen += holds_up(talks, one, other, bytes(data), whole)
        shutil.rmtree(tmp_path / str(number))
    return seen


def test_dur_14_flipped_bytes(template: Path, tmp_path: Path) -> None:
    assert flips(template, tmp_path, FLIPS, seed=1) > 0


@pytest.mark.slow
def test_dur_14_many_flipped_bytes(template: Path, tmp_path: Path) -> None:
    assert flips(template, tmp_path, 500, seed=2) > 0


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_dur_14_truncated(share: float, template: Path, tmp_path: Path) -> None:
    whole = sorted((template / "sessions").glob("*.db"))[0].read_bytes()
    data = whole[: int(len(whole) * share)]
    talks, one, other = damaged(template, tmp_path / "cut", data)
    assert holds_up(talks, one, other, data, whole)


def other_database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE x (y)")
        return connection.serialize()


@pytest.mark.parametrize(
    "data", [b"not a database", b"\0" * 8192, other_database(), b"SQLite format 3\0" + b"\xff" * 4096], ids=range(4)
)
def test_dur_14_something_else(data: bytes, template: Path, tmp_path: Path) -> None:
    talks, one, other = damaged(template, tmp_path / "else", data)
    assert holds_up(talks, one, other, data, b"")
    assert [glance.problem[:16] for glance in talks.list() if glance.problem] == [f"session {one[:8]}"]


def test_a_copy_is_made_once_for_each_state(template: Path, tmp_path: Path) -> None:
    talks, one, _ = damaged(template, tmp_path / "twice", b"x" * 5000)
    for _ in range(3):
        with pytest.raises(DamagedError):
            talks.record(one)
    assert len(list((talks.shelf.folder / "quarantine").iterdir())) == 1


def test_a_damaged_session_can_be_deleted_with_its_copies(template: Path, tmp_path: Path) -> None:
    talks, one, other = damaged(template, tmp_path / "gone", b"x" * 5000)
    with pytest.raises(DamagedError):
        talks.delete(one)
    talks.discard(one)
    assert talks.shelf.ids() == (other,)
    assert list((talks.shelf.folder / "quarantine").iterdir()) == []


def test_a_log_that_is_damaged_is_no_traceback(begun: str, tmp_path: Path) -> None:
    """What a log holds beyond its first bad frame is not there, as after a loss of power."""
    folder = tmp_path / "sessions"
    with closing(sqlite3.connect(folder / f"{begun}.db")) as holding:
        holding.execute("SELECT * FROM turns").fetchall()
        conversations(tmp_path, fresh_id=lambda: "f" * 32).say(begun, "memory 256", asks=False)
        shutil.copytree(folder, tmp_path / "then" / "sessions", ignore=shutil.ignore_patterns("*-shm"))
    log = tmp_path / "then" / "sessions" / f"{begun}.db-wal"
    data = bytearray(log.read_bytes())
    data[len(data) // 2] ^= 0xFF
    log.write_bytes(data)
    talks = conversations(tmp_path / "then", fresh_id=lambda: "e" * 32)
    assert talks.record(begun).turns[0].status == "answered"


def test_a_newer_file_is_refused_and_stays_as_it_is(begun: str, talks: Conversations) -> None:
    path = talks.shelf.folder / f"{begun}.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    before = path.read_bytes()
    with pytest.raises(NewerError, match="written by a newer version"):
        talks.say(begun, "memory 256")
    with pytest.raises(NewerError):
        talks.delete(begun)
    assert "newer version" in talks.list()[0].problem
    assert path.read_bytes() == before
    assert not (talks.shelf.folder / "quarantine").exists()


def test_an_older_file_is_brought_up_whole_or_not_at_all(begun: str, talks: Conversations) -> None:
    path = talks.shelf.folder / f"{begun}.db"
    broken = (*MIGRATIONS, "CREATE TABLE extra (x); CREATE TABLE extra (x);")
    before = path.read_bytes()
    with pytest.raises(SessionError):
        opening.opened(path, migrations=broken)
    assert isinstance(talks.say(begun, "memory 256"), Answered)
    newer = (*MIGRATIONS, "CREATE TABLE extra (x TEXT) STRICT; ALTER TABLE session ADD COLUMN colour TEXT;")
    with closing(opening.opened(path, migrations=newer)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT COUNT(*) FROM turns").fetchone() == (2,)
        assert connection.execute("SELECT COUNT(*) FROM extra").fetchone() == (0,)
    with pytest.raises(NewerError):
        talks.record(begun)
    assert before


def test_a_session_that_is_a_link_or_a_folder_is_none(begun: str, talks: Conversations, tmp_path: Path) -> None:
    (talks.shelf.folder / f"{'a' * 32}.db").symlink_to(talks.shelf.folder / f"{begun}.db")
    (talks.shelf.folder / f"{'b' * 32}.db").mkdir()
    for letter in "ab":
        with pytest.raises(UnknownSessionError):
            talks.record(letter * 32)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file")
    with pytest.raises(StorageError):
        conversations(tmp_path).create()
    (tmp_path / "sessions").unlink()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sessions").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageError, match="symbolic link"):
        conversations(tmp_path).create()


def test_an_artefact_that_would_burst_is_refused() -> None:
    import zlib

    assert unpacked(packed("x" * 1000)) == "x" * 1000
    bomb = zlib.compress(b"0" * (64 * 1024 * 1024))
    for body in (bomb, packed("x" * 1000)[:-3], b"", b"x", None, "x"):
        with pytest.raises(DamagedError):
            unpacked(body)
